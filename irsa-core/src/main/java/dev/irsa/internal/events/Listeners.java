package dev.irsa.internal.events;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.concurrent.SafeLog;
import dev.irsa.internal.concurrent.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the events of a session to the log and the listeners. Each of them receives all events
 * in order and one at a time, independently of the others: a listener that blocks delays neither
 * the log nor the other listeners. Lives on the loop; listeners run on workers.
 */
public final class Listeners {

  /** The events that a listener may be behind; older ones are dropped. */
  static final int MOST = 1_000;

  private final Workers workers;
  private final Delivery log;
  private final List<Delivery> deliveries = new ArrayList<>(0);

  /**
   * Creates a delivery without listeners.
   *
   * @param log receives the events of the session, independently of the listeners
   */
  public Listeners(Workers workers, Consumer<IrsaEvent> log) {
    this.workers = workers;
    this.log = new Delivery(log);
  }

  /**
   * Adds a subscription of each listener. One with several subscriptions receives each event once.
   */
  public void subscribe(List<? extends Consumer<IrsaEvent>> subscribers) {
    for (Consumer<IrsaEvent> each : subscribers) {
      Delivery known = find(each);
      if (known == null) {
        known = new Delivery(each);
        deliveries.add(known);
      }
      known.subscriptions++;
    }
  }

  /** Lets one subscription of each listener receive no more events than the end of the session. */
  public void retire(List<? extends Consumer<IrsaEvent>> subscribers) {
    for (Consumer<IrsaEvent> each : subscribers) {
      Delivery known = find(each);
      if (known != null) {
        known.retired++;
      }
    }
  }

  /**
   * Ends one subscription of each listener that was retired before. Events that were already told
   * are still delivered.
   */
  public void unsubscribe(List<? extends Consumer<IrsaEvent>> subscribers) {
    for (Consumer<IrsaEvent> each : subscribers) {
      Delivery known = find(each);
      if (known != null) {
        known.retired--;
        if (--known.subscriptions == 0) {
          deliveries.remove(known);
        }
      }
    }
  }

  private @Nullable Delivery find(Consumer<IrsaEvent> listener) {
    for (Delivery each : deliveries) {
      if (each.listener.equals(listener)) {
        return each;
      }
    }
    return null;
  }

  /** Starts the delivery of an event. */
  public void tell(IrsaEvent event) {
    log.add(event, workers.log());
    for (Delivery each : deliveries) {
      if (each.isSubscribed() || event instanceof IrsaEvent.Closed) {
        each.add(event, workers.listeners());
      }
    }
  }

  /**
   * Starts the delivery of an event of the process to the listeners.
   *
   * @param told the listeners that were told before; the listeners of this session are added
   */
  public void tellOnce(IrsaEvent event, Set<Object> told) {
    for (Delivery each : deliveries) {
      if (each.isSubscribed() && told.add(each.listener)) {
        each.add(event, workers.listeners());
      }
    }
  }

  /**
   * A listener of an application, as a consumer of events. Equal for the same listener, so that it
   * receives each event of a session once, however many handles it was registered with.
   */
  public static final class Subscriber implements Consumer<IrsaEvent> {

    private final Object listener;
    private final Consumer<IrsaEvent> events;

    /**
     * Creates a consumer.
     *
     * @param listener the object that the application registered
     * @param events passes an event to it
     */
    public Subscriber(Object listener, Consumer<IrsaEvent> events) {
      this.listener = listener;
      this.events = events;
    }

    @Override
    public void accept(IrsaEvent event) {
      events.accept(event);
    }

    /** Compares listeners by identity: their own method may do anything. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Subscriber that && listener == that.listener;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(listener);
    }
  }

  /** The events that a listener has not received yet. Filled by the loop, emptied by a worker. */
  private static final class Delivery implements Runnable {

    private final Consumer<IrsaEvent> listener;
    private final Queue<IrsaEvent> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicBoolean isDelivering = new AtomicBoolean();

    /** The handles that have this listener. Lives on the loop. */
    private int subscriptions;

    /** How many of them were closed. */
    private int retired;

    Delivery(Consumer<IrsaEvent> listener) {
      this.listener = listener;
    }

    boolean isSubscribed() {
      return subscriptions > retired;
    }

    void add(IrsaEvent event, Executor workers) {
      waiting.add(event);
      if (size.incrementAndGet() > MOST && next() != null) {
        dropped.incrementAndGet();
      }
      if (begin()) {
        try {
          workers.execute(this);
        } catch (Throwable withoutThread) {
          // The events are delivered with the next one.
          isDelivering.set(false);
        }
      }
    }

    private @Nullable IrsaEvent next() {
      IrsaEvent event = waiting.poll();
      if (event != null) {
        size.decrementAndGet();
      }
      return event;
    }

    private boolean begin() {
      return !waiting.isEmpty() && isDelivering.compareAndSet(false, true);
    }

    /** Delivers the events. Only for a worker. */
    @Override
    public void run() {
      do {
        for (IrsaEvent event = next(); event != null; event = next()) {
          tell(event);
        }
        isDelivering.set(false);
        // Events that were added in between found that the delivery was still in progress.
      } while (begin());
    }

    private void tell(IrsaEvent event) {
      int missed = dropped.getAndSet(0);
      if (missed > 0) {
        SafeLog.warn("A listener is too slow: {} events were not delivered to it", missed, null);
      }
      try {
        listener.accept(event);
      } catch (Throwable broken) {
        SafeLog.warn(
            "A listener failed on {}; the failure is ignored",
            event.getClass().getSimpleName(),
            broken);
      }
    }
  }
}
