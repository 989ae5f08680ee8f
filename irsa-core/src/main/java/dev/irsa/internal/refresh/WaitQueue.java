package dev.irsa.internal.refresh;

import dev.irsa.internal.time.TimePoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  /** Ends all waits. */
  void finishAll(Function<Waiter, CallResult> result) {
    for (Waiter waiter : waiting) {
      actions.complete(waiter, result.apply(waiter));
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

  private void dropEmpty() {
    if (waiting.isEmpty()) {
      waiting = List.of();
    }
  }

  /** Returns the request for the longest validity, which may be 0, or null without callers. */
  @Nullable CallRequest longest() {
    CallRequest longest = null;
    for (Waiter waiter : waiting) {
      CallRequest request = waiter.request();
      if (longest == null || request.minimumValidity() > longest.minimumValidity()) {
        longest = request;
      }
    }
    return longest;
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
