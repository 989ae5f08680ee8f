package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * How often rejected credentials may cause a refresh: once for each key, and not more than once in
 * 30 s, doubling to 10 min while rejections keep coming. Not thread-safe; lives inside the engine.
 */
public class InvalidationLimiter {

  /** 30 s doubled so often exceed 10 min. */
  private static final int MOST_DOUBLINGS = 5;

  private @Nullable String lastKey;
  private @Nullable DueTime allowed;
  private @Nullable TimePoint lastSeenAt;
  private int doublings;
  private @Nullable Deadline wait;

  /** Returns whether the rejection of this key, which is the one in use, may cause a refresh. */
  public boolean isWorthRefresh(String accessKeyId, TimePoint now, Timings timings) {
    boolean quiet = lastSeenAt != null && now.since(lastSeenAt) >= timings.invalidationPauseCap;
    lastSeenAt = now;
    if (quiet) {
      doublings = 0;
    }
    return !accessKeyId.equals(lastKey) && (allowed == null || allowed.isDueAt(now));
  }

  /** The rejection of this key caused a refresh, for which callers now wait a little. */
  void causedRefresh(String accessKeyId, TimePoint now, Timings timings) {
    lastKey = accessKeyId;
    allowed =
        DueTime.in(
            now, Math.min(timings.invalidationPause << doublings, timings.invalidationPauseCap));
    doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
    wait = Deadline.in(now, timings.invalidationWait);
  }

  /** Callers wait no longer: the replacement is there, or cannot be had. */
  void endWait() {
    wait = null;
  }

  /** Returns the nanoseconds for which callers wait for the replacement; 0 when they do not. */
  public long waitAt(TimePoint now) {
    return wait == null ? 0 : wait.remainingAt(now);
  }
}
