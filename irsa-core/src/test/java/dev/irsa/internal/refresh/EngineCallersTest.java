package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atMillis;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls for credentials, explicit refreshes, and the ends of waits. */
class EngineCallersTest extends EngineFixture {

  @Test
  void aCallWithoutCredentialsStartsAnUrgentFlightWhichOthersJoin() {
    assertNull(asked(atSeconds(0)));
    Waiter first = join(0);
    assertNull(asked(atSeconds(1)));
    Waiter second = join(1);
    assertEquals(List.of("urgent 1"), actions.wanted());
    assertTrue(actions.isInFlight());

    succeed(1, 2, HOUR);

    assertEquals(List.of(first, second), actions.completed());
    assertEquals("ASIA1", key(NotedActions.outcome(first)));
    assertTrue(NotedActions.outcome(first).renewed());
    assertFalse(actions.isInFlight());
    assertEquals("ASIA1", key(asked(atSeconds(3))));
    assertEquals(List.of(), actions.wanted());
  }

  @Test
  void aCallShortlyAfterAFailureGetsItAgainAndStartsNothing() {
    assertNull(asked(atSeconds(0)));
    fail(1, 0, SimulatedFailures.denied());
    assertEquals(List.of("urgent 1"), actions.wanted());
    CallResult again = asked(atMillis(999));
    assertEquals("STS said AccessDenied", text(again));
    assertNull(again.attemptInfo().nextAttemptAt(), "the next caller starts it");
    assertEquals(1, again.attemptInfo().attempts());
    assertEquals(List.of(), actions.wanted());
    assertNull(asked(atSeconds(1)));
    assertEquals(List.of("urgent 2"), actions.wanted());
  }

  @Test
  void aCallInLazyModeStartsADueRefreshOnceAndIsServedMeanwhile() {
    engine = engine(RefreshPolicy.lazy());
    haveAnHour();
    assertEquals("ASIA1", key(asked(atSeconds(2399))));
    assertEquals(List.of("read claims"), actions.wanted());
    engine.tick(atSeconds(2400));
    assertEquals(List.of(), actions.wanted(), "nobody asks");
    assertEquals("ASIA1", key(asked(atSeconds(2400))));
    assertEquals("ASIA1", key(asked(atSeconds(2401))));
    assertEquals(List.of("request 2"), actions.wanted());
    fail(2, 2401, SimulatedFailures.denied());
    assertEquals("ASIA1", key(asked(atSeconds(2402))));
    assertEquals(List.of(), actions.wanted(), "spaced");
  }

  @Test
  void aCallAfterExpirationWaitsUntilThereIsAFailureDuringWhichTheExpiredOnesAreServed() {
    engine = engine(RefreshPolicy.standard().withStaticStability(Duration.ofMinutes(30)));
    haveAnHour();
    assertNull(asked(atSeconds(3600)));
    actions.told();
    assertEquals(List.of("urgent 2", "read claims"), actions.wanted());
    fail(2, 3600, SimulatedFailures.noToken());
    assertEquals(SimulatedFailures.noToken().summary(), text(asked(atSeconds(3601))));
    assertEquals(List.of("look"), actions.wanted());
    assertNull(asked(atSeconds(3603)));
    assertEquals(List.of("urgent 3", "look"), actions.wanted());
    assertTrue(start(3, 3603) > 0);
    engine.tick(atSeconds(3610));
    engine.tick(atSeconds(3611));
    assertTrue(start(4, 3611) > 0);
    engine.tick(atSeconds(3621));
    CallResult old = asked(atSeconds(3622));
    assertEquals("ASIA1", key(old));
    assertEquals(
        "STS at https://sts.eu-west-1.amazonaws.com/ did not respond within 10 s",
        old.failure().summary());
  }

  @Test
  void anExplicitRefreshDuringAFlightWaitsForTheNextOne() {
    assertNull(asked(atSeconds(0)));
    Waiter caller = join(0);
    Waiter refresher = refresh(1);
    assertEquals(19 * SECOND, engine.nextWake(atSeconds(1)), "the caller's deadline");

    succeed(1, 2, HOUR);

    assertEquals(List.of(caller), actions.completed());
    assertEquals(List.of("urgent 1", "request 2"), actions.wanted());
    succeed(2, 3, HOUR);
    assertEquals("ASIA2", key(NotedActions.outcome(refresher)));
    assertTrue(NotedActions.outcome(refresher).renewed());
    assertEquals(List.of(), actions.wanted(), "nobody else waits");
  }

  @Test
  void anExplicitRefreshJoinsAFlightThatBecomesDueAtTheSameMoment() {
    haveAnHour();
    Waiter waiter = refresh(2400);
    assertEquals(List.of("request 2", "read claims"), actions.wanted());
    succeed(2, 2401, HOUR);
    assertTrue(NotedActions.outcome(waiter).renewed());
  }

  @Test
  void anExplicitRefreshIgnoresTheBackoffButNotTheFloor() {
    haveAnHour();
    refresh(5);
    fail(2, 5, SimulatedFailures.noToken());
    assertEquals(List.of("request 2"), actions.wanted());
    refresh(6);
    assertEquals(List.of("look", "request 3"), actions.wanted());
    fail(3, 6, SimulatedFailures.denied());
    actions.wanted();

    Waiter tooSoon = refresh(8);

    assertEquals("ASIA1", key(NotedActions.outcome(tooSoon)), "the old ones");
    assertFalse(NotedActions.outcome(tooSoon).renewed());
    assertEquals("STS said AccessDenied", NotedActions.outcome(tooSoon).failure().summary());
  }

  @Test
  void anExplicitRefreshDuringAFlightThatEndsWithAFloorGetsTheResultOfTheOthers() {
    assertNull(asked(atSeconds(0)));
    Waiter refresher = refresh(0);
    fail(1, 0, SimulatedFailures.throttling());
    engine.tick(atSeconds(1));
    fail(2, 1, SimulatedFailures.throttling());
    engine.tick(atSeconds(2));
    fail(3, 2, SimulatedFailures.throttling());
    assertEquals("STS throttles", text(NotedActions.outcome(refresher)));
    assertFalse(actions.isInFlight());
  }

  @Test
  void anExplicitRefreshReportsTheRateLimitAndTheTimeOfTheNextCall() {
    haveAnHour();
    for (int attempt = 2; attempt <= 12; attempt++) {
      refresh(attempt);
      succeed(attempt, attempt, HOUR);
    }
    Waiter tooMany = refresh(13);
    CallResult outcome = NotedActions.outcome(tooMany);
    assertEquals("ASIA12", key(outcome));
    assertEquals(
        "The limit of calls to STS for arn:aws:iam::123456789012:role/app is reached; the next call"
            + " is allowed at "
            + START.plusSeconds(60),
        outcome.failure().summary());
    refresh(60);
    assertTrue(actions.isInFlight());
  }

  @Test
  void anExplicitRefreshCountsAsACallForCredentials() {
    haveAnHour();
    refresh(3000);
    fail(2, 3000, SimulatedFailures.invalidToken());
    engine.tick(atSeconds(3700));
    assertTrue(actions.isInFlight(), "expired, and somebody asked lately");
  }

  @Test
  void aCallerAfterAnInterruptGetsAFailureThatSaysSoAndNoLaterResult() {
    assertNull(asked(atSeconds(0)));
    Waiter leaving = join(0);
    Waiter staying = join(0);
    Waiter refreshing = refresh(0);
    assertEquals(
        "The thread was interrupted while it waited for credentials for"
            + " arn:aws:iam::123456789012:role/app",
        text(leave(leaving, atSeconds(1))));
    assertEquals(
        "The thread was interrupted while it waited for credentials for"
            + " arn:aws:iam::123456789012:role/app",
        text(leave(refreshing, atSeconds(1))));
    succeed(1, 2, HOUR);
    assertEquals(List.of(staying), actions.completed());
    assertEquals(List.of("urgent 1"), actions.wanted(), "nobody waits for a second flight");
  }

  @Test
  void aCallerAfterAnInterruptGetsValidCredentials() {
    haveAnHour();
    Waiter waiter = refresh(5);
    assertEquals("ASIA1", key(leave(waiter, atSeconds(5))));
  }

  @Test
  void aCallerAtTheDeadlineGetsAFailureWithTheDurationAndTheReason() {
    assertNull(asked(atSeconds(0)));
    Waiter waiting = join(2 * SECOND, atSeconds(0));
    Waiter refreshing = refresh(3 * SECOND, atSeconds(0));
    engine.tick(atMillis(1999));
    assertEquals(List.of(), actions.completed());
    engine.tick(atSeconds(2));
    assertEquals(
        "No credentials for arn:aws:iam::123456789012:role/app within the caller's deadline of 2 s:"
            + " queued behind other calls to STS at https://sts.eu-west-1.amazonaws.com/",
        text(NotedActions.outcome(waiting)));
    assertTrue(start(1, 2) > 0);
    engine.tick(atSeconds(3));
    assertEquals(
        "No credentials for arn:aws:iam::123456789012:role/app within the caller's deadline of 3 s:"
            + " waiting for STS at https://sts.eu-west-1.amazonaws.com/",
        text(NotedActions.outcome(refreshing)));
  }
}
