package dev.irsa.internal.concurrent;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A task that is aborted by an interrupt of its thread, but only while it is running. Thread-safe;
 * runs once.
 */
public final class InterruptibleTask {

  private static final String NEW = "new";
  private static final String INTERRUPTING = "interrupting";
  private static final String ABORTED = "aborted";
  private static final String ENDED = "ended";

  /** One of these, or the thread that runs the task. */
  private final AtomicReference<Object> state = new AtomicReference<>(NEW);

  /** Runs a task on the current thread. */
  public <T> T run(Supplier<T> task) {
    Thread thread = Thread.currentThread();
    if (!state.compareAndSet(NEW, thread)) {
      thread.interrupt();
    }
    try {
      return task.get();
    } finally {
      if (!state.compareAndSet(thread, ENDED)) {
        while (state.get() == INTERRUPTING) {
          Thread.onSpinWait();
        }
        // Clears an interrupt that was meant for this task.
        boolean unused = Thread.interrupted();
      }
    }
  }

  /** Interrupts the task if it is running, or as soon as it starts. Idempotent. */
  public void abort() {
    if (state.compareAndSet(NEW, ABORTED)
        || !(state.get() instanceof Thread thread)
        || !state.compareAndSet(thread, INTERRUPTING)) {
      return;
    }
    try {
      thread.interrupt();
    } finally {
      state.set(ABORTED);
    }
  }
}
