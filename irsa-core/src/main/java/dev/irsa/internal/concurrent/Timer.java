package dev.irsa.internal.concurrent;

import java.util.concurrent.Future;

/** Runs short tasks after a delay, on a thread that must not be blocked. Thread-safe. */
@FunctionalInterface
public interface Timer {

  /**
   * Schedules a task, and repeats it every second until it is cancelled: the repetition needs
   * neither memory nor a thread, which a task that failed for lack of one could not get.
   *
   * @param work the task, which must not block
   * @param nanos the delay in nanoseconds, not negative
   * @throws java.util.concurrent.RejectedExecutionException if no session is open
   */
  Future<?> schedule(Runnable work, long nanos);
}
