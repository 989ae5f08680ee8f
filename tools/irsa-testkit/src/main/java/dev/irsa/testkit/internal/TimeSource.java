package dev.irsa.testkit.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/** The time of a lab, as its parts use it. Thread-safe. The lab closes it. */
public interface TimeSource {
  /** Returns the wall clock, in UTC. */
  Clock clock();

  /** Returns the current instant of the wall clock. */
  Instant now();

  /** Returns the monotonic clock, in nanoseconds from an arbitrary origin. */
  LongSupplier nanoTime();

  /** Returns the scheduler, which is shut down when this time is closed. */
  ScheduledExecutorService scheduler();

  /**
   * Waits until the given time has passed on the scheduler, or until this time is closed.
   *
   * @throws InterruptedException if the thread is interrupted while waiting
   */
  void sleep(Duration duration) throws InterruptedException;
}
