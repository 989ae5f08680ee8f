package dev.irsa.internal.refresh;

import dev.irsa.internal.time.TimePoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The callers that wait: for the current flight, or for the next one if they asked for a refresh
 * while a flight was in progress. In the order of arrival. Not thread-safe; owned by the engine,
 * which ends the waits that it takes from here.
 */
final class WaitingCallers {

  private final List<WaitingCaller> forThisFlight = new ArrayList<>(0);
  private final List<WaitingCaller> forNextFlight = new ArrayList<>(0);

  void add(WaitingCaller waiter, boolean isForNextFlight) {
    (isForNextFlight ? forNextFlight : forThisFlight).add(waiter);
  }

  void remove(CompletableFuture<CallerResult> answer) {
    forThisFlight.removeIf(each -> each.answer() == answer);
    forNextFlight.removeIf(each -> each.answer() == answer);
  }

  /** Lets those wait for this flight who waited for the next one. Returns whether there are any. */
  boolean joinNextFlight() {
    forThisFlight.addAll(forNextFlight);
    boolean joined = !forNextFlight.isEmpty();
    forNextFlight.clear();
    return joined;
  }

  /** Returns the request for the longest validity among those that wait for this flight. */
  CallerRequest longestRequest() {
    CallerRequest longest = CallerRequest.ANY;
    for (WaitingCaller waiter : forThisFlight) {
      longest = longest.orLonger(waiter.request());
    }
    return longest;
  }

  /** Removes and returns all who wait for this flight. */
  List<WaitingCaller> take() {
    List<WaitingCaller> taken = List.copyOf(forThisFlight);
    forThisFlight.clear();
    return taken;
  }

  /** Removes and returns all whose deadline has passed. */
  List<WaitingCaller> takeOverdue(TimePoint now) {
    List<WaitingCaller> overdue = new ArrayList<>(0);
    takeOverdue(forThisFlight, now, overdue);
    takeOverdue(forNextFlight, now, overdue);
    return overdue;
  }

  private static void takeOverdue(
      List<WaitingCaller> queue, TimePoint now, List<WaitingCaller> overdue) {
    for (Iterator<WaitingCaller> all = queue.iterator(); all.hasNext(); ) {
      WaitingCaller waiter = all.next();
      if (waiter.deadline().isOverAt(now)) {
        overdue.add(waiter);
        all.remove();
      }
    }
  }

  /** Returns the nanoseconds until the next deadline, or {@link Long#MAX_VALUE}. */
  long nextDeadline(TimePoint now) {
    return Math.min(nextDeadline(forThisFlight, now), nextDeadline(forNextFlight, now));
  }

  private static long nextDeadline(List<WaitingCaller> queue, TimePoint now) {
    long next = Long.MAX_VALUE;
    for (WaitingCaller waiter : queue) {
      next = Math.min(next, waiter.deadline().remainingAt(now));
    }
    return next;
  }
}
