package dev.irsa.internal.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.ParsedClaims;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Reads the claims of a token without verifying its signature. A separate class, because it loads
 * Nimbus, which is needed only after the first credentials or for the message of a failure.
 */
public final class JwtClaims {

  private JwtClaims() {}

  /** Returns the claims of a token, or null if there is none, or it is not a JWT. */
  public static @Nullable TokenClaims of(@Nullable IdentityToken token) {
    if (token == null) {
      return null;
    }
    try {
      JWTClaimsSet claims = SignedJWT.parse(token.value()).getJWTClaimsSet();
      return new ParsedClaims(
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
