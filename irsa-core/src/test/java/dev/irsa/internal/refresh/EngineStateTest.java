package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.MINUTE;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What changes the state of a session from outside. */
class EngineStateTest extends EngineFixture {

  @Test
  void aRejectedKeyCausesARefreshThatCallersWaitForTwoSecondsAtMost() {
    haveAnHour();
    engine.invalidate("ASIA1", atSeconds(100));
    assertEquals(List.of("read claims", "request 2"), actions.wanted());
    assertNull(asked(atSeconds(101)));
    Waiter waiter = join(101);
    assertEquals(SECOND, engine.nextWake(atSeconds(101)));
    Waiter hurried = join(SECOND / 2, atSeconds(101));
    assertEquals(SECOND / 2, engine.nextWake(atSeconds(101)));

    engine.tick(atSeconds(102));

    assertEquals("ASIA1", key(NotedActions.outcome(waiter)));
    assertEquals("ASIA1", key(NotedActions.outcome(hurried)));
    assertEquals("ASIA1", key(asked(atSeconds(102))));
  }

  @Test
  void aRejectedKeyThatIsNotTheCurrentOneOrHasExpiredCausesNothing() {
    haveAnHour();
    engine.invalidate("ASIAOTHER", atSeconds(5));
    assertEquals(List.of(), actions.wanted());
    engine.invalidate("ASIA1", atSeconds(5));
    assertEquals(List.of("request 2"), actions.wanted());
  }

  @Test
  void aRejectedKeyDuringARefreshStartsNoOtherAndCallersWaitForIt() {
    haveAnHour();
    assertEquals("ASIA1", key(asked(atSeconds(2400))));
    assertEquals(List.of("request 2", "read claims"), actions.wanted());
    engine.invalidate("ASIA1", atSeconds(2401));
    assertEquals(List.of(), actions.wanted());
    assertNull(asked(atSeconds(2401)));
    succeed(2, 2402, HOUR);
    assertEquals("ASIA2", key(asked(atSeconds(2402))), "the window has closed");
  }

  @Test
  void aRejectedKeyWhoseRefreshFailsIsServedAgainImmediately() {
    haveAnHour();
    engine.invalidate("ASIA1", atSeconds(5));
    assertNull(asked(atSeconds(5)));
    Waiter waiter = join(5);
    fail(2, 5, SimulatedFailures.denied());
    assertEquals("ASIA1", key(NotedActions.outcome(waiter)));
    assertEquals("ASIA1", key(asked(atSeconds(5))));
  }

  @Test
  void aRejectedKeyWhoseRefreshFailedDoesNotMakeCallersWaitForTheNextOne() {
    haveAnHour();
    engine.invalidate("ASIA1", atSeconds(5));
    fail(2, 5, SimulatedFailures.noToken());
    refresh(6);
    assertTrue(actions.isInFlight());
    assertEquals("ASIA1", key(asked(atSeconds(6))));
  }

  @Test
  void aRejectedKeyDoesNotMakeCallersWaitIfTheFloorOfTheLastFailureForbidsARefresh() {
    haveAnHour();
    engine.invalidate("ASIA1", atSeconds(5));
    fail(2, 5, SimulatedFailures.denied());
    refresh(70);
    succeed(3, 70, HOUR);
    refresh(DEADLINE, atSeconds(71));
    fail(4, 71, SimulatedFailures.denied());
    actions.wanted();
    engine.invalidate("ASIA3", atSeconds(80));
    assertEquals("ASIA3", key(asked(atSeconds(80))));
    engine.invalidate("ASIA3", atSeconds(131));
    assertEquals(1, actions.wanted().stream().filter("request 5"::equals).count(), "not spent");
  }

  @Test
  void aRejectedKeyBoundsTheWaitOnlyOfCallersWithValidCredentials() {
    assertNull(asked(atSeconds(0)));
    succeed(1, 0, Duration.ofMinutes(15));
    engine.invalidate("ASIA1", atSeconds(899));
    assertNull(asked(atSeconds(900)));
    Waiter waiter = join(900);
    engine.tick(atSeconds(902));
    assertFalse(NotedActions.isCompleted(waiter));
    engine.tick(atSeconds(920));
    assertTrue(NotedActions.isCompleted(waiter));
  }

  @Test
  void aFreezeEndsTheFlightAndAllWaitsAndTheNextCallStartsANewOne() {
    haveAnHour();
    refresh(5);
    Waiter first = refresh(6);
    actions.wanted();

    engine.forget(atSeconds(7));

    assertEquals(List.of("abort 2"), actions.wanted());
    assertEquals(2, actions.completed().size());
    assertTrue(text(NotedActions.outcome(first)).contains("dropped by discardAll()"));
    assertNull(engine.credentials());
    assertNull(asked(atSeconds(7)));
    assertEquals(List.of("urgent 3"), actions.wanted());
    engine.succeeded(2, issued("LATE", START.plus(HOUR)), atSeconds(8));
    assertNull(engine.credentials(), "a late answer is not wanted");
  }

  @Test
  void aFreezeResetsFailuresPausesAndChecksOfTheToken() {
    assertNull(asked(atSeconds(0)));
    fail(1, 0, SimulatedFailures.noToken());
    engine.forget(atSeconds(0));
    assertNull(status(atSeconds(0)).failure());
    engine.newInputFound(atSeconds(0));
    assertFalse(actions.isInFlight(), "nobody waits for another token");
    assertNull(asked(atSeconds(0)));
    assertTrue(actions.isInFlight());
  }

  @Test
  void aParkedSessionEndsTheFlightPublishesItOnceDoesNothingAndKeepsItsState() {
    haveAnHour();
    var unused = leave(refresh(5), atSeconds(6));
    actions.wanted();

    engine.park(atSeconds(7));
    engine.park(atSeconds(7));

    assertEquals(List.of("abort 2"), actions.wanted());
    assertEquals(List.of(), actions.completed());
    assertEquals(List.of("Closed"), told());

    engine.invalidate("ASIA1", atSeconds(8));
    engine.claimsRead(null, atSeconds(8));
    engine.newInputFound(atSeconds(8));
    engine.tick(atSeconds(9999));
    engine.failed(2, SimulatedFailures.outage(), false, atSeconds(9));
    engine.succeeded(2, issued("LATE", START.plus(HOUR)), atSeconds(9));
    assertEquals(0, start(2, 9));
    assertEquals(Long.MAX_VALUE, engine.nextWake(atSeconds(9)));
    assertEquals(0, engine.quietFor(atSeconds(9)));
    assertEquals(List.of(), actions.wanted());
    assertEquals(List.of(), told());
    assertEquals(HOUR.toNanos() - 9 * SECOND, engine.worthKeepingFor(atSeconds(9)));

    engine.resume();
    assertEquals("ASIA1", asked(atSeconds(10)).credentials().accessKeyId());
    assertEquals(List.of("read claims"), actions.wanted(), "what had to wait, and no call");
  }

  @Test
  void aParkedSessionIsRetainedForAtLeast15MinutesAndNotAtAllIfItNeverCalled() {
    assertEquals(0, engine.worthKeepingFor(atSeconds(0)));
    haveAnHour();
    assertEquals(15 * MINUTE, engine.worthKeepingFor(atSeconds(3500)));
    assertEquals(15 * MINUTE, engine.worthKeepingFor(atSeconds(9999)));
  }

  @Test
  void theStatusSaysWhatIsKnown() {
    SessionStatus empty = status(atSeconds(0));
    assertEquals(described(SessionStatus.NONE), described(empty));
    assertNull(asked(atSeconds(0)));
    assertTrue(start(1, 0) > 0);
    Instant server = START.plusSeconds(100);
    engine.succeeded(
        1,
        new ExchangeResult(
            Moments.credentials("ASIA1", server.plus(HOUR)), server, Duration.ofMillis(200)),
        atSeconds(1));
    SessionStatus full = status(atSeconds(2));
    assertEquals(
        List.of(
            Freshness.FRESH,
            Freshness.REFRESH_DUE,
            Freshness.EXPIRED,
            server.plus(HOUR),
            START.plusNanos(2_400_933_333_334L),
            START.plusSeconds(1),
            Duration.ofMillis(99_100)),
        List.of(
            full.freshnessAt(START.plusSeconds(2400).toEpochMilli()),
            full.freshnessAt(START.plusSeconds(2401).toEpochMilli()),
            full.freshnessAt(START.plusSeconds(3601).toEpochMilli()),
            full.expiration(),
            full.nextRefreshAt(),
            full.receivedAt(),
            full.clockOffset()));
    assertEquals(List.of("Refreshed", "ClockOffset"), told());
  }

  @Test
  void theStatusSaysWhatFailedWhenAndWhenItGoesOn() {
    CredentialsException failure = SimulatedFailures.denied();
    assertNull(asked(atSeconds(0)));
    fail(1, 3, failure);
    SessionStatus failed = status(atSeconds(3));
    assertSame(failure, failed.failure());
    assertEquals(START.plusSeconds(3), failed.failedAt());
    assertEquals(1, failed.attempts());
  }

  /** Times of the wall clock do not matter before the first credentials. */
  private static String described(SessionStatus status) {
    return status.toString().replaceAll("Millis=\\d+", "Millis");
  }

  @Test
  void theStatusLetsFallDueWhatTheClocksShowForItMustNotDisagreeWithCalls() {
    haveAnHour();
    assertEquals(Freshness.REFRESH_DUE, status(atSeconds(2400)).freshness());
    assertTrue(actions.isInFlight());
    assertEquals(300 * MILLISECOND * 1000, engine.quietFor(atSeconds(2400)));
  }
}
