package dev.irsa.sts;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The end of the time that a call may take. Immutable. */
final class Deadline {

  private final LongSupplier nanoTime;
  private final long startedNanos;
  private final long boundNanos;

  Deadline(LongSupplier nanoTime, Duration bound) {
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
    this.boundNanos = bound.toNanos();
  }

  Duration elapsed() {
    return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - startedNanos));
  }

  /**
   * Returns what is left, at least 1 ms, as socket options take it.
   *
   * @throws SocketTimeoutException when nothing is left
   */
  int remainingMillis() throws SocketTimeoutException {
    long remaining = boundNanos - (nanoTime.getAsLong() - startedNanos);
    if (remaining <= 0) {
      throw new SocketTimeoutException("the time for this call is over");
    }
    return (int) Math.min(Integer.MAX_VALUE, (remaining + 999_999) / 1_000_000);
  }
}
