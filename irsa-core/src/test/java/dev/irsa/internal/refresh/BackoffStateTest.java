package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.failure.AttemptInfo;
import dev.irsa.internal.time.DueTime;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffStateTest {

  private final BackoffState backoff = new BackoffState();
  private final CredentialsException failure = SimulatedFailures.outage();

  private void add(long pause, long floor, long second) {
    InFlightRefresh flight = new InFlightRefresh(3);
    flight.request(1);
    var unused = flight.grant(atSeconds(second - 2), null);
    assertTrue(flight.noteCall());
    backoff.add(
        failure, flight, new Backoff.Pause(pause * SECOND, floor * SECOND), atSeconds(second));
  }

  @Test
  void withoutAFailureARefreshMayStart() {
    assertTrue(backoff.isDueAt(atSeconds(0)));
    assertTrue(backoff.isFloorDueAt(atSeconds(0)));
    assertNull(backoff.next());
    assertNull(backoff.nextAt(atSeconds(0)));
    backoff.bringForward(DueTime.in(atSeconds(0), SECOND));
    assertNull(backoff.next(), "nothing was planned that could come earlier");
  }

  @Test
  void afterAFailureThePauseStarts() {
    add(10, 0, 100);
    assertFalse(backoff.isDueAt(atSeconds(109)));
    assertTrue(backoff.isDueAt(atSeconds(110)));
    assertTrue(backoff.isFloorDueAt(atSeconds(100)), "no floor");
    assertEquals(1, backoff.count());
    assertSame(failure, backoff.failure());
    assertEquals(atSeconds(100), backoff.failedAt());
    assertEquals(1, backoff.attempts());
  }

  @Test
  void theFloorIsTheMinimumPause() {
    add(10, 30, 100);
    assertFalse(backoff.isDueAt(atSeconds(129)));
    assertFalse(backoff.isFloorDueAt(atSeconds(129)));
    assertTrue(backoff.isDueAt(atSeconds(130)));
    assertTrue(backoff.isFloorDueAt(atSeconds(130)));
  }

  @Test
  void nothingStartsBeforeTheFloor() {
    add(60, 30, 0);
    backoff.bringForward(DueTime.in(atSeconds(0), 5 * SECOND));
    assertEquals(30 * SECOND, backoff.next().at());
    add(60, 0, 0);
    backoff.bringForward(DueTime.in(atSeconds(0), 5 * SECOND));
    assertEquals(5 * SECOND, backoff.next().at());
    backoff.bringForward(DueTime.in(atSeconds(0), 50 * SECOND));
    assertEquals(5 * SECOND, backoff.next().at(), "never later");
  }

  @Test
  void makingItDueStopsAtTheFloor() {
    add(60, 30, 0);
    backoff.makeDue();
    assertEquals(30 * SECOND, backoff.next().at());
    add(60, 0, 0);
    backoff.makeDue();
    assertTrue(backoff.isDueAt(atSeconds(0)));
  }

  @Test
  void aRefreshMadeDueHasNoTimeUnlessThereIsAFloor() {
    add(60, 0, 0);
    backoff.makeDue();
    assertNull(backoff.next());
    assertNull(backoff.nextAt(atSeconds(1)));
  }

  @Test
  void theRateLimiterDelaysTheNextRefreshAndNeverMakesItEarlier() {
    backoff.delay(DueTime.in(atSeconds(0), 10 * SECOND));
    assertEquals(10 * SECOND, backoff.next().at());
    backoff.delay(DueTime.in(atSeconds(0), 5 * SECOND));
    assertEquals(10 * SECOND, backoff.next().at());
    backoff.delay(DueTime.in(atSeconds(0), 15 * SECOND));
    assertEquals(15 * SECOND, backoff.next().at());
  }

  @Test
  void theCountIsResetWhileTheFailureIsKept() {
    add(10, 30, 0);
    add(10, 30, 10);
    assertEquals(2, backoff.count());
    backoff.restartCount();
    assertEquals(0, backoff.count());
    assertSame(failure, backoff.failure());
    assertFalse(backoff.isFloorDueAt(atSeconds(39)));
  }

  @Test
  void successResetsEverything() {
    add(10, 30, 0);
    backoff.clear();
    assertEquals(0, backoff.count());
    assertNull(backoff.failure());
    assertNull(backoff.failedAt());
    assertEquals(0, backoff.attempts());
    assertTrue(backoff.isDueAt(atSeconds(0)));
    assertTrue(backoff.isFloorDueAt(atSeconds(0)));
    assertEquals(new AttemptInfo(0, Duration.ZERO, null, null), backoff.attemptInfo(null));
  }

  @Test
  void theAttemptsAreReportedWithTheFailure() {
    add(10, 0, 100);
    AttemptInfo told = backoff.attemptInfo(backoff.nextAt(atSeconds(104)));
    assertEquals(1, told.attempts());
    assertEquals(Duration.ofSeconds(2), told.elapsed());
    assertEquals(Moments.START.plusSeconds(100), told.failedAt());
    assertEquals(Moments.START.plusSeconds(110), told.nextAttemptAt());
  }
}
