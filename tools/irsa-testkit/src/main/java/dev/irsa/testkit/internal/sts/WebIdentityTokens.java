package dev.irsa.testkit.internal.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.policy.Account;
import dev.irsa.policy.OidcProvider;
import dev.irsa.policy.TrustPolicy.WebIdentityContext;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.server.ServiceException;
import java.net.URI;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies web identity tokens: provider, signature, times, audience. Thread-safe.
 *
 * <p>Algorithms and leeway follow the IAM user guide ("Create an OpenID Connect identity provider":
 * a five-minute window beyond the expiration time).
 */
record WebIdentityTokens(Account account, IssuerKeys keys, Clock clock, Duration leeway) {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /**
   * Verifies a token for a role of the given account.
   *
   * @param region the region whose endpoint is asked
   */
  WebIdentityContext verify(
      String token, String accountId, String sessionName, @Nullable String region)
      throws ServiceException {
    try {
      SignedJWT jwt = JsonObjects.signedJwt(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      URI issuer = issuer(claims);
      OidcProvider provider = provider(issuer, accountId);
      requireSignature(jwt, issuer);
      requireTimes(claims);
      String subject = required("sub", claims.getSubject());
      List<String> audiences = audiences(claims);
      String authorizedParty = claims.getStringClaim("azp");
      String audience = authorizedParty == null ? audiences.get(0) : authorizedParty;
      if (!provider.clientIds().contains(audience)) {
        throw StsException.invalidIdentityToken("Incorrect token audience");
      }
      return new WebIdentityContext(
          provider.arn(),
          issuer,
          subject,
          audiences,
          authorizedParty,
          texts(claims.getStringListClaim("amr")),
          sessionName,
          region);
    } catch (ParseException e) {
      throw notJwt();
    }
  }

  private static StsException notJwt() {
    return StsException.invalidIdentityToken(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access"
            + " Token)");
  }

  private static URI issuer(JWTClaimsSet claims) throws ServiceException {
    String issuer = required("iss", claims.getIssuer());
    try {
      // Google's tokens may have an issuer without a scheme.
      URI uri = URI.create(issuer.contains("://") ? issuer : "https://" + issuer);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Rejected below, like any other text that is not an https URL.
    }
    throw StsException.invalidIdentityToken("Issuer must be a valid URL");
  }

  private OidcProvider provider(URI issuer, String accountId) throws ServiceException {
    OidcProvider provider = account.oidcProvider(issuer).orElse(null);
    if (provider == null || !account.id().equals(accountId)) {
      throw StsException.invalidIdentityToken(
          "No OpenIDConnect provider found in your account for " + issuer);
    }
    return provider;
  }

  private void requireSignature(SignedJWT jwt, URI issuer) throws ServiceException {
    JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
    if (!ALGORITHMS.contains(algorithm)) {
      throw StsException.invalidIdentityToken(
          "The ID Token's signing algorithm " + algorithm + " is not supported");
    }
    JWK key = keys.key(issuer, jwt.getHeader());
    try {
      if (key instanceof AsymmetricJWK asymmetric) {
        PublicKey publicKey = asymmetric.toPublicKey();
        if (jwt.verify(
            new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), publicKey))) {
          return;
        }
      }
    } catch (JOSEException e) {
      // The key does not match the algorithm, so the signature is invalid.
    }
    throw StsException.invalidIdentityToken("The ID Token's signature is invalid");
  }

  private void requireTimes(JWTClaimsSet claims) throws ServiceException {
    Instant now = clock.instant();
    Instant expiresAt = required("exp", claims.getExpirationTime()).toInstant();
    Instant issuedAt = required("iat", claims.getIssueTime()).toInstant();
    Duration tolerated = leeway;
    if (!now.isBefore(expiresAt.plus(tolerated))) {
      throw new StsException(
          400,
          "ExpiredTokenException",
          "Token expired: current date/time %d must be before the expiration date/time %d"
              .formatted(now.getEpochSecond(), expiresAt.getEpochSecond()));
    }
    requireNotAfter("issued-at", issuedAt, now.plus(tolerated));
    Date notBefore = claims.getNotBeforeTime();
    if (notBefore != null) {
      requireNotAfter("not-before", notBefore.toInstant(), now.plus(tolerated));
    }
  }

  private static void requireNotAfter(String what, Instant time, Instant latest)
      throws ServiceException {
    if (time.isAfter(latest)) {
      throw StsException.invalidIdentityToken(
          "The ID Token's %s date/time %d is in the future".formatted(what, time.getEpochSecond()));
    }
  }

  private static List<String> audiences(JWTClaimsSet claims)
      throws ServiceException, ParseException {
    List<String> audiences = texts(claims.getAudience());
    return required("aud", audiences.isEmpty() ? null : audiences);
  }

  /** Returns the texts of an optional claim, among which Nimbus accepts null. */
  private static List<String> texts(@Nullable List<String> claim) throws ParseException {
    if (claim != null && claim.contains(null)) {
      throw new ParseException("null is not a text", 0);
    }
    return claim == null ? List.of() : claim;
  }

  private static <T> T required(String claim, @Nullable T value) throws ServiceException {
    if (value == null) {
      throw StsException.invalidIdentityToken("Missing a required claim: " + claim);
    }
    return value;
  }
}
