package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of the time ahead: until when nothing needs the engine, and when the next
 * refresh comes. Only reads. Not thread-safe; lives inside the engine.
 */
final class RefreshSchedule {

  /** How long callers may be served unseen, so that it is known whether somebody still asks. */
  private static final long UNSEEN = 5 * Nanos.MINUTE;

  private final RefreshPolicy policy;
  private final CurrentCredentials held;
  private final BackoffState setbacks;
  private final Demand demand;
  private final Refresher refresher;
  private final InvalidationLimiter invalidation;
  private final FailurePolicy answers;

  RefreshSchedule(
      RefreshPolicy policy,
      EngineState memory,
      Demand demand,
      Refresher refresher,
      FailurePolicy answers) {
    this.policy = policy;
    this.held = memory.held();
    this.setbacks = memory.setbacks();
    this.demand = demand;
    this.refresher = refresher;
    this.invalidation = memory.invalidation();
    this.answers = answers;
  }

  /** Returns the nanoseconds until refreshing has to go on without a caller. */
  long nextWake(TimePoint now) {
    long threshold = held.nextThreshold(now);
    DueTime next = setbacks.next();
    if (next == null || refresher.isFlying() || !demand.wantsRefreshAt(now)) {
      return threshold;
    }
    return Math.min(threshold, next.remainingAt(now));
  }

  /** Returns for how many nanoseconds callers can be served without the engine: nothing is due. */
  long quietFor(TimePoint now) {
    TimedCredentials valid = held.validAt(now);
    if (valid == null || asksEngineAlways(now)) {
      return 0;
    }
    long quiet =
        Math.min(
            valid.remainingAt(now) - policy.mandatoryWindow().toNanos(),
            Nanos.scaled(UNSEEN, valid.scale()));
    if (valid.freshness(now) == Freshness.FRESH) {
      return Math.min(quiet, valid.refreshDue().remainingAt(now));
    }
    DueTime next = setbacks.next();
    return refresher.isFlying() ? quiet : Math.min(quiet, next == null ? 0 : next.remainingAt(now));
  }

  private boolean asksEngineAlways(TimePoint now) {
    CredentialsException failure = setbacks.failure();
    return policy.mode() == RefreshPolicy.Mode.LAZY
        || invalidation.waitAt(now) > 0
        || (failure != null && answers.raises(failure));
  }

  /** Returns when the next refresh is planned, by the local wall clock, or null. */
  @Nullable Instant nextRefreshAt(TimePoint now) {
    TimedCredentials session = held.session();
    if (session != null && session.freshness(now) == Freshness.FRESH) {
      return now.wallAfter(session.refreshDue().remainingAt(now));
    }
    return refresher.isFlying() ? now.wall() : setbacks.nextAt(now);
  }
}
