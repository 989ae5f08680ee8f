package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;

/** Whether somebody still asks for credentials. Not thread-safe; lives inside the engine. */
final class Demand {

  /** After so long without a call for credentials an expired session is left alone. */
  private static final long ABANDONED = 15 * Nanos.MINUTE;

  private final CurrentCredentials held;
  private final long idleAfter;
  private TimePoint lastAskedAt;

  Demand(CurrentCredentials held, long idleAfter, TimePoint now) {
    this.held = held;
    this.idleAfter = idleAfter;
    this.lastAskedAt = now;
  }

  void asked(TimePoint now) {
    lastAskedAt = now;
  }

  /** Returns whether somebody asked so lately that a lack of credentials matters. */
  boolean isRecentAt(TimePoint now) {
    return now.since(lastAskedAt) < Nanos.scaled(ABANDONED, held.scale());
  }

  /** Returns whether refreshing goes on without a caller. */
  boolean wantsRefreshAt(TimePoint now) {
    TimedCredentials session = held.session();
    if (session == null || now.since(lastAskedAt) >= idleAfter) {
      return false;
    }
    Freshness freshness = session.freshness(now);
    return freshness == Freshness.AHEAD || (freshness == Freshness.EXPIRED && isRecentAt(now));
  }
}
