package dev.irsa.cli.internal.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The instance metadata service of a pod's node, on loopback, which hands out sessions of the
 * node's role: another identity, which a pod must not use. As on EKS, the role may not read
 * buckets. Thread-safe. {@link #close} ends it.
 */
final class InstanceMetadata implements AutoCloseable {
  private static final String ROLE = "myeks-node";
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final Duration LIFETIME = Duration.ofHours(6);
  private static final String TRUST_POLICY =
      """
      {"Version": "2012-10-17",
       "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
                      "Action": "sts:AssumeRole"}]}""";

  private final IrsaLab lab;
  private final Role role;
  private final HttpServer server;
  private final List<AccessKey> issued = new CopyOnWriteArrayList<>();

  private InstanceMetadata(IrsaLab lab, HttpServer server) {
    this.lab = lab;
    this.server = server;
    this.role =
        lab.iam()
            .createRole(
                ROLE,
                TrustPolicy.parse(TRUST_POLICY),
                LIFETIME,
                List.of("AmazonEKSWorkerNodePolicy"));
  }

  /** Starts the service, and creates the node's role in the lab. */
  static InstanceMetadata start(IrsaLab lab) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    InstanceMetadata metadata = new InstanceMetadata(lab, server);
    server.createContext("/", metadata::answer);
    server.start();
    return metadata;
  }

  /** Returns the value of {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}. */
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the sessions that were handed out, oldest first. */
  List<AccessKey> issued() {
    return List.copyOf(issued);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    switch (path) {
      case "/latest/api/token" -> {
        exchange.getResponseHeaders().add("x-aws-ec2-metadata-token-ttl-seconds", "21600");
        answer(exchange, 200, "token");
      }
      case ROLES -> answer(exchange, 200, ROLE);
      case ROLES + ROLE -> answer(exchange, 200, credentials());
      default -> answer(exchange, 404, "");
    }
  }

  private String credentials() {
    Instant now = lab.time().now().truncatedTo(ChronoUnit.SECONDS);
    AccessKey key = lab.accessKeys().issueSession(role, "i-0123456789abcdef0", now.plus(LIFETIME));
    issued.add(key);
    return """
        {"Code": "Success", "LastUpdated": "%s", "Type": "AWS-HMAC", "AccessKeyId": "%s",
         "SecretAccessKey": "%s", "Token": "%s", "Expiration": "%s"}
        """
        .formatted(
            now, key.accessKeyId(), key.secretAccessKey(), key.sessionToken(), key.expiresAt());
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
