package dev.irsa.testkit.internal.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.sts.IssuerKeys.IssuerClient;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers for issuers whose keys are known, without a connection to them, and asks another client
 * about all others. Thread-safe.
 */
public final class PublishedKeys implements IssuerClient {
  private final IssuerClient others;
  private final Map<String, String> documents = new ConcurrentHashMap<>();

  /** Creates a client that knows no keys yet. */
  public PublishedKeys(IssuerClient others) {
    this.others = others;
  }

  /**
   * Publishes the keys of an issuer, and replaces earlier ones.
   *
   * @param keySet a JSON Web Key Set (RFC 7517) with public keys
   * @throws IllegalArgumentException if it is not
   */
  public void publish(URI issuer, String keySet) {
    requireKeys(keySet);
    documents.put(
        issuer + "/.well-known/openid-configuration",
        JsonObjects.text("issuer", issuer.toString(), "jwks_uri", issuer + "/keys"));
    documents.put(issuer + "/keys", keySet);
  }

  private static void requireKeys(String keySet) {
    List<JWK> keys = parse(keySet);
    if (keys.stream().noneMatch(key -> key instanceof RSAKey || key instanceof ECKey)) {
      throw new IllegalArgumentException("keys: expected at least one public key");
    }
    if (keys.stream().anyMatch(JWK::isPrivate)) {
      throw new IllegalArgumentException("keys: expected public keys, found a private one");
    }
    keys.forEach(PublishedKeys::requireKey);
  }

  private static List<JWK> parse(String keySet) {
    try {
      return IssuerKeys.keySet(keySet).getKeys();
    } catch (ParseException e) {
      throw new IllegalArgumentException(
          "keys: expected a JSON Web Key Set (RFC 7517): " + e.getMessage(), e);
    }
  }

  /** Requires numbers that are a key: with any others, no signature would ever verify. */
  private static void requireKey(JWK key) {
    try {
      if (key instanceof ECKey curve) {
        var unused = curve.toECPublicKey();
      } else if (key instanceof RSAKey rsa) {
        int bits = rsa.toRSAPublicKey().getModulus().bitLength();
        if (bits < IssuerKeys.SHORTEST_RSA_KEY) {
          throw new IllegalArgumentException(
              "keys: expected RSA keys of %d bits or more, found %d in %s"
                  .formatted(IssuerKeys.SHORTEST_RSA_KEY, bits, named(key)));
        }
      }
    } catch (JOSEException e) {
      throw new IllegalArgumentException(
          "keys: expected public keys, found none in %s: %s".formatted(named(key), e.getMessage()),
          e);
    }
  }

  private static String named(JWK key) {
    return key.getKeyID() == null ? "a key without kid" : "the key " + key.getKeyID();
  }

  @Override
  public String get(URI uri) throws IOException {
    String document = documents.get(uri.toString());
    return document == null ? others.get(uri) : document;
  }
}
