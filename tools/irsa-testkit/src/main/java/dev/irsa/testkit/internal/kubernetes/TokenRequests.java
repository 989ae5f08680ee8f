package dev.irsa.testkit.internal.kubernetes;

import dev.irsa.testkit.kubernetes.TokenVolume.BoundToken;
import java.time.Instant;

/** Issues tokens for the lab's kubelet. */
@FunctionalInterface
public interface TokenRequests {

  /**
   * Issues a token.
   *
   * @param issuedAt the token's {@code iat}: the current time, or an earlier time for an old token
   * @throws RuntimeException if the API server rejects the request, for instance because the
   *     service account was deleted; kubelet then keeps the current token and tries again later
   */
  BoundToken issue(Instant issuedAt);
}
