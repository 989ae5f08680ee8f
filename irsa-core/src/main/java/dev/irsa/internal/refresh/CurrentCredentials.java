package dev.irsa.internal.refresh;

import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that are served, if there are any, and which of their thresholds have passed. Not
 * thread-safe; lives inside the engine.
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
    TimedCredentials timed = session;
    return timed != null && timed.isValidAt(now) ? timed : null;
  }

  boolean isValidAt(TimePoint now) {
    return validAt(now) != null;
  }

  public boolean isExpiredAt(TimePoint now) {
    return session != null && !session.isValidAt(now);
  }

  /** Returns the pauses that hold for the last credentials, the standard ones without any. */
  public Timings timings() {
    return session == null ? Timings.STANDARD : session.timings();
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
    TimedCredentials timed = session;
    if (timed == null) {
      return Long.MAX_VALUE;
    }
    long next = Long.MAX_VALUE;
    if (timed.freshness(now) == Freshness.FRESH) {
      next = timed.refreshDue().remainingAt(now);
    }
    if (!lastChancePassed) {
      next = Math.min(next, timed.lastChance().remainingAt(now));
    }
    return expiryPassed ? next : Math.min(next, timed.expiry().remainingAt(now));
  }
}
