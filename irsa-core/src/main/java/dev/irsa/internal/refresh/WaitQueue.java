package dev.irsa.internal.refresh;

import dev.irsa.internal.time.TimePoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Callers who wait, in order of arrival. Not thread-safe; lives inside the engine. */
final class WaitQueue {

  private final EngineActions actions;
  private List<Waiter> waiting = List.of();

  WaitQueue(EngineActions actions) {
    this.actions = actions;
  }

  void add(Waiter waiter) {
    if (waiting.isEmpty()) {
      // A session has no waiters nearly all of its life: no list is kept for them.
      waiting = new ArrayList<>();
    }
    waiting.add(waiter);
  }

  void remove(Waiter waiter) {
    if (!waiting.isEmpty()) {
      waiting.remove(waiter);
      dropEmpty();
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Moves all to another list. */
  void moveTo(WaitQueue others) {
    for (Waiter waiter : waiting) {
      others.add(waiter);
    }
    waiting = List.of();
  }

  void finishAll(CallResult outcome) {
    List<Waiter> all = waiting;
    waiting = List.of();
    for (Waiter waiter : all) {
      actions.complete(waiter, outcome);
    }
  }

  /** Ends the waits of a closed handle. */
  void close(Object owner) {
    for (Iterator<Waiter> all = waiting.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (waiter.owner() == owner) {
        all.remove();
        actions.complete(waiter, CallResult.CLOSED);
      }
    }
    dropEmpty();
  }

  /** Takes out those whose deadline has passed. */
  List<Waiter> takeOverdue(TimePoint now) {
    List<Waiter> overdue = List.of();
    for (Iterator<Waiter> all = waiting.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (waiter.deadline().isOverAt(now)) {
        all.remove();
        if (overdue.isEmpty()) {
          overdue = new ArrayList<>();
        }
        overdue.add(waiter);
      }
    }
    dropEmpty();
    return overdue;
  }

  /** For tests: whether memory is taken for a list. */
  boolean keepsList() {
    return waiting instanceof ArrayList;
  }

  private void dropEmpty() {
    if (waiting.isEmpty()) {
      waiting = List.of();
    }
  }

  /** Returns the nanoseconds until the first deadline, {@link Long#MAX_VALUE} when none waits. */
  long nextDeadline(TimePoint now) {
    long next = Long.MAX_VALUE;
    for (Waiter waiter : waiting) {
      next = Math.min(next, waiter.deadline().remainingAt(now));
    }
    return next;
  }
}
