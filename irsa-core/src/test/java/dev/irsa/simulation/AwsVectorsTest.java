package dev.irsa.simulation;

import static dev.irsa.simulation.VirtualSession.denied;
import static dev.irsa.simulation.VirtualSession.err;
import static dev.irsa.simulation.VirtualSession.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.RefreshPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The 24 vectors that AWS's SDKs share for their credential refresh, restated in docs/refresh.md,
 * in the profile with AWS's numbers. A share of 0.4 makes its pause after a failure 420 s.
 */
class AwsVectorsTest {

  private static final Duration AHEAD = Duration.ofMinutes(46);
  private static final Duration LAST_MINUTE = Duration.ofSeconds(3570);

  private final VirtualSession session = new VirtualSession(RefreshPolicy.awsSpecification(), 0.4);

  private int atAge(Duration age) {
    assertEquals("ASIA1", session.key());
    session.advance(age);
    return session.calls();
  }

  private void assertSpaced(int calls) {
    int made = session.calls();
    assertEquals(true, made > calls, "a refresh was tried");
    session.seconds(300);
    session.key();
    assertEquals(made, session.calls(), "no call within 300 s");
  }

  @Test
  void v01ValidCredentialsAreServedWithoutACall() {
    int calls = atAge(Duration.ofMinutes(10));
    assertEquals("ASIA1", session.keyAtOnce());
    assertEquals(calls, session.calls());
  }

  @Test
  void v02AheadOfExpirationTheCallerWhoFindsItDueGetsTheNewOnes() {
    atAge(AHEAD);
    assertEquals("ASIA2", session.key());
  }

  @Test
  void v03AheadOfExpirationAnOutageServesTheCachedOnesAndIsSpaced() {
    int calls = atAge(AHEAD);
    session.always(err());
    assertEquals("ASIA1", session.key());
    assertSpaced(calls);
  }

  @Test
  void v04InTheLastMinuteCallersWaitForTheNewOnes() {
    atAge(LAST_MINUTE);
    session.delay(Duration.ofSeconds(1));
    var first = session.ask();
    var second = session.ask();
    assertEquals("ASIA2", session.await(first).accessKeyId());
    assertEquals("ASIA2", VirtualSession.answer(second).accessKeyId());
  }

  @Test
  void v05InTheLastMinuteAnOutageServesTheCachedOnes() {
    atAge(LAST_MINUTE);
    session.always(err());
    assertEquals("ASIA1", session.key());
  }

  @Test
  void v06AfterExpirationTheCallerGetsNewOnes() {
    atAge(Duration.ofMinutes(61));
    assertEquals("ASIA2", session.key());
  }

  @Test
  void v07AfterExpirationAnOutageServesTheExpiredOnes() {
    atAge(Duration.ofMinutes(61));
    session.always(err());
    assertEquals("ASIA1", session.key());
    assertNotNull(session.failure());
  }

  @Test
  void v08WithoutAnyAnOutageIsAnErrorAndTheNextCallTriesAgain() {
    session.always(err());
    assertThrows(ExchangeUnavailableException.class, session::get);
    session.alwaysOk();
    assertEquals("ASIA1", session.key());
  }

  @Test
  void v09AheadOfExpirationAnAnswerThatHasExpiredIsRefusedAndSpaced() {
    int calls = atAge(AHEAD);
    session.always(stale());
    assertEquals("ASIA1", session.key());
    assertSpaced(calls);
  }

  @Test
  void v10InTheLastMinuteAnAnswerThatHasExpiredIsRefused() {
    int calls = atAge(LAST_MINUTE);
    session.always(stale());
    assertEquals("ASIA1", session.key());
    session.key();
    assertEquals(calls + 1, session.calls());
  }

  private void assertWindow(int lifetimeSeconds, int windowSeconds) {
    session.lifetime(Duration.ofSeconds(lifetimeSeconds));
    int calls = atAge(Duration.ofSeconds(lifetimeSeconds - windowSeconds - 1));
    session.key();
    assertEquals(calls, session.calls(), "before the window");
    session.seconds(2);
    session.key();
    assertEquals(calls + 1, session.calls(), "inside the window");
  }

  @Test
  void v11TenMinutesOfLifeHaveAWindowOfFiveMinutes() {
    assertWindow(600, 300);
  }

  @Test
  void v12TwentyAndAHalfMinutesOfLifeHaveAWindowOfFifteenMinutes() {
    assertWindow(1230, 900);
  }

  @Test
  void v13SixHoursOfLifeHaveAWindowOfAnHour() {
    assertWindow(21_600, 3600);
  }

  @Test
  void v14EachSessionTakesItsWindowFromTheTable() {
    session.lifetime(Duration.ofHours(6));
    atAge(Duration.ofMinutes(301));
    session.lifetime(Duration.ofMinutes(10));
    assertEquals("ASIA2", session.key());
    session.seconds(299);
    assertEquals("ASIA2", session.key());
    session.seconds(2);
    assertEquals("ASIA3", session.key());
  }

  @Test
  void v15AConfiguredWindowBeatsTheTable() {
    VirtualSession configured =
        new VirtualSession(
            RefreshPolicy.awsSpecification().withAdvisoryWindow(Duration.ofMinutes(30)), 0.4);
    assertEquals("ASIA1", configured.key());
    configured.seconds(1799);
    assertEquals("ASIA1", configured.key());
    configured.seconds(2);
    assertEquals("ASIA2", configured.key());
  }

  private void assertDenialIsRaisedThenForgotten(Duration age) {
    atAge(age);
    session.always(denied());
    assertThrows(ExchangeRejectedException.class, session::get);
    session.alwaysOk();
    session.seconds(6);
    assertEquals("ASIA2", session.key());
  }

  @Test
  void v16AheadOfExpirationADenialIsRaisedAndTriedAgainAfterSixSeconds() {
    assertDenialIsRaisedThenForgotten(AHEAD);
  }

  @Test
  void v17InTheLastMinuteADenialIsRaisedAndTriedAgainAfterSixSeconds() {
    assertDenialIsRaisedThenForgotten(LAST_MINUTE);
  }

  @Test
  void v18ADenialIsRepeatedAtOnceWithoutACall() {
    int calls = atAge(AHEAD);
    session.always(denied());
    assertThrows(ExchangeRejectedException.class, session::get);
    assertThrows(ExchangeRejectedException.class, session::get);
    assertEquals(calls + 1, session.calls());
  }

  @Test
  void v19InvalidatedCredentialsAreReplaced() {
    atAge(Duration.ofMinutes(10));
    session.cache.invalidate("ASIA1");
    assertEquals("ASIA2", session.key());
  }

  @Test
  void v20InvalidatedCredentialsAreServedThroughAnOutage() {
    atAge(Duration.ofMinutes(10));
    session.always(err());
    session.cache.invalidate("ASIA1");
    assertEquals("ASIA1", session.key());
  }

  @Test
  void v21InvalidationDoesNotShortenThePause() {
    int calls = failedAhead();
    session.seconds(60);
    session.cache.invalidate("ASIA1");
    assertEquals("ASIA1", session.key());
    assertEquals(calls, session.calls());
    session.seconds(365);
    assertEquals("ASIA2", session.key());
  }

  @Test
  void v22InvalidatingOtherCredentialsDoesNothing() {
    int calls = atAge(Duration.ofMinutes(10));
    session.cache.invalidate("ASIA0");
    assertEquals("ASIA1", session.keyAtOnce());
    assertEquals(calls, session.calls());
  }

  @Test
  void v23AfterAnOutageThePauseIsKept() {
    int calls = failedAhead();
    session.seconds(300);
    assertEquals("ASIA1", session.key());
    assertEquals(calls, session.calls());
    session.seconds(125);
    assertEquals("ASIA2", session.key());
  }

  private int failedAhead() {
    atAge(AHEAD);
    session.always(err());
    assertEquals("ASIA1", session.key());
    session.alwaysOk();
    return session.calls();
  }

  @Test
  void v24WithoutAnyADenialIsThatErrorAndTriedAgainAfterSixSeconds() {
    session.always(denied());
    assertThrows(ExchangeRejectedException.class, session::get);
    session.alwaysOk();
    session.seconds(6);
    assertEquals("ASIA1", session.key());
  }
}
