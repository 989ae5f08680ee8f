package dev.irsa.integration.release;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parameter Store with some parameters, and SQS with one queue, which note who signs their
 * requests: the lab emulates neither. Thread-safe.
 */
final class RecordingServices implements AutoCloseable {

  private static final Pattern SIGNER =
      Pattern.compile("Credential=([^/]+)/\\d{8}/([a-z0-9-]+)/([a-z-]+)/");

  private final Map<String, String> parameters;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> deleted = new LinkedBlockingQueue<>();

  /** The access key ids by service. */
  private final Map<String, Set<String>> signers = new ConcurrentHashMap<>();

  RecordingServices(Map<String, String> parameters) throws IOException {
    this.parameters = Map.copyOf(parameters);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void send(String message) {
    messages.add(message);
  }

  /** Waits until the application has deleted a message, which says that it is done. */
  String awaitDeletion() throws InterruptedException {
    return String.valueOf(deleted.poll(2, TimeUnit.MINUTES));
  }

  /** Returns the access key ids that signed requests to a service: {@code ssm} or {@code sqs}. */
  Set<String> signers(String service) {
    return Set.copyOf(signers.getOrDefault(service, Set.of()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Matcher signer =
        SIGNER.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    if (signer.find()) {
      signers
          .computeIfAbsent(signer.group(3), service -> ConcurrentHashMap.newKeySet())
          .add(signer.group(1));
    }
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    byte[] answer =
        JSONObjectUtils.toJSONString(answer(target.substring(target.indexOf('.') + 1), body))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private Map<String, Object> answer(String action, String body) {
    return switch (action) {
      case "GetParametersByPath" -> Map.of("Parameters", all());
      case "GetQueueUrl" -> Map.of("QueueUrl", endpoint() + "/111122223333/orders");
      case "ReceiveMessage" -> received();
      case "DeleteMessageBatch" -> {
        deleted.add(body);
        yield Map.of("Successful", List.of(), "Failed", List.of());
      }
      default -> Map.of();
    };
  }

  private List<Map<String, Object>> all() {
    List<Map<String, Object>> all = new ArrayList<>();
    parameters.forEach(
        (name, value) -> all.add(Map.of("Name", name, "Type", "String", "Value", value)));
    return all;
  }

  /** Waits for a message, as SQS does with a long poll. */
  private Map<String, Object> received() {
    try {
      String message = messages.poll(5, TimeUnit.SECONDS);
      if (message != null) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("MessageId", UUID.randomUUID().toString());
        fields.put("ReceiptHandle", "receipt-of-" + message);
        fields.put("Body", message);
        fields.put("MD5OfBody", md5(message));
        return Map.of("Messages", List.of(fields));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
    return Map.of();
  }

  /** The SDK compares it. */
  private static String md5(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
