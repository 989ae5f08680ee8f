package dev.irsa.session;

import dev.irsa.identity.IrsaEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tells the log and the listeners of one session what happened. Each hears of everything in order,
 * one event at a time, and none waits for another: a listener that blocks keeps neither the log nor
 * the other listeners from hearing. Thread-safe.
 */
final class EventDispatcher {

  private final Executor listeners;
  private final EventQueue log;
  private final List<EventQueue> subscriptions = new CopyOnWriteArrayList<>();

  EventDispatcher(Executor logs, Consumer<IrsaEvent> log, Executor listeners) {
    this.listeners = listeners;
    this.log = new EventQueue(logs, log);
  }

  void subscribe(Consumer<IrsaEvent> listener) {
    subscriptions.add(new EventQueue(listeners, listener));
  }

  /** Ends one subscription of this listener; what happened before is still told. */
  void unsubscribe(Consumer<IrsaEvent> listener) {
    subscriptions.stream()
        .filter(each -> each.isOf(listener))
        .findFirst()
        .ifPresent(subscriptions::remove);
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
