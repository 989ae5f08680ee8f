package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tells the log and the listeners of one session what happened. Each hears of everything in order,
 * one event at a time, and none waits for another: a listener that blocks keeps neither the log nor
 * the other listeners from hearing. Thread-safe.
 */
public final class EventDispatcher {

  private final Executor listeners;
  private final EventQueue log;

  /** Immutable; written under the registry's lock, read without. */
  private volatile List<EventQueue> subscriptions = List.of();

  public EventDispatcher(Executor logs, Consumer<IrsaEvent> log, Executor listeners) {
    this.listeners = listeners;
    this.log = new EventQueue(logs, log);
  }

  /** Under the registry's lock. */
  void subscribe(Consumer<IrsaEvent> listener) {
    List<EventQueue> more = new ArrayList<>(subscriptions);
    more.add(new EventQueue(listeners, listener));
    subscriptions = List.copyOf(more);
  }

  /**
   * Ends one subscription of this listener; what happened before is still told. Under the
   * registry's lock.
   */
  void unsubscribe(Consumer<IrsaEvent> listener) {
    List<EventQueue> fewer = new ArrayList<>(subscriptions);
    for (EventQueue each : subscriptions) {
      if (each.isOf(listener)) {
        fewer.remove(each);
        break;
      }
    }
    subscriptions = List.copyOf(fewer);
  }

  /** Notes an event; under the session's lock, which gives the order. */
  void add(IrsaEvent event) {
    log.add(event);
    for (EventQueue each : subscriptions) {
      each.add(event);
    }
  }

  /** Has what was noted told soon. */
  void deliver() {
    log.deliver();
    for (EventQueue each : subscriptions) {
      each.deliver();
    }
  }
}
