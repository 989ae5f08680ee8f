package dev.irsa.internal.exchange;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** When a call, or a part of it, began, and when it must end. Immutable. */
public final class IoDeadline {

  private final LongSupplier nanoTime;
  private final long startedNanos;
  private final long boundNanos;

  /**
   * Starts the time of a call.
   *
   * @param nanoTime a monotonic clock in nanoseconds
   * @param bound the maximum duration of the call
   */
  public IoDeadline(LongSupplier nanoTime, Duration bound) {
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
    this.boundNanos = bound.toNanos();
  }

  /**
   * Starts the time of a part of the call.
   *
   * @param longest the maximum duration of the part; limited to the remaining time of the call
   */
  public IoDeadline within(Duration longest) {
    Duration remaining = remaining();
    return new IoDeadline(nanoTime, remaining.compareTo(longest) < 0 ? remaining : longest);
  }

  /** Returns the time since the start. */
  public Duration elapsed() {
    return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - startedNanos));
  }

  /** Returns the time until the deadline, 0 after it. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, boundNanos - (nanoTime.getAsLong() - startedNanos)));
  }

  /**
   * Returns the remaining time for a socket option, at least 1 ms.
   *
   * @throws SocketTimeoutException if the deadline has passed
   */
  public int remainingMillis() throws SocketTimeoutException {
    long remaining = remaining().toNanos();
    if (remaining == 0) {
      throw new SocketTimeoutException("the deadline of this call has passed");
    }
    return (int) Math.min(Integer.MAX_VALUE, (remaining + 999_999) / 1_000_000);
  }
}
