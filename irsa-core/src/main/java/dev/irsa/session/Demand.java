package dev.irsa.session;

/** Whether somebody still asks for credentials. Not thread-safe; lives inside the engine. */
final class Demand {

  /** After so long without a call for credentials an expired session is left alone. */
  private static final long ABANDONED = 15 * Spacing.MINUTE;

  private final Held held;
  private final long idleAfter;
  private Moment lastAskedAt;

  Demand(Held held, long idleAfter, Moment now) {
    this.held = held;
    this.idleAfter = idleAfter;
    this.lastAskedAt = now;
  }

  void asked(Moment now) {
    lastAskedAt = now;
  }

  /** Returns whether somebody asked so lately that a lack of credentials matters. */
  boolean isRecentAt(Moment now) {
    return now.since(lastAskedAt) < Spacing.scaled(ABANDONED, held.scale());
  }

  /** Returns whether refreshing goes on without a caller. */
  boolean wantsRefreshAt(Moment now) {
    Session session = held.session();
    if (session == null || now.since(lastAskedAt) >= idleAfter) {
      return false;
    }
    Freshness freshness = session.freshness(now);
    return freshness == Freshness.AHEAD || (freshness == Freshness.EXPIRED && isRecentAt(now));
  }
}
