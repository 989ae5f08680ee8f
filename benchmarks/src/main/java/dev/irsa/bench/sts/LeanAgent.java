package dev.irsa.bench.sts;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The EKS Pod Identity agent of all measurements: it always has credentials, and does not verify
 * the token.
 */
final class LeanAgent {

  /** As on a node, where it tells clients that this is the agent. */
  static final String PATH = "/v1/credentials";

  private static final Duration LIFETIME = Duration.ofHours(6);

  private final String sessionToken;

  LeanAgent(String sessionToken) {
    this.sessionToken = sessionToken;
  }

  void answer(HttpExchange exchange) throws IOException {
    boolean hasToken = exchange.getRequestHeaders().containsKey("Authorization");
    byte[] body = (hasToken ? credentials() : "no token\n").getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .add("Content-Type", hasToken ? "application/json" : "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(hasToken ? 200 : 400, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String credentials() {
    return """
        {"AccessKeyId":"ASIA000000000000","SecretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",\
        "Token":"%s","AccountId":"123456789012","Expiration":"%s"}"""
        .formatted(sessionToken, Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(LIFETIME));
  }
}
