package dev.irsa.session;

import java.util.HashMap;
import java.util.Map;

/**
 * What one endpoint can take from a process: 20 calls a second. A throttled account's refreshes
 * pause for 5 s; after three time-outs in a row refreshes go one at a time, as probes. Counted on
 * the monotonic clock. Not thread-safe; guarded by the {@link Gate}.
 */
final class EndpointLimits {

  static final int CALLS_PER_SECOND = 20;
  private static final int TIME_OUTS = 3;
  private static final long THROTTLE_PAUSE = 5 * Spacing.SECOND;

  private final long[] calls = new long[CALLS_PER_SECOND];
  private final Map<String, Long> pausedUntil = new HashMap<>();
  private long recorded;
  private int refreshing;
  private int timeOutsInARow;

  /** Returns the nanoseconds until the rate allows another call, 0 when it does now. */
  long rateWait(long now) {
    if (recorded < CALLS_PER_SECOND) {
      return 0;
    }
    return Math.max(0, calls[(int) (recorded % CALLS_PER_SECOND)] + Spacing.SECOND - now);
  }

  /** Returns the nanoseconds until a refresh for this account may start, as far as time decides. */
  long refreshWait(String account, long now) {
    Long until = pausedUntil.get(account);
    return Math.max(rateWait(now), until == null ? 0 : Math.max(0, until - now));
  }

  /** Returns whether another refresh may be under way besides those that are. */
  boolean hasRoomForRefresh() {
    return timeOutsInARow < TIME_OUTS || refreshing == 0;
  }

  void started(boolean refresh, long now) {
    calls[(int) (recorded % CALLS_PER_SECOND)] = now;
    recorded++;
    refreshing += refresh ? 1 : 0;
  }

  void ended(boolean refresh) {
    refreshing -= refresh ? 1 : 0;
  }

  void noteTimeOut() {
    timeOutsInARow++;
  }

  void noteAnswer() {
    timeOutsInARow = 0;
  }

  void noteThrottling(String account, long now) {
    timeOutsInARow = 0;
    pausedUntil.values().removeIf(until -> until - now <= 0);
    pausedUntil.put(account, now + THROTTLE_PAUSE);
  }
}
