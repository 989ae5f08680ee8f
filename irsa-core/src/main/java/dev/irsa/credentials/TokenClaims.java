package dev.irsa.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token that kubelet projects. The signature is not verified; that is the task of
 * the issuer of the credentials. Immutable; contains no secrets.
 *
 * @param issuer the {@code iss} claim, or null
 * @param subject the {@code sub} claim ({@code system:serviceaccount:<namespace>:<name>}), or null
 * @param audience the {@code aud} claim, not null, may be empty
 * @param issuedAt the {@code iat} claim, or null
 * @param expiration the {@code exp} claim, or null
 * @since 0.1
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

  /** Returns the lifetime from {@code iat} to {@code exp}, or null if one of them is missing. */
  public @Nullable Duration lifetime() {
    return issuedAt == null || expiration == null ? null : Duration.between(issuedAt, expiration);
  }
}
