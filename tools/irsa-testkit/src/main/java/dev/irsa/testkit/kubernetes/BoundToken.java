package dev.irsa.testkit.kubernetes;

import java.time.Duration;
import java.time.Instant;

/**
 * A service account token as issued by the API server.
 *
 * @param value the signed JWT
 * @param issuedAt {@code iat}, whole seconds
 * @param expiresAt {@code exp}, whole seconds
 */
public record BoundToken(String value, Instant issuedAt, Instant expiresAt) {

  public BoundToken {
    if (!expiresAt.isAfter(issuedAt)) {
      throw new IllegalArgumentException(
          "expiresAt: expected a time after " + issuedAt + ", found " + expiresAt);
    }
  }

  /** Returns the time from issue to expiration. */
  public Duration lifetime() {
    return Duration.between(issuedAt, expiresAt);
  }

  @Override
  public String toString() {
    return "BoundToken[value=***, issuedAt=" + issuedAt + ", expiresAt=" + expiresAt + "]";
  }
}
