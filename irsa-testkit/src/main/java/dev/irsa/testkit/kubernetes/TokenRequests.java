package dev.irsa.testkit.kubernetes;

import java.time.Instant;

/** Where the kubelet of the lab gets tokens from. */
@FunctionalInterface
public interface TokenRequests {

  /**
   * Issues a token.
   *
   * @param issuedAt the token's {@code iat}: the present, or an earlier time for a token that is to
   *     be old
   * @throws RuntimeException if the API server refuses, for instance because the service account
   *     was deleted; the kubelet then keeps what it has and asks again later
   */
  BoundToken issue(Instant issuedAt);
}
