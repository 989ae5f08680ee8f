package dev.irsa.internal.events;

import dev.irsa.credentials.IrsaEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the events of a session to the log and the listeners. Each of them receives all events
 * in order and one at a time, independently of the others: a listener that blocks delays neither
 * the log nor the other listeners. Thread-safe.
 */
public final class EventDispatcher {

  private final Executor listeners;
  private final EventQueue log;

  /** Immutable; written under the registry's lock, read without it. */
  private volatile List<EventQueue> queues = List.of();

  /**
   * Creates a dispatcher without listeners.
   *
   * @param logs runs the log
   * @param log receives the events of the session, independently of the listeners
   * @param listeners runs the listeners
   */
  public EventDispatcher(Executor logs, Consumer<IrsaEvent> log, Executor listeners) {
    this.listeners = listeners;
    this.log = new EventQueue(logs, log);
  }

  /**
   * Adds a subscription of each listener, or of none if there is no memory. One with several
   * subscriptions receives each event once. Requires the registry's lock.
   */
  public void subscribe(List<? extends Consumer<IrsaEvent>> subscribers) {
    if (subscribers.isEmpty()) {
      return;
    }
    List<EventQueue> all = new ArrayList<>(queues);
    for (Consumer<IrsaEvent> each : subscribers) {
      if (find(all, each) == null) {
        all.add(new EventQueue(listeners, each));
      }
    }
    queues = List.copyOf(all);
    count(subscribers, 1);
  }

  /**
   * Ends one subscription of each listener. Events that were already added are still delivered.
   * Requires the registry's lock.
   */
  public void unsubscribe(List<? extends Consumer<IrsaEvent>> subscribers) {
    count(subscribers, -1);
    queues = queues.stream().filter(each -> each.subscriptions > 0).toList();
  }

  private void count(List<? extends Consumer<IrsaEvent>> subscribers, int change) {
    for (Consumer<IrsaEvent> each : subscribers) {
      EventQueue queue = find(queues, each);
      if (queue != null) {
        queue.subscriptions += change;
      }
    }
  }

  private static @Nullable EventQueue find(List<EventQueue> queues, Consumer<IrsaEvent> listener) {
    for (EventQueue each : queues) {
      if (each.isOf(listener)) {
        return each;
      }
    }
    return null;
  }

  /** Queues an event. Requires the session's lock, which determines the order of events. */
  public void add(IrsaEvent event) {
    log.add(event);
    for (EventQueue each : queues) {
      each.add(event);
    }
  }

  /** Starts the delivery of the queued events. */
  public void deliver() {
    log.deliver();
    for (EventQueue each : queues) {
      each.deliver();
    }
  }
}
