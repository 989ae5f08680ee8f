package dev.irsa.doctor.internal.pod;

import static dev.irsa.doctor.internal.text.ForeignText.plain;
import static dev.irsa.doctor.internal.text.ForeignText.uri;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.doctor.internal.probe.ProbeResult;
import dev.irsa.internal.text.TimeText;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the issuer publishes, and whether they verify the token. Immutable.
 *
 * @param status how far the examination came
 * @param detail what was found, in words
 * @param took the time that both documents took together
 * @param certificates the certificates that the issuer presented; may be empty
 */
public record PublishedKeys(
    Status status, String detail, Duration took, List<X509Certificate> certificates) {

  /** How long STS waits for an issuer. */
  public static final Duration PATIENCE_OF_STS = Duration.ofSeconds(5);

  private static final String LOOPBACK = "localhost|127(\\.\\d+){3}|\\[::1]";
  private static final int MAX_KEYS = 5;

  /** How far the examination came. */
  public enum Status {
    /** The token's signature was verified with a published key. */
    VERIFIED,
    /** The issuer's keys could not be fetched from here. */
    UNKNOWN,
    /** The published keys are not those of the token. */
    UNFIT
  }

  /** Copies the certificates. */
  public PublishedKeys {
    certificates = List.copyOf(certificates);
  }

  /** Returns the issuer of a token if its documents may be fetched, or null. */
  public static @Nullable URI uriOf(Jwt token) {
    return allowed(token.issuer());
  }

  /**
   * Returns a URI from which documents may be fetched: https, or plain http on loopback; or null.
   */
  static @Nullable URI allowed(@Nullable Object text) {
    URI uri = uri(text);
    String scheme = uri == null ? "" : String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean isAllowed =
        uri != null
            && (scheme.equals("https")
                || (scheme.equals("http") && uri.getHost().matches(LOOPBACK)));
    return isAllowed ? uri : null;
  }

  /** Examines the issuer of a token. */
  public static PublishedKeys of(
      Jwt token, URI issuer, Function<URI, ProbeResult> fetcher, LongSupplier nanoTime) {
    long startedNanos = nanoTime.getAsLong();
    ProbeResult discovery = fetcher.apply(URI.create(issuer + "/.well-known/openid-configuration"));
    PublishedKeys judged = judge(token, issuer, discovery, fetcher);
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - startedNanos);
    return new PublishedKeys(
        judged.status,
        judged.status == Status.VERIFIED
            ? judged.detail + " in " + TimeText.of(took)
            : judged.detail,
        took,
        discovery.certificates());
  }

  private static PublishedKeys judge(
      Jwt token, URI issuer, ProbeResult discovery, Function<URI, ProbeResult> fetcher) {
    String problem = problem(discovery, "discovery document");
    if (!problem.isEmpty()) {
      return found(Status.UNKNOWN, problem);
    }
    Map<String, Object> document = parsed(discovery.body());
    URI keysUri = allowed(document.get("jwks_uri"));
    if (!issuer.toString().equals(document.get("issuer")) || keysUri == null) {
      return found(
          Status.UNKNOWN,
          "its discovery document names the issuer %s and the keys %s"
              .formatted(plain(document.get("issuer")), keysUri));
    }
    ProbeResult keys = fetcher.apply(keysUri);
    problem = problem(keys, "keys");
    return problem.isEmpty() ? judged(token, keys) : found(Status.UNKNOWN, problem);
  }

  private static PublishedKeys found(Status status, String detail) {
    return new PublishedKeys(status, detail, Duration.ZERO, List.of());
  }

  private static String problem(ProbeResult result, String what) {
    if (result.status() == 200) {
      return "";
    }
    return "its %s, %s: %s"
        .formatted(
            what,
            plain(result.endpoint()),
            result.isAnswered()
                ? "status " + result.status()
                : result.stage() + " failed after " + result.times());
  }

  private static Map<String, Object> parsed(String json) {
    try {
      return JSONObjectUtils.parse(json);
    } catch (ParseException | RuntimeException e) {
      return Map.of();
    }
  }

  private static PublishedKeys judged(Jwt token, ProbeResult keys) {
    JWK key;
    JWKSet published;
    try {
      published = JWKSet.parse(keys.body());
      key = token.keyId() == null ? null : published.getKeyByKeyId(token.keyId());
    } catch (ParseException | RuntimeException e) {
      return found(Status.UNKNOWN, "its keys are not a JSON Web Key Set");
    }
    if (key == null) {
      return found(
          Status.UNFIT,
          "the token's kid %s is not among the published ones, %s"
              .formatted(
                  plain(token.keyId()),
                  published.getKeys().stream()
                      .limit(MAX_KEYS)
                      .map(each -> plain(each.getKeyID()))
                      .toList()));
    }
    return isVerifiedBy(key, token)
        ? found(Status.VERIFIED, "documents and keys")
        : found(
            Status.UNFIT,
            "the token's signature (%s) does not verify with the published key"
                .formatted(token.signed().getHeader().getAlgorithm()));
  }

  private static boolean isVerifiedBy(JWK key, Jwt token) {
    try {
      if (!(key instanceof AsymmetricJWK asymmetric)) {
        return false;
      }
      JWSVerifier verifier =
          new DefaultJWSVerifierFactory()
              .createJWSVerifier(token.signed().getHeader(), asymmetric.toPublicKey());
      return token.signed().verify(verifier);
    } catch (JOSEException | RuntimeException e) {
      return false;
    }
  }

  /** Returns the SHA-1 thumbprint of the top certificate, or null without certificates. */
  public @Nullable String thumbprint() {
    if (certificates.isEmpty()) {
      return null;
    }
    try {
      byte[] top = certificates.get(certificates.size() - 1).getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(top));
    } catch (GeneralSecurityException e) {
      return null;
    }
  }
}
