package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.MINUTE;
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
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.NotedActions;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenMonitorTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final NotedActions actions = new NotedActions();
  private final EngineState state = EngineState.empty();
  private final CurrentCredentials current = state.current();
  private final RefreshSchedule schedule =
      new RefreshSchedule(
          new SessionConfig(
              SimulatedFailures.SUBJECT,
              RefreshPolicy.standard(),
              Duration.ofHours(12),
              Duration.ofDays(365)),
          state,
          new SingleFlight(
              Moments.drawing(0), actions, new RefreshFailures(SimulatedFailures.SUBJECT), state),
          atSeconds(0));
  private final ServerClock server = new ServerClock(null, atSeconds(0));
  private final TokenMonitor monitor =
      new TokenMonitor(
          current, schedule, actions, new EventPublisher(SimulatedFailures.SUBJECT, actions));

  /** A token with a lifetime of a day, which has stalled after 19 h 15 min. */
  private static final TokenClaims DAY =
      new TokenClaims("issuer", "subject", List.of("sts"), START, START.plus(Duration.ofDays(1)));

  private static final long STALLS_AT = Duration.ofMinutes(19 * 60 + 15).toSeconds();
  private static final long LAST_USE = Duration.ofMinutes(23 * 60 + 50).toSeconds();

  private void take(Duration life) {
    current.take(Moments.session(life));
    monitor.renewed(current.timings(), atSeconds(0), server);
  }

  @Test
  void theFileIsNotCheckedWithoutAReason() {
    monitor.asked();
    monitor.tick(atSeconds(9999));
    assertEquals(List.of(), actions.wanted());
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(0)));
    assertFalse(monitor.found());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"an hour, PT1H, 10000", "five minutes, PT5M, 3333"})
  void claimsAreReadTenSecondsAfterARefresh(String sentence, Duration life, long millis) {
    take(life);
    assertEquals(millis, monitor.nextWake(atSeconds(0)) / MILLISECOND);
    monitor.tick(atMillis(millis - 1));
    assertEquals(List.of(), actions.wanted());
    monitor.tick(atMillis(millis + 1));
    assertEquals(List.of("read claims"), actions.wanted());
    monitor.tick(atMillis(millis + 2));
    assertEquals(List.of(), actions.wanted(), "once");
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(11)));
  }

  @Test
  void inLazyModeClaimsAreReadByTheNextCall() {
    take(HOUR);
    monitor.asked();
    monitor.asked();
    assertEquals(List.of("read claims"), actions.wanted());
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(1)));
  }

  @Test
  void afterAFailureOfTheTokenTheFileIsCheckedEverySecond() {
    monitor.failed(SimulatedFailures.noToken(), atSeconds(100));
    schedule.asked(atSeconds(100));
    assertEquals(SECOND, monitor.nextWake(atSeconds(100)));
    monitor.tick(atMillis(100_999));
    assertEquals(List.of(), actions.wanted());
    monitor.tick(atSeconds(101));
    monitor.tick(atSeconds(101));
    assertEquals(List.of("look"), actions.wanted());
    assertEquals(SECOND, monitor.nextWake(atSeconds(101)));
    monitor.tick(atSeconds(102));
    assertEquals(List.of("look"), actions.wanted());
  }

  @Test
  void otherFailuresDoNotCauseChecks() {
    monitor.failed(SimulatedFailures.outage(), atSeconds(100));
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(100)));
  }

  @Test
  void withoutCallsTheChecksEnd() {
    schedule.asked(atSeconds(0));
    monitor.failed(SimulatedFailures.noToken(), atSeconds(900));
    monitor.tick(atSeconds(901));
    assertEquals(List.of(), actions.wanted());
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(901)));
    assertFalse(monitor.found());
  }

  @Test
  void whileCredentialsAreValidTheChecksContinueWithoutCalls() {
    take(HOUR);
    monitor.asked();
    monitor.failed(SimulatedFailures.expiredToken(), atSeconds(2000));
    assertEquals(List.of("read claims"), actions.wanted());
    monitor.tick(atSeconds(2001));
    assertEquals(List.of("look"), actions.wanted());
  }

  @Test
  void shortSessionsAreCheckedMoreOften() {
    take(Duration.ofMinutes(5));
    monitor.failed(SimulatedFailures.expiredToken(), atSeconds(100));
    monitor.asked();
    assertEquals(333, monitor.nextWake(atSeconds(100)) / MILLISECOND);
  }

  @Test
  void anotherTokenIsWaitedForOnce() {
    monitor.failed(SimulatedFailures.noToken(), atSeconds(100));
    assertTrue(monitor.found());
    assertFalse(monitor.found());
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(100)));
  }

  @Test
  void afterASuccessOrAFreezeTheChecksEnd() {
    monitor.failed(SimulatedFailures.noToken(), atSeconds(100));
    monitor.forget();
    assertFalse(monitor.found());
    monitor.failed(SimulatedFailures.noToken(), atSeconds(100));
    take(HOUR);
    assertFalse(monitor.found());
  }

  @Test
  void theEarlierOfTwoReasonsWakes() {
    take(HOUR);
    monitor.failed(SimulatedFailures.noToken(), atSeconds(0));
    assertEquals(SECOND, monitor.nextWake(atSeconds(0)));
    assertEquals(0, monitor.nextWake(atSeconds(10)));
    monitor.failed(SimulatedFailures.noToken(), atSeconds(9));
    assertEquals(500 * MILLISECOND, monitor.nextWake(atMillis(9500)));
  }

  @Test
  void aStalledTokenIsPublishedAndMakesTheRefreshEarlier() {
    current.take(Moments.session(Duration.ofDays(2)));
    monitor.renewed(Timings.STANDARD, atSeconds(0), server);
    monitor.claimsRead(DAY, atSeconds(10), server);
    assertSame(DAY, monitor.claims());
    assertEquals(List.of(), actions.told());
    assertEquals((STALLS_AT - 10) * SECOND, monitor.nextWake(atSeconds(10)));
    assertEquals(169_200 * SECOND, current.session().refreshDue().at(), "as planned");

    monitor.claimsRead(DAY, atSeconds(STALLS_AT), server);

    assertEquals(
        List.of(
            new IrsaEvent.TokenStalled(
                IdentitySource.WEB_IDENTITY,
                SimulatedFailures.ROLE,
                START.plusSeconds(STALLS_AT),
                DAY)),
        actions.told());
    assertEquals(LAST_USE * SECOND, current.session().refreshDue().at());
    assertEquals(MINUTE, monitor.nextWake(atSeconds(STALLS_AT)));
  }

  @Test
  void aStalledTokenCausesOneLastRefresh() {
    current.take(Moments.session(Duration.ofDays(2)));
    monitor.renewed(Timings.STANDARD, atSeconds(0), server);
    monitor.claimsRead(DAY, atSeconds(STALLS_AT), server);

    monitor.renewed(Timings.STANDARD, atSeconds(LAST_USE - 1), server);
    current.take(Moments.session(Duration.ofDays(2)));
    monitor.claimsRead(DAY, atSeconds(LAST_USE - 1), server);
    assertEquals(LAST_USE * SECOND, current.session().refreshDue().at(), "not yet spent");

    monitor.renewed(Timings.STANDARD, atSeconds(LAST_USE), server);
    current.take(Moments.session(Duration.ofDays(2)));
    monitor.claimsRead(DAY, atSeconds(LAST_USE), server);
    assertEquals(169_200 * SECOND, current.session().refreshDue().at(), "it has bought its last");
  }

  @Test
  void claimsThatCannotBeReadChangeNothing() {
    take(HOUR);
    monitor.claimsRead(null, atSeconds(10), server);
    assertNull(monitor.claims());
    assertEquals(2400 * SECOND, current.session().refreshDue().at());
    assertEquals(List.of(), actions.told());
  }

  /** Returns the claims of a token issued at time zero. */
  private static TokenClaims living(long seconds) {
    return issuedAt(0, seconds);
  }

  private static TokenClaims issuedAt(long at, long seconds) {
    return new TokenClaims(
        "issuer", "sub", List.of("sts"), START.plusSeconds(at), START.plusSeconds(at + seconds));
  }

  /** Passes claims to the monitor and returns the published events. */
  private List<String> read(@Nullable TokenClaims found, long second) {
    monitor.claimsRead(found, atSeconds(second), server);
    return actions.told().stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  private static final List<String> NOTHING = List.of();
  private static final List<String> ROTATED = List.of("TokenRotated");
  private static final List<String> STALLED = List.of("TokenStalled");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a day: three minutes past 80 %, 86400, 69300",
    "an hour: three minutes past 80 %, 3600, 3060",
    "less than an hour: one minute past 80 %, 3599, 2939.2"
  })
  void aTokenStallsSomeMinutesPastFourFifthsOfItsLife(String sentence, long life, double stallsAt) {
    assertEquals(NOTHING, read(living(life), 0));
    assertEquals(stallsAt, monitor.nextWake(atSeconds(0)) / 1e9, 1e-6);
    long late = (long) Math.ceil(stallsAt);
    monitor.tick(atSeconds(late));
    assertEquals(List.of("read claims"), actions.wanted());
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(late)), "it is being read");

    assertEquals(NOTHING, read(living(life), late - 2));
    assertEquals(STALLED, read(living(life), late));
    assertEquals(NOTHING, read(living(life), late + 60), "told once");
    assertEquals(60 * SECOND, monitor.nextWake(atSeconds(late + 60)), "read each minute");
  }

  @Test
  void anotherTokenIsARotation() {
    assertEquals(NOTHING, read(living(3600), 0));
    assertEquals(ROTATED, read(issuedAt(2880, 3600), 2880));
    assertEquals(NOTHING, read(issuedAt(2880, 3600), 2900));
    assertEquals(START.plusSeconds(2880), monitor.claims().issuedAt());
  }

  @Test
  void aTokenThatRotatesAfterStallingIsNormalAgain() {
    current.take(Moments.session(Duration.ofDays(2)));
    assertEquals(NOTHING, read(living(3600), 0));
    assertEquals(STALLED, read(living(3600), 3060));
    assertEquals(3240 * SECOND, current.session().refreshDue().at());
    current.take(Moments.session(Duration.ofDays(2)));
    assertEquals(ROTATED, read(issuedAt(3100, 3600), 3100));
    assertEquals(169_200 * SECOND, current.session().refreshDue().at(), "as planned");
    assertEquals(STALLED, read(issuedAt(3100, 3600), 6160), "it may stall as well");
  }

  @Test
  void anotherTokenThatHasAlreadyStalledIsPublishedAsStalled() {
    assertEquals(NOTHING, read(living(7200), 0));
    assertEquals(STALLED, read(living(3600), 3100));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a day: ten minutes before its end, 86400, 85800",
    "an hour: a tenth of its life, 3600, 3240"
  })
  void aStalledTokenIsUsedOnceMoreBeforeItsExpiration(String sentence, long life, long lastUse) {
    current.take(Moments.session(Duration.ofDays(2)));
    assertEquals(NOTHING, read(living(life), 0));
    assertEquals(169_200 * SECOND, current.session().refreshDue().at(), "it has not stalled");
    assertEquals(STALLED, read(living(life), life - life / 8));
    assertEquals(lastUse * SECOND, current.session().refreshDue().at());
  }

  @Test
  void shortSessionsUseAStalledTokenLater() {
    assertEquals(NOTHING, read(living(3600), 0));
    current.take(
        TimedCredentials.of(
            Moments.credentials("ASIA1", START.plusSeconds(3550)),
            Duration.ofSeconds(450),
            false,
            RefreshPolicy.standard(),
            Moments.drawing(0),
            atSeconds(3100)));
    assertEquals(3400 * SECOND, current.session().refreshDue().at());
    assertEquals(STALLED, read(living(3600), 3150));
    assertEquals(3300 * SECOND, current.session().refreshDue().at(), "five minutes before its end");
  }

  @Test
  void aStalledTokenThatHasExpiredIsUsedImmediately() {
    current.take(Moments.session(Duration.ofDays(2)));
    assertEquals(STALLED, read(living(3600), 3609));
    assertEquals(3609 * SECOND, current.session().refreshDue().at());
  }

  @Test
  void timesOfTheTokenAreMeasuredByTheServersClock() {
    ServerClock ahead = new ServerClock(START.plusSeconds(1000), atSeconds(0));
    monitor.claimsRead(living(3600), atSeconds(0), ahead);
    assertEquals(2060 * SECOND, monitor.nextWake(atSeconds(0)));
  }

  @Test
  void aTokenThatCannotBeReadIsReadAgainIfThereWasOne() {
    assertEquals(NOTHING, read(null, 0));
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(0)));
    assertNull(monitor.claims());
    assertEquals(NOTHING, read(living(3600), 0));
    assertEquals(NOTHING, read(null, 10));
    assertEquals(60 * SECOND, monitor.nextWake(atSeconds(10)));
    assertEquals(living(3600), monitor.claims());
  }

  @Test
  void aTokenWithoutTimesIsNotWatched() {
    Instant none = null;
    current.take(Moments.session(Duration.ofDays(2)));
    for (TokenClaims claims :
        List.of(
            new TokenClaims("i", "s", List.of(), none, START),
            new TokenClaims("i", "s", List.of(), START, none),
            new TokenClaims("i", "s", List.of(), START, START),
            new TokenClaims("i", "s", List.of(), START, START.minusSeconds(1)))) {
      monitor.claimsRead(claims, atSeconds(99_999), server);
      assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(99_999)));
      assertEquals(169_200 * SECOND, current.session().refreshDue().at());
    }
  }

  @Test
  void aStalledTokenIsReadMoreOftenInShortSessions() {
    current.take(Moments.session(Duration.ofSeconds(90)));
    assertEquals(NOTHING, read(living(3600), 0));
    assertEquals(2898 * SECOND, monitor.nextWake(atSeconds(0)), "18 s past 80 %");
    assertEquals(STALLED, read(living(3600), 2898));
    assertEquals(6 * SECOND, monitor.nextWake(atSeconds(2898)));
  }
}
