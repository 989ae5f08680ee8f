package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.concurrent.IrsaLog;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to one listener in order, one at a time, on a worker. A listener that has fallen
 * behind by {@value #MOST} events misses the oldest of them. Thread-safe.
 */
final class EventQueue implements Runnable {

  static final int MOST = 1_000;

  private final Executor workers;
  private final Consumer<IrsaEvent> listener;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Queue<IrsaEvent> waiting = new ArrayDeque<>(2);
  private boolean delivering;
  private long missed;

  EventQueue(Executor workers, Consumer<IrsaEvent> listener) {
    this.workers = workers;
    this.listener = listener;
  }

  @SuppressWarnings("ReferenceEquality") // A listener is who was given, whatever equals it.
  boolean isOf(Consumer<IrsaEvent> other) {
    return listener == other;
  }

  void add(IrsaEvent event) {
    lock.lock();
    try {
      if (waiting.size() == MOST) {
        waiting.remove();
        missed++;
      }
      waiting.add(event);
    } finally {
      lock.unlock();
    }
  }

  /** Has what waits delivered soon, unless that is under way. */
  void deliver() {
    if (!begin()) {
      return;
    }
    try {
      workers.execute(this);
    } catch (RuntimeException | Error refused) {
      // There is no thread to be had. What waits is told with the next event.
      end();
    }
  }

  private boolean begin() {
    lock.lock();
    try {
      boolean begins = !delivering && !waiting.isEmpty();
      delivering |= begins;
      return begins;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      delivering = false;
    } finally {
      lock.unlock();
    }
  }

  /** Delivers what waits; for {@link #deliver} alone. */
  @Override
  public void run() {
    IrsaEvent event = next();
    while (event != null) {
      tell(event);
      event = next();
    }
  }

  /** Returns the next event, or null when there is none and the delivery has ended. */
  private @Nullable IrsaEvent next() {
    long behind;
    IrsaEvent event;
    lock.lock();
    try {
      event = waiting.poll();
      delivering = event != null;
      behind = missed;
      missed = 0;
    } finally {
      lock.unlock();
    }
    if (behind > 0) {
      IrsaLog.log.warn("A listener is too slow: {} events were not delivered to it", behind);
    }
    return event;
  }

  private void tell(IrsaEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException | Error broken) {
      IrsaLog.log.warn(
          "A listener failed on {}; the failure is ignored",
          event.getClass().getSimpleName(),
          broken);
    }
  }
}
