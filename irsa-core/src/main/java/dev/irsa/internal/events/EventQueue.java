package dev.irsa.internal.events;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.concurrent.ForeignCode;
import dev.irsa.internal.concurrent.IrsaLog;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to a listener in order and one at a time, on a worker. If more than {@value
 * #MOST} events are waiting, the oldest are dropped. Thread-safe, and without a lock.
 */
final class EventQueue implements Runnable {

  static final int MOST = 1_000;

  private final Consumer<IrsaEvent> listener;
  private final Queue<IrsaEvent> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();
  private final AtomicBoolean delivering = new AtomicBoolean();

  /** The handles that have this listener. Guarded by the registry's lock. */
  int subscriptions;

  EventQueue(Consumer<IrsaEvent> listener) {
    this.listener = listener;
  }

  Consumer<IrsaEvent> listener() {
    return listener;
  }

  boolean isOf(Consumer<IrsaEvent> other) {
    return listener.equals(other);
  }

  /** Queues an event. */
  void add(IrsaEvent event) {
    waiting.add(event);
    if (size.incrementAndGet() > MOST && next() != null) {
      dropped.incrementAndGet();
    }
  }

  private @Nullable IrsaEvent next() {
    IrsaEvent event = waiting.poll();
    if (event != null) {
      size.decrementAndGet();
    }
    return event;
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
      delivering.set(false);
    }
  }

  private boolean begin() {
    return !waiting.isEmpty() && delivering.compareAndSet(false, true);
  }

  /** Delivers the queued events. Only for {@link #deliver}. */
  @Override
  public void run() {
    do {
      for (IrsaEvent event = next(); event != null; event = next()) {
        tell(event);
      }
      delivering.set(false);
      // Events that were queued in between found that the delivery was still in progress.
    } while (begin());
  }

  private static void warnOfDropped(int events) {
    try {
      IrsaLog.log.warn("A listener is too slow: {} events were not delivered to it", events);
    } catch (Throwable broken) {
      // The log is foreign code as well.
    }
  }

  private void tell(IrsaEvent event) {
    int droppedBefore = dropped.getAndSet(0);
    if (droppedBefore > 0) {
      warnOfDropped(droppedBefore);
    }
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
