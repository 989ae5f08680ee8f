package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atMillis;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.internal.token.JwtClaims;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What falls due. */
class EngineTimesTest extends EngineFixture {

  @ParameterizedTest
  @CsvSource({
    "regardless of the backoff, false, 3590000",
    "but waits for the floor, true, 3594000"
  })
  void theLastChanceStartsARefresh(String sentence, boolean denied, long millis) {
    haveAnHour();
    refresh(3588);
    fail(2, 3588, denied ? SimulatedFailures.denied() : SimulatedFailures.outage());
    actions.wanted();
    engine.tick(atMillis(millis - 1));
    assertEquals(List.of(), actions.wanted());
    engine.tick(atMillis(millis));
    assertEquals(List.of("request 3"), actions.wanted());
  }

  private static IrsaEvent expired(@Nullable Instant servedUntil) {
    return new IrsaEvent.Expired(
        IdentitySource.WEB_IDENTITY, SimulatedFailures.ROLE, START.plusSeconds(3600), servedUntil);
  }

  @Test
  void theExpirationMakesTheNextAttemptEarlierAndIsPublished() {
    haveAnHour();
    asked(atSeconds(3597));
    asked(atSeconds(3597));
    fail(2, 3598, SimulatedFailures.invalidToken());
    actions.told();
    engine.tick(atSeconds(3600));
    assertEquals(List.of(expired(null)), actions.told());
    actions.wanted();
    engine.tick(atMillis(3_600_499));
    assertEquals(List.of(), actions.wanted());
    engine.tick(atMillis(3_600_500));
    assertEquals(List.of("urgent 3"), actions.wanted());
  }

  @Test
  void theExpirationStartsADelayedRefreshBecauseThreeMoreCallsAreAllowed() {
    haveAnHour();
    for (int attempt = 2; attempt <= 13; attempt++) {
      refresh(3570 + attempt);
      fail(attempt, 3570 + attempt, SimulatedFailures.outage());
    }
    actions.wanted();
    engine.tick(atMillis(3_599_999));
    assertEquals(List.of(), actions.wanted());
    engine.tick(atSeconds(3600));
    assertEquals(List.of("urgent 14"), actions.wanted());
  }

  @Test
  void theExpirationOfUnwantedCredentialsIsNotPublished() {
    haveAnHour();
    engine.tick(atSeconds(4600));
    assertEquals(List.of(), told());
    assertFalse(actions.isInFlight());
  }

  @Test
  void theExpirationMakesAQueuedRefreshUrgent() {
    haveAnHour();
    engine.tick(atSeconds(2400));
    actions.wanted();
    engine.tick(atSeconds(3599));
    assertEquals(List.of(), actions.wanted());
    engine.tick(atSeconds(3600));
    assertEquals(List.of("promote 2"), actions.wanted());
    assertEquals(List.of("Expired"), told());
  }

  @Test
  void theExpirationDoesNotAffectARefreshThatWasGranted() {
    haveAnHour();
    engine.tick(atSeconds(3595));
    assertTrue(start(2, 3595) > 0);
    actions.wanted();
    engine.tick(atSeconds(3600));
    assertEquals(List.of(), actions.wanted());
  }

  @ParameterizedTest(name = "the end tells until when old ones are served: {0}")
  @ValueSource(strings = {"outage", "denial", "no answer yet"})
  void theExpirationTellsUntilWhenExpiredCredentialsAreServed(String last) {
    engine = engine(RefreshPolicy.standard().withStaticStability(Duration.ofMinutes(30)));
    haveAnHour();
    engine.tick(atSeconds(3580));
    switch (last) {
      case "outage" -> fail(2, 3580, SimulatedFailures.outage());
      case "denial" -> fail(2, 3580, SimulatedFailures.denied());
      default -> assertTrue(start(2, 3599) > 0);
    }
    actions.told();

    engine.tick(atSeconds(3600));

    Instant servedUntil = last.equals("outage") ? START.plusSeconds(5400) : null;
    assertEquals(List.of(expired(servedUntil)), actions.told());
  }

  @Test
  void aTokenThatChangedAfterAFailureStartsARefreshOnceRegardlessOfTheBackoff() {
    assertNull(asked(atSeconds(0)));
    fail(1, 0, SimulatedFailures.noToken());
    actions.wanted();
    engine.newInputFound(atMillis(500));
    assertEquals(List.of("urgent 2"), actions.wanted());
    engine.newInputFound(atMillis(500));
    assertEquals(List.of(), actions.wanted());
    succeed(2, 1, HOUR);
  }

  @Test
  void theTokenIsReadTenSecondsAfterTheCredentialsWereReceivedAndItsClaimsAreInTheStatus() {
    haveAnHour();
    assertEquals(10 * SECOND, engine.nextWake(atSeconds(0)));
    engine.tick(atSeconds(10));
    assertEquals(List.of("read claims"), actions.wanted());
    TokenClaims claims = new JwtClaims("issuer", "subject", List.of(), null, null);
    engine.claimsRead(claims, atSeconds(10));
    assertSame(claims, status(atSeconds(10)).tokenClaims());
  }

  @ParameterizedTest(name = "is performed by the next: {0}")
  @ValueSource(strings = {"call", "refresh", "rejection", "grant", "status", "wake-up"})
  void dueWorkIsPerformedByTheNextStep(String next) {
    assertNull(asked(atSeconds(0)));
    Waiter overdue = join(3 * SECOND, atSeconds(0));
    TimePoint now = atSeconds(3);
    switch (next) {
      case "call" -> assertNull(asked(now));
      case "refresh" -> assertFalse(NotedActions.isCompleted(refresh(DEADLINE, now)));
      case "rejection" -> engine.invalidate("ASIAOTHER", now);
      case "grant" -> assertTrue(engine.started(1, now) > 0);
      case "status" -> assertNull(status(now).freshness());
      default -> engine.tick(now);
    }
    assertTrue(NotedActions.isCompleted(overdue));
  }

  @Test
  void theNextWakeUpIsTheEarliestOfAll() {
    assertEquals(Long.MAX_VALUE, engine.nextWake(atSeconds(0)));
    assertNull(asked(atSeconds(0)));
    assertTrue(start(1, 0) > 0);
    assertEquals(7 * SECOND, engine.nextWake(atSeconds(0)));
    join(5 * SECOND, atSeconds(0));
    assertEquals(5 * SECOND, engine.nextWake(atSeconds(0)));
    refresh(3 * SECOND, atSeconds(0));
    assertEquals(3 * SECOND, engine.nextWake(atSeconds(0)));
  }

  @Test
  void theNextWakeUpInLazyModeIsScheduledOnlyForFlightsAndWaiters() {
    engine = engine(RefreshPolicy.lazy());
    haveAnHour();
    assertEquals(Long.MAX_VALUE, engine.nextWake(atSeconds(0)));
    refresh(5);
    assertEquals(DEADLINE, engine.nextWake(atSeconds(5)));
  }
}
