package dev.irsa.internal.events;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.concurrent.SharedExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the events of a session to the log and the listeners. Each of them receives all events
 * in order and one at a time, independently of the others: a listener that blocks delays neither
 * the log nor the other listeners. Thread-safe.
 */
public final class EventDispatcher implements Runnable {

  private final SharedExecutors executors;
  private final EventQueue log;

  /** Immutable; written under the registry's lock, read without it. */
  private volatile List<EventQueue> queues = List.of();

  /**
   * Creates a dispatcher without listeners.
   *
   * @param executors run the log and the listeners
   * @param log receives the events of the session, independently of the listeners
   */
  public EventDispatcher(SharedExecutors executors, Consumer<IrsaEvent> log) {
    this.executors = executors;
    this.log = new EventQueue(log);
  }

  /**
   * Adds a subscription of each listener. One with several subscriptions receives each event once.
   * Requires the registry's lock.
   */
  public void subscribe(List<? extends Consumer<IrsaEvent>> subscribers) {
    if (subscribers.isEmpty()) {
      return;
    }
    List<EventQueue> all = new ArrayList<>(queues);
    for (Consumer<IrsaEvent> each : subscribers) {
      if (find(all, each) == null) {
        all.add(new EventQueue(each));
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
    if (subscribers.isEmpty()) {
      return;
    }
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

  /**
   * Delivers an event of the process to the listeners.
   *
   * @param told the listeners that have received it, to which those of this session are added
   */
  public void publish(IrsaEvent event, Set<Object> told) {
    for (EventQueue each : queues) {
      if (told.add(each.listener())) {
        each.add(event);
        each.deliver(executors.listeners());
      }
    }
  }

  /** Starts the delivery of the queued events. */
  @Override
  public void run() {
    deliver(false);
  }

  /**
   * Starts the delivery of the queued events.
   *
   * @param hasTime whether this thread may write the log, which may take any time
   */
  public void deliver(boolean hasTime) {
    for (EventQueue each : queues) {
      each.deliver(executors.listeners());
    }
    log.deliver(executors.log(hasTime));
  }
}
