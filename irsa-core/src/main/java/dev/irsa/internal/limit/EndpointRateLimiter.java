package dev.irsa.internal.limit;

import dev.irsa.internal.time.Nanos;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits the calls of a process to one endpoint: a rate limiter (20 calls per second) and a circuit
 * breaker for refreshes. Refreshes of a throttled account pause. After three consecutive timeouts
 * the breaker is half open: one refresh at a time probes the endpoint. Uses the monotonic clock.
 * Lives on the loop.
 */
public final class EndpointRateLimiter {

  public static final int CALLS_PER_SECOND = 20;

  /** How long refreshes of an account avoid an endpoint that throttled the account. */
  public static final long THROTTLED_PAUSE = 5 * Nanos.SECOND;

  private static final int TIME_OUTS = 3;

  private final SlidingWindowRateLimiter calls = new SlidingWindowRateLimiter(CALLS_PER_SECOND);

  /** When the pause of a throttled account ends, in the order of its beginning. */
  private final Map<String, Long> pausedUntil = new LinkedHashMap<>();

  private int running;
  private int refreshing;
  private int timeOutsInARow;

  /** Returns the nanoseconds until the rate limiter allows another call, 0 if it does now. */
  public long rateWait(long now) {
    return calls.waitAt(CALLS_PER_SECOND, Nanos.SECOND, now);
  }

  /**
   * Returns the nanoseconds until the rate limiter and the pause of the account allow a refresh.
   */
  public long refreshWait(String account, long now) {
    return Math.max(rateWait(now), pausedUntil.getOrDefault(account, now) - now);
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

  /** Records that an account was throttled, whose refreshes pause. */
  public void noteThrottling(String account, long pause, long now) {
    timeOutsInARow = 0;
    dropPauses(now);
    long until = Math.max(now + pause, pausedUntil.getOrDefault(account, now));
    // Moves it to the end of the order.
    pausedUntil.remove(account);
    pausedUntil.put(account, until);
  }

  /** Returns whether nothing is left that affects later calls. */
  public boolean isUnused(long now) {
    dropPauses(now);
    return running == 0 && timeOutsInARow == 0 && pausedUntil.isEmpty() && rateWait(now) == 0;
  }

  /** Drops the oldest pauses that are over. Each was added once, so this costs nothing more. */
  private void dropPauses(long now) {
    Iterator<Long> oldest = pausedUntil.values().iterator();
    while (oldest.hasNext() && oldest.next() <= now) {
      oldest.remove();
    }
  }
}
