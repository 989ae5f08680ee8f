package dev.irsa.testkit.podidentity;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** A token bucket: the agent's limit of 1,000 requests per second, with bursts of 500. */
final class RequestLimit {
  private static final long NANOS_PER_REQUEST = Duration.ofSeconds(1).toNanos() / 1000;
  private static final long BURST = 500 * NANOS_PER_REQUEST;

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  /** The capacity that is left, in nanoseconds. Guarded by {@code lock}. */
  private long left = BURST;

  /** Guarded by {@code lock}. */
  private long readAt;

  RequestLimit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.readAt = nanoTime.getAsLong();
  }

  /** Returns whether one more request is allowed now. */
  boolean allowsOneMore() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      left = Math.min(BURST, left + Math.min(BURST, now - readAt));
      readAt = now;
      if (left < NANOS_PER_REQUEST) {
        return false;
      }
      left -= NANOS_PER_REQUEST;
      return true;
    } finally {
      lock.unlock();
    }
  }
}
