package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import java.net.URI;
import java.time.Duration;

/**
 * The configuration of one session.
 *
 * @param roleArn the role
 * @param endpoint where it comes from
 * @param policy when it is refreshed
 * @param longestLifetime the longest lifetime that it can have
 * @param idleAfter how long without a call until it is no longer refreshed ahead
 */
public record SessionConfig(
    String roleArn,
    URI endpoint,
    RefreshPolicy policy,
    Duration longestLifetime,
    Duration idleAfter) {

  /** Returns the account of the role, which throttling is counted by. */
  public String account() {
    String[] parts = roleArn.split(":", 6);
    return parts.length < 6 ? roleArn : parts[4];
  }
}
