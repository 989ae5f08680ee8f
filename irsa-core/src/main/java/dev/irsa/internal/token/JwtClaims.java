package dev.irsa.internal.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.WebIdentityToken;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Reads claims, without verifying the signature. A class of its own: it is loaded, and Nimbus with
 * it, only after the first credentials or for the message of a failure.
 */
public final class JwtClaims {

  private JwtClaims() {}

  /** Returns what a token says of itself, or null when it is no JWT. */
  public static @Nullable TokenClaims of(WebIdentityToken token) {
    try {
      JWTClaimsSet claims = SignedJWT.parse(token.value()).getJWTClaimsSet();
      return new TokenClaims(
          claims.getIssuer(),
          claims.getSubject(),
          claims.getAudience(),
          instant(claims.getIssueTime()),
          instant(claims.getExpirationTime()));
    } catch (ParseException | RuntimeException e) {
      // Nothing of it is kept: the parser's message can repeat the token.
      return null;
    }
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
