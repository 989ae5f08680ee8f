package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.NotedActions;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitQueueTest {

  private static final CallResult ANSWER =
      CallResult.old(Moments.credentials("A", Moments.START), null);

  private static final CallRequest REQUEST = new CallRequest(0, SECOND, false);

  private final NotedActions outbox = new NotedActions();
  private final WaitQueue waiters = new WaitQueue(outbox);

  private Waiter wait(int seconds) {
    Waiter waiter = Waiter.of(REQUEST, seconds * SECOND, atSeconds(0));
    waiters.add(waiter);
    return waiter;
  }

  @Test
  void callersAreServedInTheOrderOfArrival() {
    Waiter first = wait(5);
    Waiter second = wait(1);
    assertFalse(waiters.isEmpty());

    waiters.finishAll(waiter -> ANSWER);

    assertEquals(List.of(first, second), outbox.completed());
    assertSame(ANSWER, outbox.outcome(first));
    assertTrue(waiters.isEmpty());
    waiters.finishAll(waiter -> ANSWER);
    assertEquals(List.of(), outbox.completed());
  }

  @Test
  void aCallerThatLeftIsNotServed() {
    Waiter leaving = wait(5);
    Waiter staying = wait(5);

    waiters.remove(leaving);
    waiters.remove(Waiter.of(REQUEST, 0, atSeconds(0)));
    waiters.finishAll(waiter -> ANSWER);

    assertEquals(List.of(staying), outbox.completed());
    waiters.remove(staying);
    assertTrue(waiters.isEmpty());
  }

  /** Ends the waits whose deadline has passed, and returns them. */
  private List<Waiter> overdue(TimePoint now) {
    waiters.finish(waiter -> waiter.deadline().isOverAt(now), waiter -> ANSWER);
    return outbox.completed();
  }

  @Test
  void overdueCallersAreRemovedAtTheirDeadline() {
    Waiter late = wait(5);
    Waiter soon = wait(2);
    Waiter equallySoon = wait(2);

    assertEquals(List.of(), overdue(Moments.atMillis(1999)));
    assertEquals(List.of(soon, equallySoon), overdue(atSeconds(2)));
    assertEquals(List.of(), overdue(atSeconds(2)));
    assertEquals(3 * SECOND, waiters.nextDeadline(atSeconds(2)));
    assertEquals(List.of(late), overdue(atSeconds(9)));
    assertTrue(waiters.isEmpty());
  }

  @Test
  void theRequestForTheLongestValidityIsFound() {
    assertNull(waiters.longest());
    var unused = wait(5);
    assertSame(REQUEST, waiters.longest());
    CallRequest longer = new CallRequest(2, SECOND, false);
    waiters.add(Waiter.of(longer, SECOND, atSeconds(0)));
    waiters.add(Waiter.of(new CallRequest(1, SECOND, false), SECOND, atSeconds(0)));
    assertSame(longer, waiters.longest());
  }

  @Test
  void allCallersCanBeMovedToTheEndOfAnotherQueue() {
    WaitQueue others = new WaitQueue(outbox);
    Waiter before = Waiter.of(REQUEST, SECOND, atSeconds(0));
    others.add(before);
    Waiter first = wait(5);
    Waiter second = wait(4);

    waiters.moveTo(others);

    assertTrue(waiters.isEmpty());
    others.finishAll(waiter -> ANSWER);
    assertEquals(List.of(before, first, second), outbox.completed());
  }
}
