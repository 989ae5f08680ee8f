package dev.irsa.internal.limit;

import dev.irsa.internal.time.Nanos;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the calls of a process to one endpoint: a rate limiter (20 calls per second) and a circuit
 * breaker for refreshes. Refreshes of a throttled account pause. After three consecutive timeouts
 * the breaker is half open: one refresh at a time probes the endpoint. Uses the monotonic clock.
 * Lives on the loop.
 */
public final class EndpointRateLimiter {

  public static final int CALLS_PER_SECOND = 20;
  private static final int TIME_OUTS = 3;
  private static final long LONGEST_PAUSE = 5 * Nanos.SECOND;

  private final SlidingWindowRateLimiter calls = new SlidingWindowRateLimiter(CALLS_PER_SECOND);
  private final Map<String, Long> throttledAt = new HashMap<>();
  private int running;
  private int refreshing;
  private int timeOutsInARow;

  /** Returns the nanoseconds until the rate limiter allows another call, 0 if it does now. */
  public long rateWait(long now) {
    return calls.waitAt(CALLS_PER_SECOND, Nanos.SECOND, now);
  }

  /**
   * Returns the nanoseconds until the rate limiter and the pause of the account allow a refresh.
   *
   * @param pause the length of the pause after the account was throttled, up to 5 s
   */
  public long refreshWait(String account, long pause, long now) {
    Long throttled = throttledAt.get(account);
    return Math.max(rateWait(now), throttled == null ? 0 : throttled + pause - now);
  }

  /** Returns whether the circuit breaker allows another refresh besides those in progress. */
  public boolean hasRoomForRefresh() {
    return timeOutsInARow < TIME_OUTS || refreshing == 0;
  }

  /** Records the start of a call. */
  public void started(boolean refresh, long now) {
    calls.record(now);
    running++;
    refreshing += refresh ? 1 : 0;
  }

  /** Records the end of a call. */
  public void ended(boolean refresh) {
    running--;
    refreshing -= refresh ? 1 : 0;
  }

  /** Records a timeout. */
  public void noteTimeOut() {
    timeOutsInARow++;
  }

  /** Records a response, which closes the circuit breaker. */
  public void noteResponse() {
    timeOutsInARow = 0;
  }

  /** Records that an account was throttled. */
  public void noteThrottling(String account, long now) {
    timeOutsInARow = 0;
    throttledAt.values().removeIf(at -> now - at >= LONGEST_PAUSE);
    throttledAt.put(account, now);
  }

  /** Returns whether nothing is left that affects later calls. */
  public boolean isUnused(long now) {
    throttledAt.values().removeIf(at -> now - at >= LONGEST_PAUSE);
    return running == 0 && timeOutsInARow == 0 && throttledAt.isEmpty() && rateWait(now) == 0;
  }
}
