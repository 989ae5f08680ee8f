package dev.irsa.internal.http;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The deadline of a call. Immutable. */
public final class CallDeadline {

  private final LongSupplier nanoTime;
  private final long startedNanos;
  private final long boundNanos;

  /**
   * Starts the time of a call.
   *
   * @param bound the maximum duration of the call
   */
  public CallDeadline(LongSupplier nanoTime, Duration bound) {
    this(nanoTime, nanoTime.getAsLong(), bound.toNanos());
  }

  private CallDeadline(LongSupplier nanoTime, long startedNanos, long boundNanos) {
    this.nanoTime = nanoTime;
    this.startedNanos = startedNanos;
    this.boundNanos = boundNanos;
  }

  /**
   * Returns the deadline of a part of the call that starts now.
   *
   * @param longest the maximum duration of the part; limited to the remaining time of the call
   */
  CallDeadline within(Duration longest) {
    long now = nanoTime.getAsLong();
    return new CallDeadline(
        nanoTime, now, Math.min(longest.toNanos(), boundNanos - (now - startedNanos)));
  }

  /** Returns the time since the start of the call. */
  public Duration elapsed() {
    return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - startedNanos));
  }

  /** Returns the time until the deadline, negative after it. */
  public Duration remaining() {
    return Duration.ofNanos(boundNanos - (nanoTime.getAsLong() - startedNanos));
  }

  /**
   * Returns the remaining time for a socket option, at least 1 ms.
   *
   * @throws SocketTimeoutException if the deadline has passed
   */
  int remainingMillis() throws SocketTimeoutException {
    long remaining = boundNanos - (nanoTime.getAsLong() - startedNanos);
    if (remaining <= 0) {
      throw new SocketTimeoutException("the deadline of this call has passed");
    }
    return (int) Math.min(Integer.MAX_VALUE, (remaining + 999_999) / 1_000_000);
  }
}
