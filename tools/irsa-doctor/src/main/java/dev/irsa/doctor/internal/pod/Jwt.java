package dev.irsa.doctor.internal.pod;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A signed JWT. Immutable. The text form contains nothing secret. */
public record Jwt(SignedJWT signed, JWTClaimsSet claims) {

  /** Nimbus also accepts other characters, which would change a header field. */
  private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  /** Parses a token. Returns null if it is not a signed JWT. */
  public static @Nullable Jwt parse(String text) {
    String stripped = text.strip();
    if (!FORM.matcher(stripped).matches()) {
      return null;
    }
    try {
      SignedJWT signed = SignedJWT.parse(stripped);
      return new Jwt(signed, signed.getJWTClaimsSet());
    } catch (ParseException | RuntimeException e) {
      // The exception is dropped, because its message can contain the token.
      return null;
    }
  }

  /** Returns the token itself; a secret. */
  public String secretText() {
    return signed.getParsedString();
  }

  /** Returns the id of the key that signed it, or null. */
  public @Nullable String keyId() {
    return signed.getHeader().getKeyID();
  }

  /** Returns the {@code iss} claim, or null. */
  public @Nullable String issuer() {
    return claims.getIssuer();
  }

  /** Returns the {@code sub} claim, or null. */
  public @Nullable String subject() {
    return claims.getSubject();
  }

  /** Returns the {@code aud} claim, may be empty. */
  public List<String> audience() {
    return claims.getAudience();
  }

  /** Returns the {@code iat} claim, or null. */
  public @Nullable Instant issuedAt() {
    return instant(claims.getIssueTime());
  }

  /** Returns the {@code exp} claim, or null. */
  public @Nullable Instant expiresAt() {
    return instant(claims.getExpirationTime());
  }

  /** Returns the service account, or null if the subject is not one. */
  public @Nullable ServiceAccountName serviceAccount() {
    return ServiceAccountName.ofSubject(subject());
  }

  /** Returns the name of the pod's node, or null if the token does not say. */
  public @Nullable String nodeName() {
    return claims.getClaim("kubernetes.io") instanceof Map<?, ?> bound
            && bound.get("node") instanceof Map<?, ?> node
            && node.get("name") instanceof String name
        ? name
        : null;
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  @Override
  public String toString() {
    return "Jwt[sub=" + subject() + "]";
  }
}
