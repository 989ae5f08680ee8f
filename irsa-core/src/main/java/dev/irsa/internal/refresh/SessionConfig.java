package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.identity.RoleAndIssuer;
import java.time.Duration;

/**
 * The configuration of a session.
 *
 * @param subject the role, and who issues its credentials
 * @param policy when the credentials are refreshed
 * @param longestLifetime the maximum lifetime of the credentials
 * @param idleAfter the time without a call after which they are no longer refreshed ahead
 */
public record SessionConfig(
    RoleAndIssuer subject, RefreshPolicy policy, Duration longestLifetime, Duration idleAfter) {

  /** Creates failures. Not a component: the class is loaded with the first failure. */
  WaitFailures failures() {
    return new WaitFailures(subject);
  }
}
