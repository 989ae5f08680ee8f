package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atMillis;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refreshes from their start to their end. */
class EngineFlightsTest extends EngineFixture {

  @Test
  void aFlightIgnoresAttemptsThatAreNotTheCurrentOne() {
    assertNull(asked(atSeconds(0)));
    assertEquals(0, start(9, 0));
    engine.succeeded(9, issued("LATE", START.plus(HOUR)), atSeconds(0));
    assertNull(engine.credentials());
    engine.failed(9, SimulatedFailures.denied(), false, atSeconds(0));
    assertTrue(actions.isInFlight());
    assertEquals(7 * SECOND, start(1, 0));
  }

  @Test
  void aFlightThatWasQueuedTooLongAfterItsFirstAttemptEndsWithTheFailureOfThatAttempt() {
    assertNull(asked(atSeconds(0)));
    Waiter waiter = join(0);
    fail(1, 0, SimulatedFailures.outage());
    engine.tick(atSeconds(0));
    assertEquals(List.of("urgent 1", "urgent 2"), actions.wanted());
    assertEquals(0, engine.started(2, atMillis(17_751)));
    assertEquals("STS is down", text(NotedActions.outcome(waiter)));
    assertFalse(actions.isInFlight());
  }

  @Test
  void aFlightTimesOutAndItsNextAttemptGetsAllRemainingTime() {
    assertNull(asked(atSeconds(0)));
    assertEquals(7 * SECOND, start(1, 0));
    assertEquals(7 * SECOND, engine.nextWake(atSeconds(0)));
    engine.tick(atMillis(6999));
    assertEquals(List.of("urgent 1"), actions.wanted());
    engine.tick(atSeconds(7));
    assertEquals(List.of("time out 1"), actions.wanted());
    assertEquals(0, engine.nextWake(atSeconds(7)), "a pause of nothing, by the draw");
    engine.tick(atSeconds(7));
    assertEquals(List.of("urgent 2"), actions.wanted());
    assertEquals(Long.MAX_VALUE, engine.nextWake(atSeconds(7)), "queued");
    assertEquals(11 * SECOND, start(2, 7));
    engine.tick(atSeconds(18));
    assertEquals(List.of("time out 2"), actions.wanted());
    assertEquals(List.of("RefreshFailed"), told());
    assertFalse(actions.isInFlight());
  }

  @Test
  void aFlightThatTimesOutBeforeItsCallFailsWithWhatKeptItFromTheCall() {
    CredentialsException obstacle = SimulatedFailures.noToken();
    assertNull(asked(atSeconds(0)));
    assertTrue(engine.started(1, atSeconds(0)) > 0);
    Waiter hurried = join(2 * SECOND, atSeconds(0));
    Waiter waiter = join(0);
    actions.obstruct(obstacle);

    engine.tick(atSeconds(2));
    engine.tick(atSeconds(7));

    assertSame(obstacle, NotedActions.outcome(hurried).failure().getCause());
    assertEquals(List.of("urgent 1", "abort 1"), actions.wanted());
    assertSame(obstacle, NotedActions.outcome(waiter).failure());
  }

  @Test
  void aFlightThatReturnsCredentialsWithLessThanASecondLeftHasFailed() {
    assertNull(asked(atSeconds(0)));
    Waiter waiter = join(0);
    assertTrue(start(1, 0) > 0);
    engine.succeeded(1, issued("OLD", START.plusMillis(999)), atSeconds(0));
    assertTrue(text(NotedActions.outcome(waiter)).contains("expire within a second"));
    assertNull(engine.credentials());
    assertNull(asked(atSeconds(1)));
    assertTrue(start(2, 1) > 0);
    engine.succeeded(2, issued("NEW", START.plusSeconds(2)), atSeconds(1));
    assertEquals("NEW", key(asked(atMillis(1999))), "a second is enough");
  }

  @Test
  void aFlightThatReturnsALongerLifetimeThanRequestedIsLimitedToTheRequestedOne() {
    assertNull(asked(atSeconds(0)));
    succeed(1, 0, Duration.ofHours(13));
    assertEquals(Duration.ofHours(12).toNanos(), engine.worthKeepingFor(atSeconds(0)));
  }

  @Test
  void aFlightThatReturnsTheFirstCredentialsSpreadsTheirRefreshWiderThanLaterOnes() {
    engine = engine(RefreshPolicy.standard(), 1);
    haveAnHour();
    assertEquals(START.plusSeconds(25 * 60), status(atSeconds(0)).nextRefreshAt());
    refresh(5);
    succeed(2, 5, HOUR);
    assertEquals(START.plusSeconds(5 + 31 * 60), status(atSeconds(5)).nextRefreshAt());
  }

  /** Refreshes at 100 s, when it is another time by the issuer's clock. */
  private void receiveTheSameAgain(Instant server) {
    refresh(100);
    assertTrue(start(2, 100) > 0);
    engine.succeeded(
        2,
        new ExchangeResult(Moments.credentials("ASIA1", START.plus(HOUR)), server, Duration.ZERO),
        atSeconds(100));
  }

  @Test
  void aFlightThatReturnsTheSameCredentialsShowsASleepThatBothClocksMissed() {
    haveAnHour();
    receiveTheSameAgain(START.plusSeconds(3300));
    assertEquals(Freshness.REFRESH_DUE, status(atSeconds(100)).freshness());
    assertEquals("ASIA1", key(asked(atSeconds(399))));
    assertNull(asked(atSeconds(400)), "expired");
  }

  @Test
  void aFlightThatIsRefusedForItsLifetimeShowsSuchASleepToo() {
    haveAnHour();
    receiveTheSameAgain(START.plus(HOUR).minusMillis(500));
    assertEquals("ASIA1", key(asked(atMillis(100_499))));
    assertNull(asked(atSeconds(101)), "expired");
  }

  @Test
  void aFlightThatSucceedsResetsTheFailuresSoTheNextOneMakesThreeAttempts() {
    haveAnHour();
    refresh(5);
    fail(2, 5, SimulatedFailures.noToken());
    refresh(6);
    succeed(3, 6, HOUR);
    assertNull(status(atSeconds(6)).failure());
    refresh(7);
    fail(4, 7, SimulatedFailures.outage());
    assertTrue(actions.isInFlight());
  }

  @Test
  void aFlightAfterAFailureMakesOneAttemptWhileCredentialsAreValid() {
    haveAnHour();
    engine.tick(atSeconds(2400));
    fail(2, 2400, SimulatedFailures.noToken());
    actions.wanted();
    engine.tick(atSeconds(2405));
    assertEquals(List.of("request 3", "look"), actions.wanted());
    fail(3, 2405, SimulatedFailures.outage());
    assertFalse(actions.isInFlight());
  }

  @Test
  void aFlightAfterAFailureMakesOneAttemptBeforeTheFirstCredentials() {
    assertNull(asked(atSeconds(0)));
    failThreeTimes();
    assertFalse(actions.isInFlight());

    assertNull(asked(atSeconds(10)));
    fail(4, 10, SimulatedFailures.outage());
    assertFalse(actions.isInFlight());
    assertNull(asked(atSeconds(20)));
    succeed(5, 20, HOUR);
  }

  /** Otherwise an issuer that needs eight seconds would never serve after a failure. */
  @Test
  void theOneAttemptAfterATimeOutGetsTheTimeOfASecondOne() {
    assertNull(asked(atSeconds(0)));
    failThreeTimes();
    assertNull(asked(atSeconds(10)));
    assertEquals(7 * SECOND, start(4, 10));
    engine.tick(atSeconds(17));
    assertFalse(actions.isInFlight());

    assertNull(asked(atSeconds(30)));
    assertEquals(11 * SECOND, start(5, 30));
    engine.tick(atSeconds(41));
    assertFalse(actions.isInFlight());
  }

  private void failThreeTimes() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      fail(attempt, 0, SimulatedFailures.outage());
      engine.tick(atSeconds(0));
    }
  }

  /** The pause is the shortest: 1, 2, 4 s. */
  @Test
  void thePauseBeforeTheFirstCredentialsCountsFromTheStartOfTheFlight() {
    assertNull(asked(atSeconds(0)));
    failThreeTimes();
    assertNull(asked(atSeconds(1)));
    assertTrue(start(4, 1) > 0);
    engine.failed(4, SimulatedFailures.outage(), false, atMillis(1_500));
    assertNotNull(asked(atMillis(2_999)));
    assertNull(asked(atSeconds(3)), "2 s after the start");
    assertTrue(start(5, 3) > 0);
    engine.failed(5, SimulatedFailures.outage(), false, atSeconds(9));
    assertNotNull(asked(atMillis(9_999)));
    assertNull(asked(atSeconds(10)), "at least a second after the end");
  }

  @ParameterizedTest
  @CsvSource({"less than two minutes, 3481, false", "two minutes, 3480, true"})
  void aFlightMakesThreeAttemptsOnlyIfThisIsLeft(String left, long second, boolean again) {
    haveAnHour();
    refresh(second);
    fail(2, second, SimulatedFailures.outage());

    assertEquals(again, actions.isInFlight());
  }

  @Test
  void aFlightPausesLongerAfterEachAttempt() {
    engine = engine(RefreshPolicy.standard(), 0.5);
    assertNull(asked(atSeconds(0)));
    fail(1, 0, SimulatedFailures.outage());
    assertEquals(50 * MILLISECOND, engine.nextWake(atSeconds(0)));
    engine.tick(atMillis(49));
    assertEquals(List.of("urgent 1"), actions.wanted());
    engine.tick(atMillis(50));
    assertEquals(List.of("urgent 2"), actions.wanted());
    fail(2, 1, SimulatedFailures.outage());
    assertEquals(100 * MILLISECOND, engine.nextWake(atSeconds(1)));
    engine.tick(atSeconds(2));
    fail(3, 2, SimulatedFailures.outage());
    assertFalse(actions.isInFlight());
  }

  @Test
  void aFlightReportsTheFailureOfItsLastAttemptToCallersThatStopWaiting() {
    CredentialsException failure = SimulatedFailures.outage();
    assertNull(asked(atSeconds(0)));
    Waiter leaving = join(0);
    Waiter overdue = join(2 * SECOND, atSeconds(0));
    fail(1, 0, failure);
    assertSame(failure, leave(leaving, atSeconds(1)).failure().getCause());
    engine.tick(atSeconds(2));
    assertSame(failure, NotedActions.outcome(overdue).failure().getCause());
  }

  @Test
  void aFlightWhoseTokenWasInvalidContinuesImmediatelyWithAnother() {
    haveAnHour();
    engine.tick(atSeconds(2400));
    assertTrue(start(2, 2400) > 0);
    actions.wanted();
    engine.failed(2, SimulatedFailures.expiredToken(), true, atSeconds(2401));
    assertEquals(List.of("request 3"), actions.wanted());
    assertTrue(start(3, 2401) > 0);
    engine.failed(3, SimulatedFailures.expiredToken(), true, atSeconds(2402));
    assertFalse(actions.isInFlight(), "once in a flight");
  }

  @Test
  void aFlightDoesNotContinueIfTheRateLimitIsReached() {
    haveAnHour();
    for (int attempt = 2; attempt <= 12; attempt++) {
      refresh(attempt);
      succeed(attempt, attempt, HOUR);
    }
    refresh(61);
    fail(13, 61, SimulatedFailures.outage());
    assertFalse(actions.isInFlight());
  }

  private List<CredentialsException> failedCalls(Class<? extends IrsaEvent> type) {
    IrsaEvent event = actions.told().stream().filter(type::isInstance).findFirst().orElseThrow();
    if (event instanceof IrsaEvent.Refreshed refreshed) {
      assertEquals(refreshed.failedCalls().size() + 1, refreshed.attempts());
      return refreshed.failedCalls();
    }
    IrsaEvent.RefreshFailed failed = (IrsaEvent.RefreshFailed) event;
    assertEquals(failed.failedCalls().size(), failed.attempts());
    return failed.failedCalls();
  }

  @Test
  void theEventOfARefreshListsTheCallsThatFailedBeforeTheOneThatSucceeded() {
    CredentialsException outage = SimulatedFailures.outage();
    assertNull(asked(atSeconds(0)));
    fail(1, 0, outage);
    engine.tick(atSeconds(2));
    succeed(2, 2, HOUR);
    assertEquals(List.of(outage), failedCalls(IrsaEvent.Refreshed.class));
  }

  @Test
  void theEventOfAFailureListsAllCallsAlsoOneWithoutAUsableResponse() {
    CredentialsException denied = SimulatedFailures.denied();
    assertNull(asked(atSeconds(0)));
    fail(1, 0, denied);
    assertEquals(List.of(denied), failedCalls(IrsaEvent.RefreshFailed.class));
    assertNull(asked(atSeconds(60)));
    succeed(2, 60, Duration.ZERO);
    assertEquals(1, failedCalls(IrsaEvent.RefreshFailed.class).size());
  }

  @Test
  void theEventOfARefreshDoesNotListAnAttemptThatDidNotCallTheIssuer() {
    assertNull(asked(atSeconds(0)));
    assertTrue(engine.started(1, atSeconds(0)) > 0);
    engine.failed(1, SimulatedFailures.noToken(), false, atSeconds(3));
    IrsaEvent.RefreshFailed event = (IrsaEvent.RefreshFailed) actions.told().get(0);
    assertEquals(List.of(), event.failedCalls());
    assertEquals(Duration.ofSeconds(3), event.elapsed());
  }
}
