package dev.irsa.internal.refresh;

import dev.irsa.internal.time.TimePoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

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
    for (Waiter waiter : waiting) {
      actions.complete(waiter, result);
    }
    waiting = List.of();
  }

  /**
   * Ends waits. A caller leaves the queue after its end was requested, so that none is lost if an
   * error occurs in between.
   */
  void finish(Predicate<Waiter> which, Function<Waiter, CallResult> result) {
    for (Iterator<Waiter> all = waiting.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (which.test(waiter)) {
        actions.complete(waiter, result.apply(waiter));
        all.remove();
      }
    }
    dropEmpty();
  }

  /** Returns the callers that need credentials that last. */
  List<Waiter> lasting() {
    List<Waiter> lasting = List.of();
    for (Waiter waiter : waiting) {
      if (waiter.isLasting()) {
        if (lasting.isEmpty()) {
          lasting = new ArrayList<>();
        }
        lasting.add(waiter);
      }
    }
    return lasting;
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
