package dev.irsa.simulation;

import static dev.irsa.simulation.VirtualSession.denied;
import static dev.irsa.simulation.VirtualSession.err;
import static dev.irsa.simulation.VirtualSession.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Runs the 24 test vectors of the AWS SDKs for credential refresh against the engine. Where the
 * engine deviates, the name of the test states what holds instead, and docs/refresh.md explains
 * why. A share of 0 makes every random value the minimum: refreshes start 20 min before the end of
 * an hour, and pauses are half of their step.
 */
class AwsVectorsTest {

  private static final Duration AHEAD = Duration.ofMinutes(41);
  private static final Duration LAST_MINUTE = Duration.ofSeconds(3570);

  private final VirtualSession session = new VirtualSession(RefreshPolicy.standard(), 0);

  private void atAgeWithoutRefresh(Duration age) {
    assertEquals("ASIA1", session.key());
    session.always(err());
    session.advance(age);
  }

  @Test
  void v01ValidCredentialsAreServedWithoutACall() {
    assertEquals("ASIA1", session.key());
    session.advance(Duration.ofMinutes(10));
    assertEquals("ASIA1", session.keyAtOnce());
    assertEquals(1, session.calls());
  }

  @Test
  void v02AheadOfExpirationCallersGetThePreviousOnesImmediatelyAndTheNewOnesNext() {
    assertEquals("ASIA1", session.key());
    session.delay(Duration.ofSeconds(2));
    session.advance(Duration.ofMinutes(40));
    assertEquals("ASIA1", session.keyAtOnce());
    session.seconds(2);
    assertEquals("ASIA2", session.keyAtOnce());
  }

  @Test
  void v03AheadOfExpirationTheCachedOnesAreServedDuringAnOutageWithBackoff() {
    assertEquals("ASIA1", session.key());
    session.always(err());
    session.advance(Duration.ofMinutes(40));
    session.seconds(1);
    int calls = session.calls();
    assertEquals(4, calls, "one flight of three attempts");
    session.seconds(3);
    assertEquals("ASIA1", session.keyAtOnce());
    assertEquals(calls, session.calls());
    session.seconds(2);
    assertEquals(calls + 1, session.calls(), "the next flight makes one attempt");
  }

  @Test
  void v04InTheLastMinuteCallersGetThePreviousOnesImmediatelyAndTheNewOnesNext() {
    atAgeWithoutRefresh(LAST_MINUTE);
    session.alwaysOk().delay(Duration.ofSeconds(1));
    assertEquals("ASIA1", session.keyAtOnce());
    session.seconds(8);
    assertEquals("ASIA2", session.keyAtOnce());
  }

  @Test
  void v05InTheLastMinuteTheCachedOnesAreServedDuringAnOutage() {
    atAgeWithoutRefresh(LAST_MINUTE);
    for (int second = 0; second < 29; second++) {
      assertEquals("ASIA1", session.keyAtOnce());
      session.seconds(1);
    }
  }

  @Test
  void v06AfterExpirationTheCallerGetsNewOnes() {
    assertEquals("ASIA1", session.key());
    session.time.suspend(Duration.ofMinutes(61));
    assertEquals("ASIA2", session.key());
  }

  @Test
  void v07AfterExpirationAnOutageIsATypedErrorWithItsAgeAndTheNextAttempt() {
    atAgeWithoutRefresh(Duration.ofMinutes(61));
    var failure = assertThrows(ExchangeUnavailableException.class, session::get);
    assertTrue(failure.getMessage().contains("[failed at "), failure.getMessage());
    assertTrue(failure.getMessage().contains("[next attempt at "), failure.getMessage());
  }

  @Test
  void v08WithoutCredentialsAFailureIsRepeatedForAWhileAndThenRetried() {
    session.always(err());
    var first = assertThrows(ExchangeUnavailableException.class, session::get);
    session.alwaysOk();
    var second = session.failureAtOnce();
    assertSame(first.getCause(), second.getCause());
    assertEquals(3, session.calls());
    session.seconds(1);
    assertEquals("ASIA1", session.key());
  }

  @Test
  void v09AheadOfExpirationExpiredCredentialsFromStsAreRejectedWithAPause() {
    assertEquals("ASIA1", session.key());
    session.always(stale());
    session.advance(Duration.ofMinutes(40));
    assertEquals("ASIA1", session.keyAtOnce());
    assertEquals(2, session.calls());
    session.seconds(4);
    assertEquals(2, session.calls());
    session.seconds(1);
    assertEquals(3, session.calls());
  }

  @Test
  void v10InTheLastMinuteExpiredCredentialsFromStsAreRejectedWithAPause() {
    atAgeWithoutRefresh(LAST_MINUTE);
    session.always(stale());
    int calls = session.calls();
    session.seconds(20);
    assertEquals("ASIA1", session.keyAtOnce());
    assertTrue(session.calls() - calls <= 8, "calls: " + (session.calls() - calls));
  }

  private void assertWindow(int lifetimeSeconds, int windowSeconds) {
    session.lifetime(Duration.ofSeconds(lifetimeSeconds));
    assertEquals("ASIA1", session.key());
    session.seconds(lifetimeSeconds - windowSeconds - 1);
    assertEquals(1, session.calls(), "before the window");
    session.seconds(1);
    assertEquals(2, session.calls(), "in the window");
  }

  @Test
  void v11ALifetimeOfTenMinutesHasAWindowOfAThird() {
    assertWindow(600, 200);
  }

  @Test
  void v12ALifetimeOfTwentyAndAHalfMinutesHasAWindowOfAThird() {
    assertWindow(1230, 410);
  }

  @Test
  void v13ALifetimeOfSixHoursHasAWindowOfAnHour() {
    assertWindow(21_600, 3600);
  }

  @Test
  void v14EachSessionTakesItsWindowFromItsOwnLifetime() {
    session.lifetime(Duration.ofHours(6));
    assertEquals("ASIA1", session.key());
    session.always(err());
    session.seconds(18_059);
    session.alwaysOk().lifetime(Duration.ofMinutes(10));
    assertTrue(session.refresh());
    assertEquals("ASIA2", session.keyAtOnce());
    int calls = session.calls();
    session.seconds(399);
    assertEquals(calls, session.calls());
    session.seconds(1);
    assertEquals(calls + 1, session.calls());
  }

  @Test
  void v15AConfiguredWindowTakesPrecedence() {
    VirtualSession configured =
        new VirtualSession(RefreshPolicy.standard().withAdvisoryWindow(Duration.ofMinutes(30)), 0);
    assertEquals("ASIA1", configured.key());
    configured.seconds(1799);
    assertEquals(1, configured.calls());
    configured.seconds(1);
    assertEquals(2, configured.calls());
  }

  private void assertDenialIsNotRaised(Duration floor) {
    assertEquals(1, session.events(IrsaEvent.RefreshFailed.class).size());
    int calls = session.calls();
    session.alwaysOk();
    session.advance(floor.minusSeconds(1));
    assertEquals("ASIA1", session.keyAtOnce());
    assertEquals(calls, session.calls());
    session.seconds(2);
    assertEquals("ASIA2", session.keyAtOnce());
  }

  @Test
  void v16AheadOfExpirationADenialIsNotRaisedAndRetriedAfterAMinute() {
    assertEquals("ASIA1", session.key());
    session.always(denied());
    session.advance(Duration.ofMinutes(40));
    assertDenialIsNotRaised(Duration.ofMinutes(1));
  }

  @Test
  void v17InTheLastMinuteADenialIsNotRaisedAndRetriedAfterHalfOfTheRemainingTime() {
    VirtualSession late =
        new VirtualSession(RefreshPolicy.standard().withAdvisoryWindow(Duration.ofSeconds(40)), 0);
    assertEquals("ASIA1", late.key());
    late.always(denied());
    late.seconds(3560);
    assertEquals(2, late.calls());
    late.alwaysOk();
    late.seconds(19);
    assertEquals("ASIA1", late.keyAtOnce());
    assertEquals(2, late.calls());
    late.seconds(1);
    assertEquals("ASIA2", late.keyAtOnce());
  }

  @Test
  void v18AfterADenialCallersAreServedWithoutACall() {
    assertEquals("ASIA1", session.key());
    session.always(denied());
    session.advance(AHEAD.minusMinutes(1));
    assertEquals("ASIA1", session.keyAtOnce());
    assertEquals("ASIA1", session.keyAtOnce());
    assertEquals(2, session.calls());
  }

  @Test
  void v19InvalidatedCredentialsAreReplaced() {
    assertEquals("ASIA1", session.key());
    session.advance(Duration.ofMinutes(10));
    session.delay(Duration.ofMillis(200));
    session.cache.invalidate("ASIA1");
    assertEquals("ASIA2", session.key());
  }

  @Test
  void v20InvalidatedCredentialsAreServedThroughAnOutage() {
    assertEquals("ASIA1", session.key());
    session.advance(Duration.ofMinutes(10));
    session.always(err());
    session.cache.invalidate("ASIA1");
    assertEquals("ASIA1", session.key());
    assertNotNull(session.failure());
  }

  @Test
  void v21InvalidationRefreshesImmediatelyDespiteTheBackoff() {
    assertEquals("ASIA1", session.key());
    session.always(err());
    session.advance(AHEAD);
    session.alwaysOk();
    session.cache.invalidate("ASIA1");
    assertEquals("ASIA2", session.key());
  }

  @Test
  void v22InvalidatingOtherCredentialsDoesNothing() {
    assertEquals("ASIA1", session.key());
    session.advance(Duration.ofMinutes(10));
    session.cache.invalidate("ASIA0");
    assertEquals("ASIA1", session.keyAtOnce());
    assertEquals(1, session.calls());
  }

  @Test
  void v23AfterAnOutageNewOnesComeWithinSeconds() {
    assertEquals("ASIA1", session.key());
    session.always(err());
    session.advance(Duration.ofMinutes(40));
    session.alwaysOk();
    session.seconds(6);
    assertEquals("ASIA2", session.keyAtOnce());
  }

  @Test
  void v24WithoutCredentialsADenialIsRaisedAndRetriedAfterSixSeconds() {
    session.always(denied());
    assertThrows(ExchangeRejectedException.class, session::get);
    session.alwaysOk();
    session.seconds(6);
    assertEquals("ASIA1", session.key());
  }
}
