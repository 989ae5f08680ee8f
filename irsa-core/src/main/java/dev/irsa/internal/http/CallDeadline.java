package dev.irsa.internal.http;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The end of the time that a call may take. Immutable. */
public final class CallDeadline {

  private final LongSupplier nanoTime;
  private final long startedNanos;
  private final long boundNanos;

  public CallDeadline(LongSupplier nanoTime, Duration bound) {
    this(nanoTime, nanoTime.getAsLong(), bound.toNanos());
  }

  private CallDeadline(LongSupplier nanoTime, long startedNanos, long boundNanos) {
    this.nanoTime = nanoTime;
    this.startedNanos = startedNanos;
    this.boundNanos = boundNanos;
  }

  /** Returns the deadline of a part that begins now: at most so long, and never beyond this one. */
  CallDeadline within(Duration longest) {
    long now = nanoTime.getAsLong();
    return new CallDeadline(
        nanoTime, now, Math.min(longest.toNanos(), boundNanos - (now - startedNanos)));
  }

  public Duration elapsed() {
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
