package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * Limits the refreshes that rejected credentials cause: one for each key, and at most one in 30 s,
 * which doubles up to 10 min while rejections continue. Not thread-safe; owned by the engine.
 */
final class InvalidationRateLimiter {

  /** The minimum time between two such refreshes, and the cap to which it doubles. */
  private static final long PAUSE = 30 * Nanos.SECOND;

  private static final long PAUSE_CAP = 10 * Nanos.MINUTE;

  /** How long callers wait for the replacement of rejected credentials. */
  private static final long WAIT = 2 * Nanos.SECOND;

  private final DoublingRateLimiter limiter = new DoublingRateLimiter();
  private @Nullable String lastKey;
  private @Nullable TimePoint lastSeenAt;
  private @Nullable Deadline wait;

  /** Returns whether the rejection of the current credentials may cause a refresh. */
  boolean isWorthRefresh(String accessKeyId, TimePoint now, LifetimeScale scale) {
    if (lastSeenAt != null && now.since(lastSeenAt) >= scale.of(PAUSE_CAP)) {
      limiter.restart(0, now);
    }
    lastSeenAt = now;
    return !accessKeyId.equals(lastKey) && limiter.isAllowedAt(now);
  }

  /** Records that the rejection of a key caused a refresh, for which callers wait briefly. */
  void causedRefresh(String accessKeyId, TimePoint now, LifetimeScale scale) {
    lastKey = accessKeyId;
    limiter.pause(scale.of(PAUSE), scale.of(PAUSE_CAP), now);
    wait = Deadline.in(now, scale.of(WAIT));
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
