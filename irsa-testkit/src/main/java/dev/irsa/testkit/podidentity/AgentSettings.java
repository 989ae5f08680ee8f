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
 * @param clockOffset by how much the node's clock is ahead of the lab's time, or behind it when
 *     negative; zero by default. The agent judges expirations by this clock, and {@code Date} shows
 *     it.
 */
public record AgentSettings(Duration retention, Duration leastRemaining, Duration clockOffset) {
  private static final int SHORT_SESSION = 20;

  public AgentSettings {
    if (retention.isNegative()) {
      throw new IllegalArgumentException("retention: expected zero or more, found " + retention);
    }
    if (leastRemaining.isNegative()) {
      throw new IllegalArgumentException(
          "leastRemaining: expected zero or more, found " + leastRemaining);
    }
  }

  /** Returns the defaults of the real agent. */
  public static AgentSettings standard() {
    return new AgentSettings(Duration.ofHours(3), Duration.ofSeconds(15), Duration.ZERO);
  }

  /**
   * Returns the settings for sessions of a limited lifetime: those of the real agent, but sessions
   * of less than five minutes are served up to their last twentieth, since the real agent would
   * serve sessions of a few seconds never.
   */
  public static AgentSettings forSessionsOf(Duration lifetime) {
    Duration twentieth = lifetime.dividedBy(SHORT_SESSION);
    AgentSettings standard = standard();
    return twentieth.compareTo(standard.leastRemaining) < 0
        ? new AgentSettings(standard.retention, twentieth, standard.clockOffset)
        : standard;
  }

  /** Returns a copy with another retention. */
  public AgentSettings withRetention(Duration other) {
    return new AgentSettings(other, leastRemaining, clockOffset);
  }

  /** Returns a copy that serves credentials up to another time before their end. */
  public AgentSettings withLeastRemaining(Duration other) {
    return new AgentSettings(retention, other, clockOffset);
  }

  /** Returns a copy with a node whose clock is ahead, or behind when negative. */
  public AgentSettings withClockOffset(Duration other) {
    return new AgentSettings(retention, leastRemaining, other);
  }
}
