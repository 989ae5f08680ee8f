package dev.irsa.internal.concurrent;

import dev.irsa.internal.time.Nanos;
import java.util.HashMap;
import java.util.Map;

/**
 * What one endpoint can take from a process: 20 calls a second. A throttled account's refreshes
 * pause for 5 s, those of short sessions for less in proportion; after three time-outs in a row
 * refreshes go one at a time, as probes. Counted on the monotonic clock. Not thread-safe; guarded
 * by the {@link Bulkhead}.
 */
public final class EndpointLimiter {

  public static final int CALLS_PER_SECOND = 20;
  private static final int TIME_OUTS = 3;
  private static final long THROTTLE_PAUSE = 5 * Nanos.SECOND;

  private final long[] calls = new long[CALLS_PER_SECOND];
  private final Map<String, Long> throttledAt = new HashMap<>();
  private long recorded;
  private int refreshing;
  private int timeOutsInARow;

  /** Returns the nanoseconds until the rate allows another call, 0 when it does now. */
  long rateWait(long now) {
    if (recorded < CALLS_PER_SECOND) {
      return 0;
    }
    return Math.max(0, calls[(int) (recorded % CALLS_PER_SECOND)] + Nanos.SECOND - now);
  }

  /**
   * Returns the nanoseconds until a refresh for this account may start, as far as time decides.
   *
   * @param scale what the pauses of the session that asks are multiplied with
   */
  public long refreshWait(String account, double scale, long now) {
    Long throttled = throttledAt.get(account);
    long pause = throttled == null ? 0 : throttled + Nanos.scaled(THROTTLE_PAUSE, scale) - now;
    return Math.max(rateWait(now), pause);
  }

  /** Returns whether another refresh may be under way besides those that are. */
  public boolean hasRoomForRefresh() {
    return timeOutsInARow < TIME_OUTS || refreshing == 0;
  }

  public void started(boolean refresh, long now) {
    calls[(int) (recorded % CALLS_PER_SECOND)] = now;
    recorded++;
    refreshing += refresh ? 1 : 0;
  }

  void ended(boolean refresh) {
    refreshing -= refresh ? 1 : 0;
  }

  public void noteTimeOut() {
    timeOutsInARow++;
  }

  void noteAnswer() {
    timeOutsInARow = 0;
  }

  public void noteThrottling(String account, long now) {
    timeOutsInARow = 0;
    throttledAt.values().removeIf(at -> now - at >= THROTTLE_PAUSE);
    throttledAt.put(account, now);
  }
}
