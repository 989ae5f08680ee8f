package dev.irsa.cli.lab;

import java.time.Duration;

/**
 * The pace of a demonstration. It is set only by the lab's lifetimes, which the library does not
 * know. For sessions below 900 s the library shortens its own pauses proportionally.
 *
 * @param sessionLifetime the lifetime of sessions; an hour on AWS, 6 h with EKS Pod Identity
 * @param tokenLifetime the lifetime of service account tokens; a day on EKS. Longer than a session,
 *     so that a fresh token outlives the last session: the final error is then a denial, not an
 *     expired token
 * @param outage how long the service fails after the first failed exchange. Refreshing begins when
 *     a third of the session is left, so this must be well below a third
 * @param patience the longest wait for an event of the scenario, in addition to a session's
 *     lifetime
 */
record Pace(Duration sessionLifetime, Duration tokenLifetime, Duration outage, Duration patience) {

  /** Returns the fastest pace that is reliable on two slow cores. */
  static Pace standard() {
    return new Pace(
        Duration.ofSeconds(12),
        Duration.ofSeconds(15),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1));
  }

  /** Returns a pace for a demonstration without refreshes. */
  static Pace brief() {
    Pace standard = standard();
    return new Pace(
        standard.sessionLifetime().dividedBy(2),
        standard.tokenLifetime(),
        standard.outage(),
        standard.patience());
  }

  /** Returns how long the scenario waits for events caused by the end of a session. */
  Duration longestStep() {
    return sessionLifetime.plus(patience);
  }
}
