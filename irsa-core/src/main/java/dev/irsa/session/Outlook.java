package dev.irsa.session;

import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.RefreshPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of the time ahead: until when nothing needs the engine, and when the next
 * refresh comes. Only reads. Not thread-safe; lives inside the engine.
 */
final class Outlook {

  /** How long callers may be served unseen, so that it is known whether somebody still asks. */
  private static final long UNSEEN = 5 * Spacing.MINUTE;

  private final RefreshPolicy policy;
  private final Held held;
  private final Setbacks setbacks;
  private final Demand demand;
  private final Refresher refresher;
  private final Invalidation invalidation;
  private final Answers answers;

  Outlook(
      RefreshPolicy policy, Memory memory, Demand demand, Refresher refresher, Answers answers) {
    this.policy = policy;
    this.held = memory.held();
    this.setbacks = memory.setbacks();
    this.demand = demand;
    this.refresher = refresher;
    this.invalidation = memory.invalidation();
    this.answers = answers;
  }

  /** Returns the nanoseconds until refreshing has to go on without a caller. */
  long nextWake(Moment now) {
    long threshold = held.nextThreshold(now);
    Due next = setbacks.next();
    if (next == null || refresher.isFlying() || !demand.wantsRefreshAt(now)) {
      return threshold;
    }
    return Math.min(threshold, next.remainingAt(now));
  }

  /** Returns for how many nanoseconds callers can be served without the engine: nothing is due. */
  long quietFor(Moment now) {
    Session valid = held.validAt(now);
    if (valid == null || asksEngineAlways(now)) {
      return 0;
    }
    long quiet =
        Math.min(
            valid.remainingAt(now) - policy.mandatoryWindow().toNanos(),
            Spacing.scaled(UNSEEN, valid.scale()));
    if (valid.freshness(now) == Freshness.FRESH) {
      return Math.min(quiet, valid.refreshDue().remainingAt(now));
    }
    Due next = setbacks.next();
    return refresher.isFlying() ? quiet : Math.min(quiet, next == null ? 0 : next.remainingAt(now));
  }

  private boolean asksEngineAlways(Moment now) {
    CredentialsException failure = setbacks.failure();
    return policy.mode() == RefreshPolicy.Mode.LAZY
        || invalidation.waitAt(now) > 0
        || (failure != null && answers.raises(failure));
  }

  /** Returns when the next refresh is planned, by the local wall clock, or null. */
  @Nullable Instant nextRefreshAt(Moment now) {
    Session session = held.session();
    if (session != null && session.freshness(now) == Freshness.FRESH) {
      return now.wallAfter(session.refreshDue().remainingAt(now));
    }
    return refresher.isFlying() ? now.wall() : setbacks.nextAt(now);
  }
}
