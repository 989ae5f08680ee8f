package dev.irsa.testkit.internal.sts;

import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.sts.IssuerKeys.IssuerClient;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
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
    JWKSet keys;
    try {
      keys = JWKSet.parse(keySet);
    } catch (ParseException e) {
      throw new IllegalArgumentException(
          "keys: expected a JSON Web Key Set (RFC 7517): " + e.getMessage(), e);
    }
    if (keys.getKeys().stream().noneMatch(AsymmetricJWK.class::isInstance)) {
      throw new IllegalArgumentException("keys: expected at least one public key");
    }
    if (keys.getKeys().stream().anyMatch(key -> key.isPrivate())) {
      throw new IllegalArgumentException("keys: expected public keys, found a private one");
    }
  }

  @Override
  public String get(URI uri) throws IOException {
    String document = documents.get(uri.toString());
    return document == null ? others.get(uri) : document;
  }
}
