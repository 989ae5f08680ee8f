package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atMillis;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.NotedActions;
import dev.irsa.simulation.SimulatedFailures;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What counts as a time-out: after one, the next attempt gets all that is left of the flight. An
 * attempt that is granted at 8 s has then 10 s, and 7 s otherwise.
 */
class SingleFlightTest {

  private static final long ALL_THAT_IS_LEFT = 10 * SECOND;

  private final NotedActions actions = new NotedActions();
  private final SingleFlight flight =
      new SingleFlight(
          Moments.drawing(0),
          actions,
          new RefreshFailures(SimulatedFailures.SUBJECT),
          EngineState.empty());

  private void startAndGrant() {
    assertTrue(flight.start(atSeconds(0)));
    assertEquals(RefreshFlight.ATTEMPT, flight.grant(atSeconds(0)));
  }

  private long boundAfterFailing(CredentialsException failure, long millis) {
    startAndGrant();
    flight.progressed(AttemptProgress.CALLING, atSeconds(0));
    assertNull(flight.fail(failure, false, atMillis(millis)), "it goes on");
    return boundOfTheSecondAttempt();
  }

  private long boundOfTheSecondAttempt() {
    assertNull(flight.tick(atSeconds(8)));
    assertTrue(flight.isCurrent(2), "the pause is over");
    return flight.grant(atSeconds(8));
  }

  @Test
  void anOutageInTheLastTenthOfTheBoundIsATimeOut() {
    assertEquals(ALL_THAT_IS_LEFT, boundAfterFailing(SimulatedFailures.outage(), 6_300));
  }

  @Test
  void anOutageBeforeTheLastTenthIsNotATimeOut() {
    assertEquals(RefreshFlight.ATTEMPT, boundAfterFailing(SimulatedFailures.outage(), 6_299));
  }

  @Test
  void aResponseWithACodeIsNotATimeOutHoweverLateItComes() {
    assertEquals(
        RefreshFlight.ATTEMPT, boundAfterFailing(SimulatedFailures.communication(), 6_900));
  }

  @Test
  void anAttemptThatExceedsItsBoundHasTimedOut() {
    startAndGrant();
    flight.progressed(AttemptProgress.CALLING, atSeconds(0));
    assertNull(flight.tick(atSeconds(7)));
    assertEquals(List.of("urgent 1", "time out 1"), actions.wanted());
    assertEquals(ALL_THAT_IS_LEFT, boundOfTheSecondAttempt());
  }

  @Test
  void anAttemptThatExceedsItsBoundBeforeItsCallHasTimedOut() {
    startAndGrant();
    assertNull(flight.tick(atSeconds(7)));
    assertEquals(List.of("urgent 1", "abort 1"), actions.wanted());
    assertEquals(ALL_THAT_IS_LEFT, boundOfTheSecondAttempt());
  }
}
