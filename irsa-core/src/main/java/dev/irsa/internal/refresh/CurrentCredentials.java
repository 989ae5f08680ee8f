package dev.irsa.internal.refresh;

import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The current credentials, if any, and which of their thresholds have passed. Not thread-safe;
 * owned by the engine.
 */
final class CurrentCredentials {

  private @Nullable TimedCredentials session;
  private boolean expiryPassed;
  private boolean lastChancePassed;

  /** Replaces the current credentials. */
  void take(TimedCredentials next) {
    session = next;
    expiryPassed = false;
    lastChancePassed = false;
  }

  /**
   * Lets the credentials age to what the issuer's clock says, if that is more than both clocks of
   * this machine have shown: they miss a sleep while the wall clock is set back.
   */
  void expireBy(ServerClock clock, TimePoint now) {
    if (session != null) {
      Instant expiration = session.credentials().expiration();
      session = session.expiringIn(Duration.between(clock.at(now), expiration), now);
    }
  }

  /** Discards the current credentials. */
  void drop() {
    session = null;
  }

  /** Returns the current credentials, valid or expired, or null. */
  @Nullable TimedCredentials session() {
    return session;
  }

  /** Returns the current credentials if they are valid, otherwise null. */
  @Nullable TimedCredentials validAt(TimePoint now) {
    TimedCredentials credentials = session;
    return credentials != null && credentials.isValidAt(now) ? credentials : null;
  }

  boolean isValidAt(TimePoint now) {
    return validAt(now) != null;
  }

  boolean isExpiredAt(TimePoint now) {
    return session != null && !session.isValidAt(now);
  }

  /** Returns the timings of the current credentials, or the standard ones if there are none. */
  Timings timings() {
    return session == null ? Timings.STANDARD : session.timings();
  }

  /** Makes the next refresh due at the given time at the latest. */
  void refreshBy(DueTime due) {
    if (session != null) {
      session = session.refreshedBy(due);
    }
  }

  /** Returns true once: on the first call after the threshold of the last chance has passed. */
  boolean passesLastChance(TimePoint now) {
    boolean passes = session != null && !lastChancePassed && session.lastChance().isDueAt(now);
    lastChancePassed |= passes;
    return passes;
  }

  /** Returns true once: on the first call after the credentials have expired. */
  boolean passesExpiry(TimePoint now) {
    boolean passes = session != null && !expiryPassed && !session.isValidAt(now);
    expiryPassed |= passes;
    return passes;
  }

  /**
   * Returns the nanoseconds until the next threshold, or {@link Long#MAX_VALUE} after the last one.
   */
  long nextThreshold(TimePoint now) {
    TimedCredentials credentials = session;
    if (credentials == null) {
      return Long.MAX_VALUE;
    }
    long next = Long.MAX_VALUE;
    if (credentials.freshness(now) == Freshness.FRESH) {
      next = credentials.refreshDue().remainingAt(now);
    }
    if (!lastChancePassed) {
      next = Math.min(next, credentials.lastChance().remainingAt(now));
    }
    return expiryPassed ? next : Math.min(next, credentials.expiry().remainingAt(now));
  }
}
