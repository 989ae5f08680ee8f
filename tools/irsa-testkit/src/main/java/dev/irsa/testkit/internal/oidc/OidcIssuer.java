package dev.irsa.testkit.internal.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.LabThreads;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The OIDC issuer of a cluster: signs tokens with RS256 and publishes the keys that verify them. It
 * does not open a port; the lab serves {@link #discoveryDocument} at {@code
 * <issuer>/.well-known/openid-configuration} and {@link #keys} at {@code <issuer>/keys}.
 *
 * <p>Keys are RSA-2048. They are generated in the background, so creating an issuer takes no time.
 * Thread-safe. It holds no resources to close.
 */
public class OidcIssuer {

  private final URI issuer;

  // Oldest first; the last one signs. An immutable list, replaced under the lock; volatile, so that
  // readers need no lock.
  private volatile List<CompletableFuture<SigningKey>> published;

  private OidcIssuer(URI issuer, CompletableFuture<SigningKey> key) {
    requireUrl(issuer);
    this.issuer = issuer;
    this.published = List.of(key);
  }

  /**
   * Creates an issuer with a signing key of its own.
   *
   * @param issuer the value of {@code iss}, without a trailing slash, query or fragment: {@code
   *     https://oidc.eks.ap-northeast-2.amazonaws.com/id/5B19E3C64E4F3BD1C9B25A0B7A6B4F2D}
   */
  public static OidcIssuer at(URI issuer) {
    return new OidcIssuer(issuer, generate());
  }

  /**
   * Creates an issuer that signs with the key of this JVM until {@link #rotateSigningKey}: a new
   * key costs more than the rest of a lab's start, and each lab of a test would need one.
   *
   * @param issuer as for {@link #at}
   */
  protected OidcIssuer(URI issuer) {
    this(issuer, Shared.KEY);
  }

  /** Generated on first use. */
  private static final class Shared {
    static final CompletableFuture<SigningKey> KEY = generate();

    private Shared() {}
  }

  /**
   * Checks the URL of an issuer.
   *
   * @throws IllegalArgumentException if it is relative, has a trailing slash, user info, a query or
   *     a fragment
   */
  public static void requireUrl(URI issuer) {
    String text = issuer.toString();
    if (!issuer.isAbsolute() || issuer.getHost() == null || text.endsWith("/")) {
      throw new IllegalArgumentException(
          "issuer: expected an absolute URL without a trailing slash, found " + text);
    }
    if (issuer.getRawQuery() != null
        || issuer.getRawFragment() != null
        || issuer.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "issuer: expected a URL without user info, query or fragment, found " + text);
    }
  }

  /** Returns the issuer's URL, as in the claim {@code iss}. */
  public final URI issuer() {
    return issuer;
  }

  /** Returns the id ({@code kid}) of the current signing key. */
  public final String signingKeyId() {
    return signingKey().id();
  }

  /** Publishes a new key and signs with it from now on. The older keys stay published. */
  public final void rotateSigningKey() {
    // Before it is published: requests to the lab would wait for it, and run into their limits.
    var key = CompletableFuture.completedFuture(SigningKey.generate());
    synchronized (this) {
      var keys = new ArrayList<>(published);
      keys.add(key);
      published = List.copyOf(keys);
    }
  }

  /** Stops publishing all keys except the current signing key. */
  public final synchronized void retireOldKeys() {
    published = List.of(newest(published));
  }

  /** Returns the discovery document, in the form that EKS serves. */
  public final String discoveryDocument() {
    return JsonObjects.text(
        "issuer", issuer.toString(),
        "jwks_uri", issuer + "/keys",
        "authorization_endpoint", "urn:kubernetes:programmatic_authorization",
        "response_types_supported", List.of("id_token"),
        "subject_types_supported", List.of("public"),
        "claims_supported", List.of("sub", "iss"),
        "id_token_signing_alg_values_supported", List.of("RS256"));
  }

  /** Returns the JSON Web Key Set (RFC 7517) of all published keys. */
  public final String keys() {
    var keys = published.stream().map(key -> key.join().toJsonWebKey()).toList();
    return JsonObjects.text("keys", keys);
  }

  /** Signs a token with exactly the given claims, plus {@code iss} if it is missing. */
  public final String mint(Map<String, ?> claims) {
    var payload = new LinkedHashMap<String, Object>(claims);
    payload.putIfAbsent("iss", issuer.toString());
    var key = signingKey();
    // The header has no "typ": the API server does not set it.
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.id()).build();
    // As text, since Nimbus would copy a map into one without order.
    var token = new JWSObject(header, new Payload(JSONObjectUtils.toJSONString(payload)));
    try {
      token.sign(new RSASSASigner(key.privateKey()));
    } catch (JOSEException e) {
      throw new IllegalStateException("this JVM cannot sign with RS256", e);
    }
    return token.serialize();
  }

  @Override
  public final String toString() {
    return "OidcIssuer[" + issuer + "]";
  }

  private SigningKey signingKey() {
    return newest(published).join();
  }

  private static <T> T newest(List<T> keys) {
    return keys.get(keys.size() - 1);
  }

  private static CompletableFuture<SigningKey> generate() {
    return LabThreads.supply("key", SigningKey::generate);
  }
}
