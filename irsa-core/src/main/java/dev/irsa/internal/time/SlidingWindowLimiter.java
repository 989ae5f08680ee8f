package dev.irsa.internal.time;

import java.util.Arrays;

/**
 * A rate limiter: at most so many calls in any window of time. Counted on the monotonic clock only,
 * so that no step of the wall clock buys calls. Not thread-safe.
 */
public class SlidingWindowLimiter {

  private final int mostAllowed;

  /** A ring once it is full; most owners never make more than a few calls. */
  private long[] calls = new long[2];

  private long recorded;

  /**
   * Makes one that has seen no call yet.
   *
   * @param mostAllowed the most calls in a window that {@link #waitAt} is ever asked about
   */
  public SlidingWindowLimiter(int mostAllowed) {
    this.mostAllowed = mostAllowed;
  }

  /**
   * Returns the nanoseconds until a call is allowed, 0 when it is now.
   *
   * @param allowed calls in a window, up to the most
   * @param window its length in nanoseconds
   * @param now the monotonic clock
   */
  public long waitAt(int allowed, long window, long now) {
    if (recorded < allowed) {
      return 0;
    }
    long oldest = calls[(int) ((recorded - allowed) % mostAllowed)];
    return Math.max(0, oldest + window - now);
  }

  /**
   * Records a call.
   *
   * @param now the monotonic clock
   */
  public void record(long now) {
    if (recorded == calls.length && recorded < mostAllowed) {
      calls = Arrays.copyOf(calls, (int) Math.min(2 * recorded, mostAllowed));
    }
    calls[(int) (recorded % mostAllowed)] = now;
    recorded++;
  }
}
