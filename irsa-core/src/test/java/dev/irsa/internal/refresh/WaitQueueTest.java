package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitQueueTest {

  private static final CallRequest REQUEST = new CallRequest(0, SECOND, false);

  private final WaitQueue waiters = new WaitQueue();

  private Waiter wait(int seconds) {
    Waiter waiter = Waiter.of(REQUEST, seconds * SECOND, atSeconds(0));
    waiters.add(waiter);
    return waiter;
  }

  private static List<Waiter> in(WaitQueue queue) {
    List<Waiter> found = new ArrayList<>();
    queue.forEach(found::add);
    return found;
  }

  @Test
  void callersWaitInTheOrderOfArrivalUntilTheyLeave() {
    Waiter first = wait(5);
    Waiter second = wait(1);
    assertFalse(waiters.isEmpty());
    assertEquals(List.of(first, second), in(waiters));
    assertEquals(SECOND, waiters.nextDeadline(atSeconds(0)));

    waiters.remove(Waiter.of(REQUEST, 0, atSeconds(0)));
    waiters.remove(second);
    assertEquals(List.of(first), in(waiters));
    assertEquals(3 * SECOND, waiters.nextDeadline(atSeconds(2)));

    waiters.remove(first);
    assertTrue(waiters.isEmpty());
    var unused = wait(5);
    waiters.clear();
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
    WaitQueue others = new WaitQueue();
    Waiter before = Waiter.of(REQUEST, SECOND, atSeconds(0));
    others.add(before);
    Waiter first = wait(5);
    Waiter second = wait(4);

    waiters.moveTo(others);

    assertTrue(waiters.isEmpty());
    assertEquals(List.of(before, first, second), in(others));
  }
}
