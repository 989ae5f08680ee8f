package dev.irsa.testkit.internal.kubernetes;

import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.kubernetes.TokenVolume.BoundToken;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The TokenRequest API of the API server: issues service account tokens bound to a pod, with the
 * claims of Kubernetes 1.32 and later ({@code pkg/serviceaccount/claims.go}).
 *
 * <p>Thread-safe. It does not check that accounts exist; the lab does.
 */
public final class ServiceAccountTokens {

  /** The shortest lifetime that Kubernetes grants. */
  public static final Duration SHORTEST = Duration.ofMinutes(10);

  private static final Duration LONGEST = Duration.ofHours(24);

  private final URI issuer;
  private final Function<Map<String, Object>, String> signer;
  private final Duration shortest;

  /**
   * Creates an issuer of tokens that live from ten minutes to 24 hours, as on EKS.
   *
   * @param signer signs the claims of a token
   */
  public ServiceAccountTokens(URI issuer, Function<Map<String, Object>, String> signer) {
    this(issuer, signer, SHORTEST);
  }

  /** Creates an issuer of tokens whose lifetime may be shorter than Kubernetes allows. */
  public ServiceAccountTokens(
      URI issuer, Function<Map<String, Object>, String> signer, Duration shortest) {
    this.issuer = issuer;
    this.signer = signer;
    this.shortest = shortest;
  }

  /**
   * Issues a token.
   *
   * @param pod the pod that the token is bound to; null for an unbound token, as with {@code
   *     kubectl create token}
   * @param audiences one or more audiences
   * @param lifetime the requested lifetime; fractions of a second are dropped
   * @param issuedAt usually the current time; an earlier time yields an older or expired token
   * @throws IllegalArgumentException if the lifetime is shorter than allowed
   */
  public BoundToken issue(
      ServiceAccount account,
      @Nullable PodReference pod,
      List<String> audiences,
      Duration lifetime,
      Instant issuedAt) {
    // Tokens of Kubernetes have times in whole seconds.
    var from = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    var until = from.plus(granted(lifetime));
    // In alphabetical order, like Go.
    var claims =
        JsonObjects.of(
            "aud", List.copyOf(audiences),
            "exp", until.getEpochSecond(),
            "iat", from.getEpochSecond(),
            "iss", issuer.toString(),
            "jti", UUID.randomUUID().toString(),
            "kubernetes.io", kubernetesClaims(account, pod),
            "nbf", from.getEpochSecond(),
            "sub", account.subject());
    return new BoundToken(signer.apply(claims), from, until);
  }

  /**
   * Returns the granted lifetime, in whole seconds: the API server rejects a lifetime that is too
   * short, and shortens one that is too long ({@code --service-account-max-token-expiration}).
   */
  private Duration granted(Duration requested) {
    if (requested.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "spec.expirationSeconds: Invalid value: %d: may not specify a duration less than %d seconds"
              .formatted(requested.toSeconds(), shortest.toSeconds()));
    }
    var granted = requested.compareTo(LONGEST) > 0 ? LONGEST : requested;
    return granted.truncatedTo(ChronoUnit.SECONDS);
  }

  private static Map<String, Object> kubernetesClaims(
      ServiceAccount account, @Nullable PodReference pod) {
    var claims = JsonObjects.of("namespace", account.namespace());
    if (pod != null) {
      claims.put("node", JsonObjects.of("name", pod.nodeName(), "uid", pod.nodeUid()));
      claims.put("pod", JsonObjects.of("name", pod.name(), "uid", pod.uid()));
    }
    claims.put("serviceaccount", JsonObjects.of("name", account.name(), "uid", account.uid()));
    return claims;
  }
}
