package dev.irsa.internal.events;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.concurrent.ForeignCode;
import dev.irsa.internal.concurrent.IrsaLog;
import dev.irsa.internal.concurrent.SteadyLock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to a listener in order and one at a time, on a worker. If more than {@value
 * #MOST} events are waiting, the oldest are dropped. Thread-safe.
 */
final class EventQueue implements Runnable {

  static final int MOST = 1_000;

  private final Consumer<IrsaEvent> listener;
  private final ReentrantLock lock = new SteadyLock();

  // Guarded by the lock.
  private final Queue<IrsaEvent> waiting = new ArrayDeque<>(2);
  private boolean delivering;
  private int dropped;

  /** The handles that have this listener. Guarded by the registry's lock. */
  int subscriptions;

  EventQueue(Consumer<IrsaEvent> listener) {
    this.listener = listener;
  }

  boolean isOf(Consumer<IrsaEvent> other) {
    return listener.equals(other);
  }

  /** Queues an event. */
  void add(IrsaEvent event) {
    lock.lock();
    try {
      if (waiting.size() == MOST) {
        waiting.remove();
        dropped++;
      }
      waiting.add(event);
    } finally {
      lock.unlock();
    }
  }

  /** Starts the delivery of the queued events, unless it is in progress. */
  void deliver(Executor workers) {
    if (!begin()) {
      return;
    }
    try {
      workers.execute(this);
    } catch (Throwable refused) {
      // No thread is available. The events are delivered with the next one.
      end();
    }
  }

  private boolean begin() {
    lock.lock();
    try {
      boolean isNeeded = !delivering && !waiting.isEmpty();
      delivering |= isNeeded;
      return isNeeded;
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

  /** Delivers the queued events. Only for {@link #deliver}. */
  @Override
  public void run() {
    for (IrsaEvent event = next(); event != null; event = next()) {
      try {
        tell(event);
      } catch (Throwable unlogged) {
        // The heap is too full to log that the listener failed.
      }
    }
  }

  /** Returns the next event, or null after ending the delivery. */
  private @Nullable IrsaEvent next() {
    int droppedBefore;
    IrsaEvent event;
    lock.lock();
    try {
      event = waiting.poll();
      delivering = event != null;
      droppedBefore = dropped;
      dropped = 0;
    } finally {
      lock.unlock();
    }
    if (droppedBefore > 0) {
      warnOfDropped(droppedBefore);
    }
    return event;
  }

  private static void warnOfDropped(int events) {
    try {
      IrsaLog.log.warn("A listener is too slow: {} events were not delivered to it", events);
    } catch (Throwable broken) {
      // The log is foreign code as well.
    }
  }

  private void tell(IrsaEvent event) {
    try {
      listener.accept(event);
    } catch (Throwable broken) {
      ForeignCode.warn(
          "A listener failed on {}; the failure is ignored",
          event.getClass().getSimpleName(),
          broken);
    }
  }
}
