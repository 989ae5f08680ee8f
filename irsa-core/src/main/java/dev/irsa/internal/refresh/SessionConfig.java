package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import java.time.Duration;

/**
 * What one session is kept by.
 *
 * @param roleArn the role
 * @param policy when it is refreshed
 * @param longestLifetime the longest lifetime that it can have
 * @param idleAfter how long without a call until it is no longer refreshed ahead
 */
public record SessionConfig(
    String roleArn, RefreshPolicy policy, Duration longestLifetime, Duration idleAfter) {

  /** Returns the account of the role, which throttling is counted by. */
  public String account() {
    String[] parts = roleArn.split(":", 6);
    return parts.length < 6 ? roleArn : parts[4];
  }
}
