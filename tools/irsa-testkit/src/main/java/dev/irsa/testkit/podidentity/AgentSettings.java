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
 * @param clockOffset by how much the node's clock is ahead of the lab's time, or behind it when
 *     negative; zero by default. The agent judges expirations by this clock, and {@code Date} shows
 *     it.
 */
public record AgentSettings(
    Duration retention, Duration leastRemaining, Duration retryPause, Duration clockOffset) {
  private static final int SHORT_SESSION = 20;
  private static final int SHORT_PAUSE = 60;

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
    return new AgentSettings(
        Duration.ofHours(3), Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ZERO);
  }

  /**
   * Returns the settings for sessions of a limited lifetime: those of the real agent, but sessions
   * of less than five minutes are served up to their last twentieth, since the real agent would
   * serve sessions of a few seconds never, and its pauses would outlast them: they are a sixtieth
   * of the session at most.
   */
  public static AgentSettings forSessionsOf(Duration lifetime) {
    AgentSettings standard = standard();
    return standard
        .withLeastRemaining(shorter(lifetime.dividedBy(SHORT_SESSION), standard.leastRemaining))
        .withRetryPause(shorter(lifetime.dividedBy(SHORT_PAUSE), standard.retryPause));
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Returns a copy with another retention. */
  public AgentSettings withRetention(Duration other) {
    return new AgentSettings(other, leastRemaining, retryPause, clockOffset);
  }

  /** Returns a copy that serves credentials up to another time before their end. */
  public AgentSettings withLeastRemaining(Duration other) {
    return new AgentSettings(retention, other, retryPause, clockOffset);
  }

  /** Returns a copy with other pauses between its requests to EKS Auth. */
  public AgentSettings withRetryPause(Duration other) {
    return new AgentSettings(retention, leastRemaining, other, clockOffset);
  }

  /** Returns a copy with a node whose clock is ahead, or behind when negative. */
  public AgentSettings withClockOffset(Duration other) {
    return new AgentSettings(retention, leastRemaining, retryPause, other);
  }
}
