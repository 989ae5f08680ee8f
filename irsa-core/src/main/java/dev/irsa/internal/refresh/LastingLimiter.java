package dev.irsa.internal.refresh;

import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * Limits the refreshes that callers cause who need credentials that last: after a refresh that
 * brought too little, at most one in a minute, which doubles up to 10 min while that continues. Not
 * thread-safe; owned by the engine.
 */
public final class LastingLimiter {

  /** A minute doubled four times exceeds 10 min. */
  private static final int MAX_DOUBLINGS = 4;

  private @Nullable DueTime allowed;
  private int doublings;

  /**
   * Returns how much less than the requested validity is accepted: up to 1/60 (at most one minute);
   * otherwise no session could satisfy a request for its own full duration.
   *
   * @param atLeast the requested validity in nanoseconds
   */
  public static long tolerance(long atLeast) {
    return Math.min(atLeast / 60, Nanos.MINUTE);
  }

  /** Returns whether a refresh may be started for such a caller. */
  public boolean isAllowedAt(TimePoint now) {
    return allowed == null || allowed.isDueAt(now);
  }

  /** Records a refresh that brought credentials that last as long as requested. */
  void satisfied(long atLeast, TimePoint now) {
    allowed = DueTime.in(now, tolerance(atLeast) / 2);
    doublings = 0;
  }

  /** Records a refresh that brought credentials that do not last as long as requested. */
  void unsatisfied(TimePoint now, Timings timings) {
    allowed = DueTime.in(now, Math.min(timings.lastingPause << doublings, timings.lastingPauseCap));
    doublings = Math.min(doublings + 1, MAX_DOUBLINGS);
  }
}
