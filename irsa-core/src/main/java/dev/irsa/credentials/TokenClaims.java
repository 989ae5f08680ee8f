package dev.irsa.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token that kubelet projects. The signature is not verified here; the issuer of
 * the credentials verifies it. Immutable; contains no secrets. Later versions may add methods.
 *
 * @since 0.1
 */
public interface TokenClaims {

  /** Returns the {@code iss} claim, or null. */
  @Nullable String issuer();

  /** Returns the {@code sub} claim ({@code system:serviceaccount:<namespace>:<name>}), or null. */
  @Nullable String subject();

  /** Returns the {@code aud} claim, may be empty. */
  List<String> audience();

  /** Returns the {@code iat} claim, or null. */
  @Nullable Instant issuedAt();

  /** Returns the {@code exp} claim, or null. */
  @Nullable Instant expiration();

  /** Returns the lifetime from {@code iat} to {@code exp}, or null if one of them is missing. */
  default @Nullable Duration lifetime() {
    Instant start = issuedAt();
    Instant end = expiration();
    return start == null || end == null ? null : Duration.between(start, end);
  }
}
