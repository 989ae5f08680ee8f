package dev.irsa.cli.lab;

import java.time.Duration;

/**
 * How fast time runs in a show: by the lab's settings only, since the library under show has no
 * idea of it. Below sessions of 900 s the library shortens its own pauses in proportion.
 *
 * @param sessionLifetime of the credentials that STS gives; AWS: an hour
 * @param tokenLifetime of the service account token; EKS: a day. Longer than a session, so that a
 *     fresh token outlives the last session: the end is a denial then, no expired token
 * @param outage how long STS fails once the first exchange has failed. Refreshing begins with a
 *     third of the session left, so that this must be well below a third
 * @param patience for anything that the script waits for, beyond a session's lifetime
 */
record Pace(Duration sessionLifetime, Duration tokenLifetime, Duration outage, Duration patience) {

  /** As fast as is safe on two slow cores. */
  static Pace standard() {
    return new Pace(
        Duration.ofSeconds(12),
        Duration.ofSeconds(15),
        Duration.ofSeconds(1),
        Duration.ofSeconds(15));
  }

  /** For a show that needs no renewal. */
  static Pace brief() {
    Pace standard = standard();
    return new Pace(
        standard.sessionLifetime().dividedBy(2),
        standard.tokenLifetime(),
        standard.outage(),
        standard.patience());
  }

  /** How long the script waits for what a session's end brings about. */
  Duration longestStep() {
    return sessionLifetime.plus(patience);
  }
}
