package dev.irsa.internal.adapter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The instance metadata of a node with a role, which a pod must never use instead of its own role.
 */
public final class NodeMetadata implements AutoCloseable {

  public static final String NODE_KEY = "ASIANODE";

  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final String KEYS =
      """
      {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "%s", "SecretAccessKey": "node",
       "Token": "node", "LastUpdated": "2020-01-01T00:00:00Z",
       "Expiration": "2099-01-01T00:00:00Z"}"""
          .formatted(NODE_KEY);

  private final HttpServer server;
  private final AtomicInteger calls = new AtomicInteger();

  public NodeMetadata() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public int calls() {
    return calls.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/latest/api/token")) {
      exchange.getResponseHeaders().set("x-aws-ec2-metadata-token-ttl-seconds", "21600");
      send(exchange, 200, "token");
    } else if (path.equals(ROLES)) {
      send(exchange, 200, "node-role");
    } else if (path.equals(ROLES + "node-role")) {
      send(exchange, 200, KEYS);
    } else {
      send(exchange, 404, "");
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
