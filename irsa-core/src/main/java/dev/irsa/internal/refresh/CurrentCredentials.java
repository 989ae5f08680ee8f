package dev.irsa.internal.refresh;

import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * The session in hand, if any, and which of its thresholds have been passed. Not thread-safe; lives
 * inside the engine.
 */
public class CurrentCredentials {

  private @Nullable TimedCredentials session;
  private boolean expiryPassed;
  private boolean lastChancePassed;

  public void take(TimedCredentials taken) {
    session = taken;
    expiryPassed = false;
    lastChancePassed = false;
  }

  void drop() {
    session = null;
  }

  public @Nullable TimedCredentials session() {
    return session;
  }

  /** Returns the session if it is valid. */
  public @Nullable TimedCredentials validAt(TimePoint now) {
    TimedCredentials held = session;
    return held != null && held.isValidAt(now) ? held : null;
  }

  boolean isValidAt(TimePoint now) {
    return validAt(now) != null;
  }

  public boolean isExpiredAt(TimePoint now) {
    return session != null && !session.isValidAt(now);
  }

  /** Returns what pauses are multiplied with. */
  double scale() {
    return session == null ? 1 : session.scale();
  }

  void refreshBy(DueTime due) {
    if (session != null) {
      session = session.refreshedBy(due);
    }
  }

  /** Returns true once, when the time for the last chance has come. */
  boolean passesLastChance(TimePoint now) {
    boolean passes = session != null && !lastChancePassed && session.lastChance().isDueAt(now);
    lastChancePassed |= passes;
    return passes;
  }

  /** Returns true once, when it has expired. */
  public boolean passesExpiry(TimePoint now) {
    boolean passes = session != null && !expiryPassed && !session.isValidAt(now);
    expiryPassed |= passes;
    return passes;
  }

  /** Returns the nanoseconds until the next threshold, {@link Long#MAX_VALUE} after the last. */
  public long nextThreshold(TimePoint now) {
    TimedCredentials held = session;
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
