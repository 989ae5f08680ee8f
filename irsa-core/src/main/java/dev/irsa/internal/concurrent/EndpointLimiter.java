package dev.irsa.internal.concurrent;

import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.SlidingWindowLimiter;
import java.util.HashMap;
import java.util.Map;

/**
 * What one endpoint can take from a process: a rate limiter (20 calls a second) with a circuit
 * breaker for refreshes. Those of a throttled account pause; after three time-outs in a row the
 * breaker is half open: refreshes go one at a time, as probes. Counted on the monotonic clock. Not
 * thread-safe; guarded by the {@link Bulkhead}.
 */
public final class EndpointLimiter {

  public static final int CALLS_PER_SECOND = 20;
  private static final int TIME_OUTS = 3;
  private static final long LONGEST_PAUSE = 5 * Nanos.SECOND;

  private final SlidingWindowLimiter calls = new SlidingWindowLimiter(CALLS_PER_SECOND);
  private final Map<String, Long> throttledAt = new HashMap<>();
  private int refreshing;
  private int timeOutsInARow;

  /** Returns the nanoseconds until the rate allows another call, 0 when it does now. */
  long rateWait(long now) {
    return calls.waitAt(CALLS_PER_SECOND, Nanos.SECOND, now);
  }

  /**
   * Returns the nanoseconds until a refresh for this account may start, as far as time decides.
   *
   * @param pause for how long it stays away after the account was throttled, up to 5 s
   */
  public long refreshWait(String account, long pause, long now) {
    Long throttled = throttledAt.get(account);
    return Math.max(rateWait(now), throttled == null ? 0 : throttled + pause - now);
  }

  /** Returns whether another refresh may be under way besides those that are. */
  public boolean hasRoomForRefresh() {
    return timeOutsInARow < TIME_OUTS || refreshing == 0;
  }

  public void started(boolean refresh, long now) {
    calls.record(now);
    refreshing += refresh ? 1 : 0;
  }

  void ended(boolean refresh) {
    refreshing -= refresh ? 1 : 0;
  }

  public void noteTimeOut() {
    timeOutsInARow++;
  }

  void noteResponse() {
    timeOutsInARow = 0;
  }

  public void noteThrottling(String account, long now) {
    timeOutsInARow = 0;
    throttledAt.values().removeIf(at -> now - at >= LONGEST_PAUSE);
    throttledAt.put(account, now);
  }
}
