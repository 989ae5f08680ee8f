package dev.irsa.internal.exchange;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A step that an interrupt of its thread aborts, but only while it is running. Thread-safe; runs
 * once.
 */
public abstract class InterruptibleStep<T> implements RunningExchange.Step {

  private static final String NEW = "new";
  private static final String INTERRUPTING = "interrupting";
  private static final String ABORTED = "aborted";
  private static final String ENDED = "ended";

  /** One of these, or the thread that runs the step. */
  private final AtomicReference<Object> state = new AtomicReference<>(NEW);

  /** Does the work of the step. */
  protected abstract @Nullable T perform();

  /** Runs the step as the next one of a call, on the current thread. */
  public final @Nullable T run(RunningExchange call) {
    call.begin(this);
    Thread thread = Thread.currentThread();
    if (!state.compareAndSet(NEW, thread)) {
      thread.interrupt();
    }
    try {
      return perform();
    } finally {
      if (!state.compareAndSet(thread, ENDED)) {
        while (state.get() == INTERRUPTING) {
          Thread.onSpinWait();
        }
        // Clears an interrupt that was meant for this step.
        boolean unused = Thread.interrupted();
      }
    }
  }

  /** Interrupts the step if it is running, or as soon as it starts. Idempotent. */
  @Override
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
