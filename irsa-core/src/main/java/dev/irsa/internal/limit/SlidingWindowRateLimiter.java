package dev.irsa.internal.limit;

import java.util.Arrays;

/**
 * A rate limiter that allows a maximum number of calls in any period of a given length (sliding
 * window). Uses the monotonic clock only, so that a step of the wall clock does not allow
 * additional calls. Not thread-safe.
 */
public final class SlidingWindowRateLimiter {

  private final int maxCalls;

  /**
   * The times of the latest calls; a ring buffer once it has reached its maximum size. Starts
   * small, because most sessions make only a few calls.
   */
  private long[] calls = new long[2];

  private long recorded;

  /**
   * Creates a limiter without recorded calls.
   *
   * @param maxCalls the maximum value of {@code allowed} in calls of {@link #waitAt}
   */
  public SlidingWindowRateLimiter(int maxCalls) {
    this.maxCalls = maxCalls;
  }

  /**
   * Returns the nanoseconds until another call is allowed, 0 if it is allowed now.
   *
   * @param allowed the number of calls allowed in a window
   * @param window the length of the window in nanoseconds
   * @param now the time of the monotonic clock
   */
  public long waitAt(int allowed, long window, long now) {
    if (recorded < allowed) {
      return 0;
    }
    long oldest = calls[(int) ((recorded - allowed) % maxCalls)];
    return Math.max(0, oldest + window - now);
  }

  /**
   * Records a call.
   *
   * @param now the time of the monotonic clock
   */
  public void record(long now) {
    if (recorded == calls.length && recorded < maxCalls) {
      calls = Arrays.copyOf(calls, (int) Math.min(2 * recorded, maxCalls));
    }
    calls[(int) (recorded % maxCalls)] = now;
    recorded++;
  }
}
