package dev.irsa.internal.identity;

import dev.irsa.credentials.TokenClaims;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The claims of a token that was parsed. Immutable. */
public record ParsedClaims(
    @Nullable String issuer,
    @Nullable String subject,
    List<String> audience,
    @Nullable Instant issuedAt,
    @Nullable Instant expiration)
    implements TokenClaims {

  /** Copies the audience. */
  public ParsedClaims {
    audience = List.copyOf(audience);
  }
}
