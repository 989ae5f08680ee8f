package dev.irsa.integration.engines.springboot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * S3, Secrets Manager and Parameter Store, with one property, which tell who signed their requests.
 */
final class RecordingAws implements AutoCloseable {

  private static final Pattern SIGNER = Pattern.compile("Credential=([^/]+)/");

  private final HttpServer server;
  private final Queue<String> signers = new ConcurrentLinkedQueue<>();
  private volatile String property = "greeting";
  private volatile String value = "hello";

  RecordingAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Changes the property that all services have. */
  void set(String name, String text) {
    property = name;
    value = text;
  }

  /** Returns the access key id of each request so far. */
  List<String> signers() {
    return List.copyOf(signers);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var unused = exchange.getRequestBody().readAllBytes();
    Matcher signer =
        SIGNER.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    signers.add(signer.find() ? signer.group(1) : "nobody");
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    switch (target.substring(target.indexOf('.') + 1)) {
      case "GetSecretValue" ->
          answer(
              exchange,
              "application/x-amz-json-1.1",
              "{\"Name\":\"app\",\"SecretString\":\"{\\\"%s\\\":\\\"%s\\\"}\"}"
                  .formatted(property, value));
      case "GetParametersByPath" ->
          answer(
              exchange,
              "application/x-amz-json-1.1",
              "{\"Parameters\":[{\"Name\":\"/app/%s\",\"Type\":\"String\",\"Value\":\"%s\"}]}"
                  .formatted(property, value));
      default -> answer(exchange, "text/plain", property + "=" + value);
    }
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
