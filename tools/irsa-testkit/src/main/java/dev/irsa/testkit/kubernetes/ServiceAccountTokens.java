package dev.irsa.testkit.kubernetes;

import dev.irsa.testkit.oidc.OidcIssuer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The TokenRequest API of the API server: issues service account tokens bound to a pod, with the
 * claims of Kubernetes 1.32 and later ({@code pkg/serviceaccount/claims.go}).
 *
 * <p>Thread-safe. It does not check that accounts exist; the lab does.
 */
public final class ServiceAccountTokens {

  private final OidcIssuer issuer;
  private final TokenLifetimes lifetimes;

  /**
   * Creates an issuer of service account tokens.
   *
   * @param lifetimes the lifetimes that may be requested
   */
  public ServiceAccountTokens(OidcIssuer issuer, TokenLifetimes lifetimes) {
    this.issuer = issuer;
    this.lifetimes = lifetimes;
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
    if (audiences.isEmpty()) {
      throw new IllegalArgumentException("audiences: expected at least one");
    }
    // Tokens of Kubernetes have times in whole seconds.
    var from = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    var until = from.plus(lifetimes.grant(lifetime));
    // In alphabetical order, like Go.
    var claims = new LinkedHashMap<String, Object>();
    claims.put("aud", List.copyOf(audiences));
    claims.put("exp", until.getEpochSecond());
    claims.put("iat", from.getEpochSecond());
    claims.put("iss", issuer.issuer().toString());
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("kubernetes.io", kubernetesClaims(account, pod));
    claims.put("nbf", from.getEpochSecond());
    claims.put("sub", account.subject());
    return new BoundToken(issuer.mint(claims), from, until);
  }

  private static Map<String, Object> kubernetesClaims(
      ServiceAccount account, @Nullable PodReference pod) {
    var claims = new LinkedHashMap<String, Object>();
    claims.put("namespace", account.namespace());
    if (pod != null) {
      claims.put("node", reference(pod.nodeName(), pod.nodeUid()));
      claims.put("pod", reference(pod.name(), pod.uid()));
    }
    claims.put("serviceaccount", reference(account.name(), account.uid()));
    return claims;
  }

  private static Map<String, Object> reference(String name, String uid) {
    var reference = new LinkedHashMap<String, Object>();
    reference.put("name", name);
    reference.put("uid", uid);
    return reference;
  }
}
