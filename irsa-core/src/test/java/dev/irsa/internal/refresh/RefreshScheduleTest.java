package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.NotedActions;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Credentials of an hour are due for a refresh after 2400 s, have their last chance after 3590 s
 * and expire after 3600 s.
 */
class RefreshScheduleTest {

  private static final Duration NEVER_IDLE = Duration.ofDays(365);

  private final EngineState state = EngineState.empty();
  private final NotedActions actions = new NotedActions();
  private final SingleFlight flight =
      new SingleFlight(
          Moments.drawing(0), actions, new RefreshFailures(SimulatedFailures.SUBJECT), state);
  private final RefreshSchedule schedule = schedule(RefreshPolicy.standard(), NEVER_IDLE);

  private RefreshSchedule schedule(RefreshPolicy policy, Duration idleAfter) {
    return new RefreshSchedule(
        new SessionConfig(SimulatedFailures.SUBJECT, policy, Duration.ofHours(12), idleAfter),
        state,
        flight,
        atSeconds(0));
  }

  private void take(Duration life) {
    state.current().take(Moments.session(life));
  }

  private void fail(CredentialsException why, long second, long pause) {
    RefreshFlight ended = new RefreshFlight(3);
    ended.request(1);
    state.backoff().add(why, ended, new Backoff.Pause(pause * SECOND, 0), atSeconds(second));
  }

  private void assertQuiet(long seconds, long second) {
    assertEquals(seconds * SECOND, schedule.quietFor(atSeconds(second)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fresh for long: five minutes, 0, 300",
    "fresh for less: until a timer should have started the refresh, 2300, 101",
    "due and nothing under way: not at all, 2400, 0",
    "expired: not at all, 3600, 0"
  })
  void callersAreServedWithoutTheEngine(String sentence, long second, long seconds) {
    take(Duration.ofHours(1));
    assertQuiet(seconds, second);
  }

  @Test
  void withoutCredentialsNothingIsServed() {
    assertQuiet(0, 0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"for five minutes, 2400, 300", "at most until the end, 3550, 50"})
  void duringARefreshCallersAreServedWithoutTheEngine(String sentence, long second, long seconds) {
    take(Duration.ofHours(1));
    assertTrue(flight.start(atSeconds(2400)));
    assertQuiet(seconds, second);
  }

  @Test
  void afterAFailureCallersAreServedWithoutTheEngineUntilTheNextRefreshIsDue() {
    take(Duration.ofHours(1));
    fail(SimulatedFailures.outage(), 2400, 30);
    assertQuiet(31, 2400);
    assertQuiet(2, 2429);
    assertQuiet(0, 2430);
    fail(SimulatedFailures.denied(), 2400, 30);
    assertQuiet(31, 2400);
  }

  @Test
  void shortSessionsAreCheckedMoreOften() {
    take(Duration.ofMinutes(6));
    assertQuiet(120, 0);
  }

  @Test
  void lazyModeAndInvalidationNeedTheEngineForEachCall() {
    take(Duration.ofHours(1));
    assertEquals(0, schedule(RefreshPolicy.lazy(), NEVER_IDLE).quietFor(atSeconds(0)));

    state.invalidation().causedRefresh("ASIA1", atSeconds(0), Timings.STANDARD);
    assertQuiet(0, 1);
    assertQuiet(300, 2);

    fail(SimulatedFailures.denied(), 10, 60);
    assertQuiet(300, 10);
  }

  @Test
  void wakesAtTheNextThresholdOrWhenTheNextRefreshIsDue() {
    assertEquals(Long.MAX_VALUE, schedule.nextWake(atSeconds(0)));
    take(Duration.ofHours(1));
    assertEquals(2400 * SECOND, schedule.nextWake(atSeconds(0)));
    assertEquals(1190 * SECOND, schedule.nextWake(atSeconds(2400)), "nothing failed");

    fail(SimulatedFailures.outage(), 2400, 30);
    assertEquals(30 * SECOND, schedule.nextWake(atSeconds(2400)));
    fail(SimulatedFailures.outage(), 2400, 1200);
    assertEquals(1190 * SECOND, schedule.nextWake(atSeconds(2400)), "the last chance is earlier");

    fail(SimulatedFailures.outage(), 2400, 30);
    assertTrue(flight.start(atSeconds(2410)));
    assertEquals(1180 * SECOND, schedule.nextWake(atSeconds(2410)), "one is under way");
  }

  @Test
  void noWakeUpIsScheduledForAnUnwantedRefresh() {
    take(Duration.ofHours(1));
    fail(SimulatedFailures.outage(), 3590, 20);
    assertTrue(state.current().passesLastChance(atSeconds(3600)));
    assertTrue(state.current().passesExpiry(atSeconds(3600)));
    assertEquals(Long.MAX_VALUE, schedule.nextWake(atSeconds(3600)), "not asked for in 15 min");
    schedule.asked(atSeconds(3600));
    assertEquals(10 * SECOND, schedule.nextWake(atSeconds(3600)));
  }

  @Test
  void theNextRefreshIsReported() {
    assertNull(schedule.nextRefreshAt(atSeconds(0)));
    take(Duration.ofHours(1));
    assertEquals(START.plusSeconds(2400), schedule.nextRefreshAt(atSeconds(100)));
    assertNull(schedule.nextRefreshAt(atSeconds(2400)), "with the next call or tick");
    fail(SimulatedFailures.outage(), 2400, 30);
    assertEquals(START.plusSeconds(2430), schedule.nextRefreshAt(atSeconds(2410)));
    assertTrue(flight.start(atSeconds(2415)));
    assertEquals(START.plusSeconds(2420), schedule.nextRefreshAt(atSeconds(2420)), "now");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fresh, 0, 2399, false",
    "due, 0, 2400, true",
    "due and asked for long ago, 0, 3599, true",
    "expired and nobody asked lately, 0, 3600, false",
    "expired and asked for just now, 3600, 3600, true",
    "expired and asked for nearly 15 min ago, 3600, 4499, true",
    "expired and not asked for in 15 min, 3600, 4500, false"
  })
  void refreshesContinueWithoutACaller(String sentence, long asked, long now, boolean wanted) {
    take(Duration.ofHours(1));
    schedule.asked(atSeconds(asked));
    assertEquals(wanted, schedule.wantsRefreshAt(atSeconds(now)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"idle for nearly long enough, 7199, true", "idle, 7200, false"})
  void anIdleSessionIsNotRefreshed(String sentence, long now, boolean wanted) {
    take(Duration.ofMinutes(125));
    assertEquals(Freshness.AHEAD, state.current().session().freshness(atSeconds(now)));
    RefreshSchedule idle = schedule(RefreshPolicy.standard(), Duration.ofHours(2));
    assertEquals(wanted, idle.wantsRefreshAt(atSeconds(now)));
  }

  @Test
  void withoutCredentialsNoRefreshIsWanted() {
    schedule.asked(atSeconds(10));
    assertFalse(schedule.wantsRefreshAt(atSeconds(10)));
  }

  @Test
  void credentialsAreWantedForFifteenMinutesAfterACall() {
    assertTrue(schedule.isWantedAt(atSeconds(899)));
    assertFalse(schedule.isWantedAt(atSeconds(900)));
    take(Duration.ofMinutes(5));
    assertTrue(schedule.isWantedAt(atSeconds(299)));
    assertFalse(schedule.isWantedAt(atSeconds(300)));
  }
}
