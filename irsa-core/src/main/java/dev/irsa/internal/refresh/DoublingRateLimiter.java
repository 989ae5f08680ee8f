package dev.irsa.internal.refresh;

import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * A rate limiter whose pause doubles, up to a cap, from one recorded refresh to the next. Not
 * thread-safe; owned by the engine.
 */
final class DoublingRateLimiter {

  /** Every first pause doubled that often exceeds its cap. */
  private static final int MAX_DOUBLINGS = 5;

  private @Nullable DueTime allowed;
  private int doublings;

  /** Returns whether the pause is over. */
  boolean isAllowedAt(TimePoint now) {
    return allowed == null || allowed.isDueAt(now);
  }

  /** Records a refresh, after which there is a pause of twice the last one. */
  void pause(long first, long cap, TimePoint now) {
    allowed = DueTime.in(now, Math.min(first << doublings, cap));
    doublings = Math.min(doublings + 1, MAX_DOUBLINGS);
  }

  /** Makes the next pause the first again, after one of the given length. */
  void restart(long pause, TimePoint now) {
    allowed = DueTime.in(now, pause);
    doublings = 0;
  }
}
