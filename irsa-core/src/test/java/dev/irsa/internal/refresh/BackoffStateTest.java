package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.time.DueTime;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffStateTest {

  private final BackoffState setbacks = new BackoffState();
  private final CredentialsException failure = SimulatedFailures.outage();

  private void add(long pause, long floor, long second) {
    RefreshFlight flight = new RefreshFlight(3);
    flight.request(1);
    var unused = flight.grant(atSeconds(second - 2), null);
    assertTrue(flight.note(AttemptProgress.CALLING));
    setbacks.add(
        failure, flight, new Backoff.Pause(pause * SECOND, floor * SECOND), atSeconds(second));
  }

  @Test
  void withoutAFailureEverythingIsDue() {
    assertTrue(setbacks.isDueAt(atSeconds(0)));
    assertTrue(setbacks.isFloorDueAt(atSeconds(0)));
    assertNull(setbacks.next());
    assertNull(setbacks.nextAt(atSeconds(0)));
    setbacks.bringForward(DueTime.in(atSeconds(0), SECOND));
    assertNull(setbacks.next(), "nothing was planned that could come earlier");
  }

  @Test
  void afterAFailureThePauseCountsFromNow() {
    add(10, 0, 100);
    assertFalse(setbacks.isDueAt(atSeconds(109)));
    assertTrue(setbacks.isDueAt(atSeconds(110)));
    assertTrue(setbacks.isFloorDueAt(atSeconds(100)), "no floor");
    assertEquals(1, setbacks.count());
    assertSame(failure, setbacks.failure());
    assertEquals(atSeconds(100), setbacks.failedAt());
    assertEquals(1, setbacks.attempts());
  }

  @Test
  void theFloorIsTheLeastPause() {
    add(10, 30, 100);
    assertFalse(setbacks.isDueAt(atSeconds(129)));
    assertFalse(setbacks.isFloorDueAt(atSeconds(129)));
    assertTrue(setbacks.isDueAt(atSeconds(130)));
    assertTrue(setbacks.isFloorDueAt(atSeconds(130)));
  }

  @Test
  void nothingGoesBeforeTheFloor() {
    add(60, 30, 0);
    setbacks.bringForward(DueTime.in(atSeconds(0), 5 * SECOND));
    assertEquals(30 * SECOND, setbacks.next().at());
    add(60, 0, 0);
    setbacks.bringForward(DueTime.in(atSeconds(0), 5 * SECOND));
    assertEquals(5 * SECOND, setbacks.next().at());
    setbacks.bringForward(DueTime.in(atSeconds(0), 50 * SECOND));
    assertEquals(5 * SECOND, setbacks.next().at(), "never later");
  }

  @Test
  void makingItDueStopsAtTheFloor() {
    add(60, 30, 0);
    setbacks.makeDue();
    assertEquals(30 * SECOND, setbacks.next().at());
    add(60, 0, 0);
    setbacks.makeDue();
    assertTrue(setbacks.isDueAt(atSeconds(0)));
  }

  @Test
  void whatWasMadeDueIsNotPlannedUnlessThereIsAFloor() {
    add(60, 0, 0);
    setbacks.makeDue();
    assertNull(setbacks.next());
    assertNull(setbacks.nextAt(atSeconds(1)));
  }

  @Test
  void wantOfAPermitDelaysAndNeverBringsForward() {
    setbacks.delay(DueTime.in(atSeconds(0), 10 * SECOND));
    assertEquals(10 * SECOND, setbacks.next().at());
    setbacks.delay(DueTime.in(atSeconds(0), 5 * SECOND));
    assertEquals(10 * SECOND, setbacks.next().at());
    setbacks.delay(DueTime.in(atSeconds(0), 15 * SECOND));
    assertEquals(15 * SECOND, setbacks.next().at());
  }

  @Test
  void theCountStartsAnewWhileTheFailureStays() {
    add(10, 30, 0);
    add(10, 30, 10);
    assertEquals(2, setbacks.count());
    setbacks.restartCount();
    assertEquals(0, setbacks.count());
    assertSame(failure, setbacks.failure());
    assertFalse(setbacks.isFloorDueAt(atSeconds(39)));
  }

  @Test
  void successForgetsEverything() {
    add(10, 30, 0);
    setbacks.clear();
    assertEquals(0, setbacks.count());
    assertNull(setbacks.failure());
    assertNull(setbacks.failedAt());
    assertEquals(0, setbacks.attempts());
    assertTrue(setbacks.isDueAt(atSeconds(0)));
    assertTrue(setbacks.isFloorDueAt(atSeconds(0)));
    assertEquals(new AttemptInfo(0, Duration.ZERO, null, null), setbacks.attemptInfo(atSeconds(1)));
  }

  @Test
  void circumstancesTellWhatWasTriedAndWhenItGoesOn() {
    add(10, 0, 100);
    AttemptInfo told = setbacks.attemptInfo(atSeconds(104));
    assertEquals(1, told.attempts());
    assertEquals(Duration.ofSeconds(2), told.elapsed());
    assertEquals(Moments.START.plusSeconds(100), told.failedAt());
    assertEquals(Moments.START.plusSeconds(110), told.nextAttemptAt());
  }
}
