package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import java.net.URI;
import java.time.Duration;

/**
 * The configuration of a session.
 *
 * @param roleArn the role
 * @param endpoint the endpoint of the credentials
 * @param policy when the credentials are refreshed
 * @param longestLifetime the maximum lifetime of the credentials
 * @param idleAfter the time without a call after which they are no longer refreshed ahead
 */
public record SessionConfig(
    String roleArn,
    URI endpoint,
    RefreshPolicy policy,
    Duration longestLifetime,
    Duration idleAfter) {

  /** Returns the account id of the role; throttling is tracked for each account. */
  public String account() {
    String[] parts = roleArn.split(":", 6);
    return parts.length < 6 ? roleArn : parts[4];
  }
}
