package dev.irsa.testkit.podidentity;

import java.time.Duration;

/**
 * The settings of an agent. Immutable.
 *
 * @param retention how long credentials are kept before they are renewed in the background, if they
 *     live that long; 3 h by default, as the agent's option {@code
 *     --max-credential-retention-before-renewal}; zero for no cache
 * @param leastRemaining credentials that are valid for this long or less are not served; 15 s by
 *     default
 * @param retryPause the longest pause after a first failed request to EKS Auth, doubled after the
 *     second; pauses are random; 2 s by default
 * @param localValidation whether credentials are kept by pod instead of by token, and a rotated
 *     token is verified by the cluster's keys, as the real agent does from 0.2.1 on; false by
 *     default
 */
public record AgentSettings(
    Duration retention, Duration leastRemaining, Duration retryPause, boolean localValidation) {
  private static final int SHORT_SESSION = 20;
  private static final int SHORT_PAUSE = 60;

  /** Creates the settings of an agent that does not verify tokens. */
  public AgentSettings(Duration retention, Duration leastRemaining, Duration retryPause) {
    this(retention, leastRemaining, retryPause, false);
  }

  public AgentSettings {
    if (retention.isNegative()) {
      throw new IllegalArgumentException("retention: expected zero or more, found " + retention);
    }
    if (leastRemaining.isNegative()) {
      throw new IllegalArgumentException(
          "leastRemaining: expected zero or more, found " + leastRemaining);
    }
    if (retryPause.isNegative()) {
      throw new IllegalArgumentException("retryPause: expected zero or more, found " + retryPause);
    }
  }

  /** Returns the defaults of the real agent. */
  public static AgentSettings standard() {
    return new AgentSettings(Duration.ofHours(3), Duration.ofSeconds(15), Duration.ofSeconds(2));
  }

  /**
   * Returns the settings for sessions of a limited lifetime: those of the real agent, but sessions
   * of less than five minutes are served up to their last twentieth, since the real agent would
   * serve sessions of a few seconds never, and its pauses would outlast them: they are a sixtieth
   * of the session at most.
   */
  public static AgentSettings forSessionsOf(Duration lifetime) {
    AgentSettings standard = standard();
    return new AgentSettings(
        standard.retention,
        shorter(lifetime.dividedBy(SHORT_SESSION), standard.leastRemaining),
        shorter(lifetime.dividedBy(SHORT_PAUSE), standard.retryPause));
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Returns a copy with another retention. */
  public AgentSettings withRetention(Duration other) {
    return new AgentSettings(other, leastRemaining, retryPause, localValidation);
  }

  /**
   * Returns a copy for an agent from 0.2.1 on: a rotated token is served from the cache, also while
   * EKS Auth is down.
   */
  public AgentSettings withLocalValidation() {
    return new AgentSettings(retention, leastRemaining, retryPause, true);
  }
}
