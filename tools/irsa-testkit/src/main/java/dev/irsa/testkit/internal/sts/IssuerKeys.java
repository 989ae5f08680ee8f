package dev.irsa.testkit.internal.sts;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.server.IssuerErrors;
import dev.irsa.testkit.internal.server.ServiceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The verification keys of issuers, found through their discovery documents and cached. An unknown
 * key id causes another fetch. Thread-safe.
 */
final class IssuerKeys {
  private static final Duration KEPT = Duration.ofHours(1);
  static final int SHORTEST_RSA_KEY = 2048;

  private final IssuerClient client;
  private final Clock clock;
  private final Map<URI, Fetched> cache = new ConcurrentHashMap<>();

  IssuerKeys(IssuerClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Returns the key with which a token's signature is verified: of those that may be used for that
   * (RFC 7517, sections 4.2 to 4.4, and RFC 7518, section 3.3), the one with the token's key id, or
   * the only one if the token has no key id.
   */
  JWK key(URI issuer, JWSHeader header) throws ServiceException {
    Fetched known = cache.get(issuer);
    if (known != null && clock.instant().isBefore(known.at.plus(KEPT))) {
      JWK key = find(known.keys, header);
      if (key != null) {
        return key;
      }
    }
    JWKSet keys = fetch(issuer);
    cache.put(issuer, new Fetched(keys, clock.instant()));
    JWK key = find(keys, header);
    if (key == null) {
      throw IssuerErrors.unavailable();
    }
    return key;
  }

  private static @Nullable JWK find(JWKSet keys, JWSHeader header) {
    List<JWK> usable = keys.getKeys().stream().filter(key -> isUsable(key, header)).toList();
    return header.getKeyID() != null || usable.size() == 1
        ? usable.stream().findFirst().orElse(null)
        : null;
  }

  private static boolean isUsable(JWK key, JWSHeader header) {
    Set<KeyOperation> operations = key.getKeyOperations();
    return JWKMatcher.forJWSHeader(header).matches(key)
        && (operations == null || operations.contains(KeyOperation.VERIFY))
        && (!(key instanceof RSAKey) || key.size() >= SHORTEST_RSA_KEY);
  }

  private JWKSet fetch(URI issuer) throws ServiceException {
    try {
      String discovery = client.get(URI.create(issuer + "/.well-known/openid-configuration"));
      Map<String, Object> document = JsonObjects.parse(discovery);
      if (!issuer.toString().equals(JSONObjectUtils.getString(document, "issuer"))) {
        throw IssuerErrors.unavailable();
      }
      URI keys = JSONObjectUtils.getURI(document, "jwks_uri");
      if (keys == null) {
        throw IssuerErrors.unavailable();
      }
      return keySet(client.get(keys));
    } catch (InterruptedIOException e) {
      throw IssuerErrors.silent();
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw IssuerErrors.unavailable();
    }
  }

  /**
   * Parses a key set.
   *
   * @throws ParseException if it is malformed. Nimbus alone would throw a NullPointerException for
   *     null as a key
   */
  static JWKSet keySet(String json) throws ParseException {
    Map<String, Object> document = JsonObjects.parse(json);
    if (document.get("keys") instanceof List<?> keys && keys.contains(null)) {
      throw new ParseException("null is not a key", 0);
    }
    return JWKSet.parse(document);
  }

  private record Fetched(JWKSet keys, Instant at) {}

  /** Fetches documents from identity providers for STS. */
  public interface IssuerClient {
    /**
     * Fetches a document over HTTPS.
     *
     * @throws java.io.InterruptedIOException if the response does not arrive in time
     * @throws IOException if the request fails, or the status of the response is not 200
     */
    String get(URI uri) throws IOException;
  }
}
