package dev.irsa.session;

import dev.irsa.identity.IrsaEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Delivers the events of one session in order, one at a time, on a worker. Thread-safe. */
final class EventQueue implements Runnable {

  private final Executor workers;
  private final Consumer<IrsaEvent> listener;
  private final Queue<IrsaEvent> waiting;
  private final AtomicBoolean delivering = new AtomicBoolean();

  EventQueue(Executor workers, Consumer<IrsaEvent> listener) {
    this(workers, listener, new ConcurrentLinkedQueue<>());
  }

  /** With a queue of the caller: a test adds to it when the worker has looked for the last time. */
  EventQueue(Executor workers, Consumer<IrsaEvent> listener, Queue<IrsaEvent> waiting) {
    this.workers = workers;
    this.listener = listener;
    this.waiting = waiting;
  }

  void add(IrsaEvent event) {
    waiting.add(event);
  }

  /** Has what waits delivered soon, unless that is under way. */
  void deliver() {
    if (waiting.isEmpty() || !delivering.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.execute(this);
    } catch (RuntimeException | Error refused) {
      // Rejected, or no thread to be had: who hears late or here still hears, and the next ones
      // too.
      run();
    }
  }

  /** Delivers what waits; for {@link #deliver} alone. */
  @Override
  public void run() {
    IrsaEvent event = waiting.poll();
    while (event != null) {
      tell(event);
      event = waiting.poll();
    }
    delivering.set(false);
    // One may have been added between the last poll and the flag.
    deliver();
  }

  private void tell(IrsaEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException | Error broken) {
      Mishaps.log.warn(
          "A listener failed on {}; it is ignored", event.getClass().getSimpleName(), broken);
    }
  }
}
