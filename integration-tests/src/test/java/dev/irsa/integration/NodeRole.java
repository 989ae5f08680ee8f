package dev.irsa.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Instance metadata of a node, on loopback, which hands out the node's role. A pod must not use
 * that role. Thread-safe.
 */
public final class NodeRole implements AutoCloseable {

  public static final String KEY = "ASIANODENODENODENODE";

  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final String NAME = "node";

  /** The path of the credentials. */
  public static final String CREDENTIALS = ROLES + NAME;

  private final HttpServer server;
  private final AtomicInteger received = new AtomicInteger();

  private NodeRole(HttpServer server) {
    this.server = server;
  }

  public static NodeRole start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    NodeRole node = new NodeRole(server);
    server.createContext("/", node::answer);
    server.start();
    return node;
  }

  /** Returns the value of {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the number of requests, whatever for. */
  public int requests() {
    return received.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    received.incrementAndGet();
    switch (exchange.getRequestURI().getPath()) {
      case "/latest/api/token" -> {
        exchange.getResponseHeaders().add("x-aws-ec2-metadata-token-ttl-seconds", "21600");
        answer(exchange, 200, "token");
      }
      case ROLES -> answer(exchange, 200, NAME);
      case CREDENTIALS -> answer(exchange, 200, credentials());
      default -> answer(exchange, 404, "");
    }
  }

  private static String credentials() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return """
        {"Code": "Success", "LastUpdated": "%s", "Type": "AWS-HMAC", "AccessKeyId": "%s",
         "SecretAccessKey": "secret", "Token": "token", "Expiration": "%s"}"""
        .formatted(now, KEY, now.plus(6, ChronoUnit.HOURS));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
