package dev.irsa.internal.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.IdentityToken;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token whose signature is not verified. Immutable. Only this class loads Nimbus,
 * which is needed only after the first credentials or for the message of a failure.
 */
public record JwtClaims(
    @Nullable String issuer,
    @Nullable String subject,
    List<String> audience,
    @Nullable Instant issuedAt,
    @Nullable Instant expiration)
    implements TokenClaims {

  /** The year 2200. */
  private static final Instant LATEST = Instant.ofEpochSecond(7_258_118_400L);

  /**
   * Copies the audience. Dates that no token has are not known: some issuers write milliseconds.
   */
  public JwtClaims {
    audience = List.copyOf(audience);
    issuedAt = known(issuedAt);
    expiration = known(expiration);
  }

  private static @Nullable Instant known(@Nullable Instant date) {
    return date == null || date.isBefore(Instant.EPOCH) || date.isAfter(LATEST) ? null : date;
  }

  /** Returns the claims of a token, or null without a token, or if it is not a JWT. */
  public static @Nullable TokenClaims of(@Nullable IdentityToken token) {
    if (token == null) {
      return null;
    }
    try {
      JWTClaimsSet claims = SignedJWT.parse(token.value()).getJWTClaimsSet();
      return new JwtClaims(
          claims.getIssuer(),
          claims.getSubject(),
          claims.getAudience(),
          instant(claims.getIssueTime()),
          instant(claims.getExpirationTime()));
    } catch (ParseException | RuntimeException e) {
      // The exception is dropped, because its message can contain the token.
      return null;
    }
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
