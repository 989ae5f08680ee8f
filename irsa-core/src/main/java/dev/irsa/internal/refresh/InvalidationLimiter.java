package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * Limits the refreshes that rejected credentials cause: one for each key, and at most one in 30 s,
 * which doubles up to 10 min while rejections continue. Not thread-safe; owned by the engine.
 */
final class InvalidationLimiter {

  /** 30 s doubled five times exceed 10 min. */
  private static final int MAX_DOUBLINGS = 5;

  private @Nullable String lastKey;
  private @Nullable DueTime allowed;
  private @Nullable TimePoint lastSeenAt;
  private int doublings;
  private @Nullable Deadline wait;

  /** Returns whether the rejection of the current credentials may cause a refresh. */
  boolean isWorthRefresh(String accessKeyId, TimePoint now, Timings timings) {
    boolean quiet = lastSeenAt != null && now.since(lastSeenAt) >= timings.invalidationPauseCap;
    lastSeenAt = now;
    if (quiet) {
      doublings = 0;
    }
    return !accessKeyId.equals(lastKey) && (allowed == null || allowed.isDueAt(now));
  }

  /** Records that the rejection of a key caused a refresh, for which callers wait briefly. */
  void causedRefresh(String accessKeyId, TimePoint now, Timings timings) {
    lastKey = accessKeyId;
    allowed =
        DueTime.in(
            now, Math.min(timings.invalidationPause << doublings, timings.invalidationPauseCap));
    doublings = Math.min(doublings + 1, MAX_DOUBLINGS);
    wait = Deadline.in(now, timings.invalidationWait);
  }

  /** Ends the wait of callers, after the refresh has succeeded or failed. */
  void endWait() {
    wait = null;
  }

  /** Returns the nanoseconds for which callers wait for the replacement, 0 if they do not wait. */
  long waitAt(TimePoint now) {
    return wait == null ? 0 : wait.remainingAt(now);
  }
}
