package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Determines when the next refresh starts, whether it starts without a caller, and how long callers
 * can be served without the engine. Not thread-safe; owned by the engine.
 */
final class RefreshSchedule {

  private final SessionConfig config;
  private final CurrentCredentials current;
  private final BackoffState backoff;
  private final InvalidationLimiter invalidation;
  private final SingleFlight flight;
  private TimePoint lastAskedAt;

  RefreshSchedule(SessionConfig config, EngineState state, SingleFlight flight, TimePoint now) {
    this.config = config;
    this.current = state.current();
    this.backoff = state.backoff();
    this.invalidation = state.invalidation();
    this.flight = flight;
    this.lastAskedAt = now;
  }

  /** Records a call for credentials. */
  void asked(TimePoint now) {
    lastAskedAt = now;
  }

  /** Returns whether credentials were requested recently enough to keep replacing expired ones. */
  boolean isWantedAt(TimePoint now) {
    return now.since(lastAskedAt) < current.timings().abandonedAfter;
  }

  /** Returns whether a refresh is needed without a caller. */
  boolean wantsRefreshAt(TimePoint now) {
    TimedCredentials session = current.session();
    if (session == null || now.since(lastAskedAt) >= config.idleAfter().toNanos()) {
      return false;
    }
    Freshness freshness = session.freshness(now);
    return freshness == Freshness.AHEAD || (freshness == Freshness.EXPIRED && isWantedAt(now));
  }

  /** Returns the nanoseconds until the engine has work to do without a caller. */
  long nextWake(TimePoint now) {
    long threshold = current.nextThreshold(now);
    DueTime next = backoff.next();
    if (next == null || flight.isFlying() || !wantsRefreshAt(now)) {
      return threshold;
    }
    return Math.min(threshold, next.remainingAt(now));
  }

  /**
   * Returns for how many nanoseconds callers can be served without the engine because nothing is
   * due, or a timer is about to start what is due.
   */
  long quietFor(TimePoint now) {
    TimedCredentials valid = current.validAt(now);
    boolean needsEngine =
        config.policy().mode() == RefreshPolicy.Mode.LAZY || invalidation.waitAt(now) > 0;
    if (valid == null || needsEngine) {
      return 0;
    }
    long quiet = Math.min(valid.remainingAt(now), valid.timings().servedUnseen);
    boolean isFresh = valid.freshness(now) == Freshness.FRESH;
    if (!isFresh && flight.isFlying()) {
      return quiet;
    }
    DueTime next = isFresh ? valid.refreshDue() : backoff.next();
    long untilNext = next == null ? 0 : Math.min(quiet, next.remainingAt(now));
    return untilNext == 0 ? 0 : Math.min(quiet, untilNext + valid.timings().timerSlack);
  }

  /** Returns when the next refresh is scheduled by the local wall clock, or null. */
  @Nullable Instant nextRefreshAt(TimePoint now) {
    TimedCredentials session = current.session();
    if (session != null && session.freshness(now) == Freshness.FRESH) {
      return now.wallAfter(session.refreshDue().remainingAt(now));
    }
    return flight.isFlying() ? now.wall() : nextAttemptAt(now);
  }

  /**
   * Returns when the next attempt after a failure starts by itself, or null if only the next call
   * starts it: before the first credentials, and in lazy mode.
   */
  @Nullable Instant nextAttemptAt(TimePoint now) {
    boolean byItself =
        current.session() != null && config.policy().mode() == RefreshPolicy.Mode.STANDARD;
    return byItself ? backoff.nextAt(now) : null;
  }
}
