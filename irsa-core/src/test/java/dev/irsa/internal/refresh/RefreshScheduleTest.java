package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** An hour is due after 2700 s, has its last chance after 3590 s and ends after 3600 s. */
class RefreshScheduleTest {

  private final EngineState memory = EngineState.empty();
  private final NotedActions outbox = new NotedActions();
  private final Demand demand = new Demand(memory.held(), Long.MAX_VALUE, atSeconds(0));
  private final Refresher refresher = refresher(RefreshPolicy.standard());

  private Refresher refresher(RefreshPolicy policy) {
    return new Refresher(
        policy, Moments.drawing(0), outbox, new RefreshFailures(SimulatedFailures.ROLE), memory);
  }

  private RefreshSchedule outlook(RefreshPolicy policy) {
    return new RefreshSchedule(
        policy,
        memory,
        demand,
        refresher,
        new FailurePolicy(policy, memory.held(), memory.setbacks()));
  }

  private RefreshSchedule outlook() {
    return outlook(RefreshPolicy.standard());
  }

  private void take(Duration life) {
    memory.held().take(Moments.session(life));
  }

  private void fail(CredentialsException why, long second, long pause) {
    RefreshFlight flight = new RefreshFlight(3);
    flight.request(1);
    memory.setbacks().add(why, flight, new Backoff.Pause(pause * SECOND, 0), atSeconds(second));
  }

  private void assertQuiet(long seconds, long second) {
    assertEquals(seconds * SECOND, outlook().quietFor(atSeconds(second)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fresh for long: five minutes, 0, 300",
    "fresh for less: until the refresh is due, 2600, 100",
    "due and nothing under way: not at all, 2700, 0",
    "expired: not at all, 3600, 0"
  })
  void callersAreServedUnseen(String sentence, long second, long seconds) {
    take(Duration.ofHours(1));
    assertQuiet(seconds, second);
  }

  @Test
  void nothingIsServedWhereThereIsNothing() {
    assertQuiet(0, 0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"for five minutes, 2700, 300", "at most until the end, 3550, 50"})
  void duringARefreshCallersAreServedUnseen(String sentence, long second, long seconds) {
    take(Duration.ofHours(1));
    assertTrue(refresher.start(atSeconds(2700)));
    assertQuiet(seconds, second);
  }

  @Test
  void afterAFailureTheyAreServedUnseenUntilTheNextRefreshIsDue() {
    take(Duration.ofHours(1));
    fail(SimulatedFailures.outage(), 2700, 30);
    assertQuiet(30, 2700);
    assertQuiet(0, 2730);
    fail(SimulatedFailures.denied(), 2700, 30);
    assertQuiet(30, 2700);
  }

  @Test
  void shortSessionsAreLookedAfterMoreOften() {
    take(Duration.ofMinutes(6));
    assertQuiet(120, 0);
  }

  @Test
  void theMandatoryWindowIsNotServedUnseen() {
    RefreshPolicy minute = RefreshPolicy.awsSpecification().withMode(RefreshPolicy.Mode.STANDARD);
    take(Duration.ofHours(1));
    assertTrue(refresher.start(atSeconds(2700)));
    assertEquals(190 * SECOND, outlook(minute).quietFor(atSeconds(3350)));
    assertTrue(outlook(minute).quietFor(atSeconds(3540)) <= 0);
  }

  @Test
  void somePoliciesAndTimesNeedTheEngineForEachCall() {
    take(Duration.ofHours(1));
    assertEquals(0, outlook(RefreshPolicy.lazy()).quietFor(atSeconds(0)));

    memory.invalidation().causedRefresh("ASIA1", atSeconds(0), 1);
    assertQuiet(0, 1);
    assertQuiet(300, 2);

    RefreshPolicy raising = RefreshPolicy.awsSpecification().withMode(RefreshPolicy.Mode.STANDARD);
    fail(SimulatedFailures.denied(), 10, 60);
    assertEquals(0, outlook(raising).quietFor(atSeconds(10)));
    fail(SimulatedFailures.outage(), 10, 60);
    assertEquals(300 * SECOND, outlook(raising).quietFor(atSeconds(10)));
  }

  @Test
  void wakesAtTheNextThresholdOrWhenTheNextRefreshIsDue() {
    assertEquals(Long.MAX_VALUE, outlook().nextWake(atSeconds(0)));
    take(Duration.ofHours(1));
    assertEquals(2700 * SECOND, outlook().nextWake(atSeconds(0)));
    assertEquals(890 * SECOND, outlook().nextWake(atSeconds(2700)), "nothing failed");

    fail(SimulatedFailures.outage(), 2700, 30);
    assertEquals(30 * SECOND, outlook().nextWake(atSeconds(2700)));
    fail(SimulatedFailures.outage(), 2700, 1000);
    assertEquals(890 * SECOND, outlook().nextWake(atSeconds(2700)), "the last chance is earlier");

    fail(SimulatedFailures.outage(), 2700, 30);
    assertTrue(refresher.start(atSeconds(2710)));
    assertEquals(880 * SECOND, outlook().nextWake(atSeconds(2710)), "one is under way");
  }

  @Test
  void nobodyIsWokenForARefreshThatNobodyWants() {
    take(Duration.ofHours(1));
    fail(SimulatedFailures.outage(), 3590, 20);
    assertTrue(memory.held().passesLastChance(atSeconds(3600)));
    assertTrue(memory.held().passesExpiry(atSeconds(3600)));
    assertEquals(Long.MAX_VALUE, outlook().nextWake(atSeconds(3600)), "not asked for in 15 min");
    demand.asked(atSeconds(3600));
    assertEquals(10 * SECOND, outlook().nextWake(atSeconds(3600)));
  }

  @Test
  void tellsWhenTheNextRefreshComes() {
    assertNull(outlook().nextRefreshAt(atSeconds(0)));
    take(Duration.ofHours(1));
    assertEquals(START.plusSeconds(2700), outlook().nextRefreshAt(atSeconds(100)));
    assertNull(outlook().nextRefreshAt(atSeconds(2700)), "with the next call or tick");
    fail(SimulatedFailures.outage(), 2700, 30);
    assertEquals(START.plusSeconds(2730), outlook().nextRefreshAt(atSeconds(2710)));
    assertTrue(refresher.start(atSeconds(2715)));
    assertEquals(START.plusSeconds(2720), outlook().nextRefreshAt(atSeconds(2720)), "now");
  }
}
