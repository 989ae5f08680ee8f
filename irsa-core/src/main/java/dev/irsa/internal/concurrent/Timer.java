package dev.irsa.internal.concurrent;

import java.util.concurrent.Future;

/** Runs short work later, on a thread that never blocks. Thread-safe. */
@FunctionalInterface
public interface Timer {

  /**
   * Plans the work.
   *
   * @param nanos the delay in nanoseconds, at least 0
   * @throws java.util.concurrent.RejectedExecutionException when no session is open
   */
  Future<?> schedule(Runnable work, long nanos);
}
