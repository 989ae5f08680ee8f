package dev.irsa.session;

import dev.irsa.identity.RefreshPolicy;
import java.time.Duration;

/**
 * What one session is kept by.
 *
 * @param roleArn the role
 * @param policy when it is refreshed
 * @param longestLifetime the longest lifetime that it can have
 * @param idleAfter how long without a call until it is no longer refreshed ahead
 */
record Rules(String roleArn, RefreshPolicy policy, Duration longestLifetime, Duration idleAfter) {

  /** Returns the account of the role, which throttling is counted by. */
  String account() {
    String[] parts = roleArn.split(":", 6);
    return parts.length < 6 ? roleArn : parts[4];
  }
}
