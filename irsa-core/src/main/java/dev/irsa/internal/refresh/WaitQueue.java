package dev.irsa.internal.refresh;

import dev.irsa.internal.time.TimePoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The waiting callers, in the order of arrival. Not thread-safe; owned by the engine. */
final class WaitQueue {

  private final EngineActions actions;
  private List<Waiter> waiting = List.of();

  WaitQueue(EngineActions actions) {
    this.actions = actions;
  }

  void add(Waiter waiter) {
    if (waiting.isEmpty()) {
      // A session rarely has waiting callers, so no list is kept without them.
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

  /** Moves all callers to another queue. */
  void moveTo(WaitQueue target) {
    for (Waiter waiter : waiting) {
      target.add(waiter);
    }
    waiting = List.of();
  }

  /** Ends all waits with the same result. */
  void finishAll(CallResult result) {
    List<Waiter> all = waiting;
    waiting = List.of();
    for (Waiter waiter : all) {
      actions.complete(waiter, result);
    }
  }

  /** Removes and returns the callers that need credentials that last. */
  List<Waiter> takeLasting() {
    List<Waiter> lasting = List.of();
    for (Iterator<Waiter> all = waiting.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (waiter.atLeast() > 0) {
        all.remove();
        if (lasting.isEmpty()) {
          lasting = new ArrayList<>();
        }
        lasting.add(waiter);
      }
    }
    dropEmpty();
    return lasting;
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

  /** Removes and returns the callers whose deadline has passed. */
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

  /** Returns whether memory is allocated for a list. For tests. */
  boolean keepsList() {
    return waiting instanceof ArrayList;
  }

  private void dropEmpty() {
    if (waiting.isEmpty()) {
      waiting = List.of();
    }
  }

  /**
   * Returns the nanoseconds until the first deadline, or {@link Long#MAX_VALUE} if there is none.
   */
  long nextDeadline(TimePoint now) {
    long next = Long.MAX_VALUE;
    for (Waiter waiter : waiting) {
      next = Math.min(next, waiter.deadline().remainingAt(now));
    }
    return next;
  }
}
