package dev.irsa.internal.refresh;

import dev.irsa.internal.time.TimePoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The waiting callers, in the order of arrival. Not thread-safe; owned by the engine. */
final class WaitQueue implements Iterable<Waiter> {

  private static final List<Waiter> NONE = List.of();

  private List<Waiter> waiting = NONE;

  void add(Waiter waiter) {
    if (waiting.isEmpty()) {
      waiting = new ArrayList<>();
    }
    waiting.add(waiter);
  }

  void remove(Waiter waiter) {
    if (!waiting.isEmpty()) {
      waiting.remove(waiter);
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
    waiting = NONE;
  }

  /** Iterates over the callers in the order of arrival; they can be removed on the way. */
  @Override
  public Iterator<Waiter> iterator() {
    return waiting.iterator();
  }

  void clear() {
    waiting = NONE;
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
