package dev.irsa.internal.concurrent;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task that is aborted by an interrupt of its thread, but only while it is running. Thread-safe;
 * runs once.
 */
public final class InterruptibleTask {

  private final ReentrantLock lock = new SteadyLock();

  // Guarded by the lock.
  private @Nullable Thread running;
  private boolean aborted;

  /** Runs a task on the current thread. */
  public <T> T run(Supplier<T> task) {
    begin();
    try {
      return task.get();
    } finally {
      end();
    }
  }

  private void begin() {
    lock.lock();
    try {
      running = Thread.currentThread();
      if (aborted) {
        running.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      running = null;
      if (aborted) {
        // Clears an interrupt that was meant for this task.
        boolean unused = Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the task if it is running, or as soon as it starts. Idempotent. */
  public void abort() {
    lock.lock();
    try {
      aborted = true;
      if (running != null) {
        running.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
