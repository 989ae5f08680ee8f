package dev.irsa.testkit.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.irsa.policy.AccessKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The instance metadata service of a node, on loopback, which hands out sessions of the node's
 * role: another identity, which a pod must not use. Thread-safe. {@link #close} ends it.
 */
public final class InstanceMetadata implements AutoCloseable {
  private static final String ROLE = "myeks-node";
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

  /** The path of the credentials. */
  public static final String CREDENTIALS = ROLES + ROLE;

  private final HttpServer server;
  private final Supplier<AccessKey> sessions;
  private final AtomicInteger received = new AtomicInteger();

  private InstanceMetadata(HttpServer server, Supplier<AccessKey> sessions) {
    this.server = server;
    this.sessions = sessions;
  }

  /**
   * Starts the service.
   *
   * @param sessions issues a session of the node's role
   */
  public static InstanceMetadata start(Supplier<AccessKey> sessions) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    InstanceMetadata metadata = new InstanceMetadata(server, sessions);
    server.createContext("/", metadata::answer);
    server.start();
    return metadata;
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
      case ROLES -> answer(exchange, 200, ROLE);
      case CREDENTIALS -> answer(exchange, 200, document(sessions.get()));
      default -> answer(exchange, 404, "");
    }
  }

  private static String document(AccessKey key) {
    return JsonObjects.text(
        "Code", "Success",
        "LastUpdated", key.issuedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        "Type", "AWS-HMAC",
        "AccessKeyId", key.accessKeyId(),
        "SecretAccessKey", key.secretAccessKey(),
        "Token", String.valueOf(key.sessionToken()),
        "Expiration", String.valueOf(key.expiresAt()));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
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
