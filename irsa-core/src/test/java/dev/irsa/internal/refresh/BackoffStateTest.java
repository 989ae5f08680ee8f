package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.failure.AttemptInfo;
import dev.irsa.internal.time.DueTime;
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
}
