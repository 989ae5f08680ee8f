package dev.irsa.session;

import org.jspecify.annotations.Nullable;

/**
 * The session in hand, if any, and which of its thresholds have been passed. Not thread-safe; lives
 * inside the engine.
 */
class Held {

  private @Nullable Session session;
  private boolean expiryPassed;
  private boolean lastChancePassed;

  void take(Session taken) {
    session = taken;
    expiryPassed = false;
    lastChancePassed = false;
  }

  void drop() {
    session = null;
  }

  @Nullable Session session() {
    return session;
  }

  /** Returns the session if it is valid. */
  @Nullable Session validAt(Moment now) {
    Session held = session;
    return held != null && held.isValidAt(now) ? held : null;
  }

  boolean isValidAt(Moment now) {
    return validAt(now) != null;
  }

  boolean isExpiredAt(Moment now) {
    return session != null && !session.isValidAt(now);
  }

  /** Returns what pauses are multiplied with. */
  double scale() {
    return session == null ? 1 : session.scale();
  }

  void refreshBy(Due due) {
    if (session != null) {
      session = session.refreshedBy(due);
    }
  }

  /** Returns true once, when the time for the last chance has come. */
  boolean passesLastChance(Moment now) {
    boolean passes = session != null && !lastChancePassed && session.lastChance().isDueAt(now);
    lastChancePassed |= passes;
    return passes;
  }

  /** Returns true once, when it has expired. */
  boolean passesExpiry(Moment now) {
    boolean passes = session != null && !expiryPassed && !session.isValidAt(now);
    expiryPassed |= passes;
    return passes;
  }

  /** Returns the nanoseconds until the next threshold, {@link Long#MAX_VALUE} after the last. */
  long nextThreshold(Moment now) {
    Session held = session;
    if (held == null) {
      return Long.MAX_VALUE;
    }
    long next = Long.MAX_VALUE;
    if (held.freshness(now) == Freshness.FRESH) {
      next = held.refreshDue().remainingAt(now);
    }
    if (!lastChancePassed) {
      next = Math.min(next, held.lastChance().remainingAt(now));
    }
    return expiryPassed ? next : Math.min(next, held.expiry().remainingAt(now));
  }
}
