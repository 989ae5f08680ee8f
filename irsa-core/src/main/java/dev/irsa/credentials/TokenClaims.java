package dev.irsa.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a web identity token says of itself; read without verifying the signature, which is STS's
 * part. Immutable; nothing in it is secret.
 *
 * @param issuer the {@code iss} claim, or null
 * @param subject the {@code sub} claim ({@code system:serviceaccount:<namespace>:<name>}), or null
 * @param audience the {@code aud} claim, never null, maybe empty
 * @param issuedAt the {@code iat} claim, or null
 * @param expiration the {@code exp} claim, or null
 */
public record TokenClaims(
    @Nullable String issuer,
    @Nullable String subject,
    List<String> audience,
    @Nullable Instant issuedAt,
    @Nullable Instant expiration) {

  /** Copies the audience. */
  public TokenClaims {
    audience = List.copyOf(audience);
  }

  /** Returns the token's whole life, or null where the token does not say. */
  public @Nullable Duration lifetime() {
    return issuedAt == null || expiration == null ? null : Duration.between(issuedAt, expiration);
  }
}
