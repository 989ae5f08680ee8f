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

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.NotedActions;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenMonitorTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final NotedActions outbox = new NotedActions();
  private final CurrentCredentials held = new CurrentCredentials();
  private final Demand demand = new Demand(held, Long.MAX_VALUE, atSeconds(0));
  private final ServerClock time = new ServerClock(null, atSeconds(0));
  private final TokenMonitor inputs =
      new TokenMonitor(held, demand, outbox, new EventPublisher(SimulatedFailures.ROLE, outbox));

  /** A token of a day, which has stalled after 19 h 15 min. */
  private static final TokenClaims DAY =
      new TokenClaims("issuer", "subject", List.of("sts"), START, START.plus(Duration.ofDays(1)));

  private static final long STALLS_AT = Duration.ofMinutes(19 * 60 + 15).toSeconds();
  private static final long LAST_USE = Duration.ofMinutes(23 * 60 + 50).toSeconds();

  private void take(Duration life) {
    held.take(Moments.session(life));
    inputs.renewed(held.scale(), atSeconds(0), time);
  }

  @Test
  void nothingIsLookedAtBeforeThereIsAReason() {
    inputs.asked();
    inputs.tick(atSeconds(9999));
    assertEquals(List.of(), outbox.wanted());
    assertEquals(Long.MAX_VALUE, inputs.nextWake(atSeconds(0)));
    assertFalse(inputs.found());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"an hour, PT1H, 10000", "five minutes, PT5M, 3333"})
  void claimsAreReadTenSecondsAfterTheSessionCame(String sentence, Duration life, long millis) {
    take(life);
    assertEquals(millis, inputs.nextWake(atSeconds(0)) / MILLISECOND);
    inputs.tick(atMillis(millis - 1));
    assertEquals(List.of(), outbox.wanted());
    inputs.tick(atMillis(millis + 1));
    assertEquals(List.of("read claims"), outbox.wanted());
    inputs.tick(atMillis(millis + 2));
    assertEquals(List.of(), outbox.wanted(), "once");
    assertEquals(Long.MAX_VALUE, inputs.nextWake(atSeconds(11)));
  }

  @Test
  void withoutTimersTheyAreReadOnceByWhoAsks() {
    take(HOUR);
    inputs.asked();
    inputs.asked();
    assertEquals(List.of("read claims"), outbox.wanted());
    assertEquals(Long.MAX_VALUE, inputs.nextWake(atSeconds(1)));
  }

  @Test
  void afterAFailureOfTheTokenAnotherIsLookedForEachSecond() {
    inputs.failed(SimulatedFailures.noToken(), atSeconds(100));
    demand.asked(atSeconds(100));
    assertEquals(SECOND, inputs.nextWake(atSeconds(100)));
    inputs.tick(atMillis(100_999));
    assertEquals(List.of(), outbox.wanted());
    inputs.tick(atSeconds(101));
    inputs.tick(atSeconds(101));
    assertEquals(List.of("look"), outbox.wanted());
    assertEquals(SECOND, inputs.nextWake(atSeconds(101)));
    inputs.tick(atSeconds(102));
    assertEquals(List.of("look"), outbox.wanted());
  }

  @Test
  void otherFailuresAreNotCuredByAnotherToken() {
    inputs.failed(SimulatedFailures.outage(), atSeconds(100));
    assertEquals(Long.MAX_VALUE, inputs.nextWake(atSeconds(100)));
  }

  @Test
  void nobodyLooksOnceNobodyAsks() {
    demand.asked(atSeconds(0));
    inputs.failed(SimulatedFailures.noToken(), atSeconds(900));
    inputs.tick(atSeconds(901));
    assertEquals(List.of(), outbox.wanted());
    assertEquals(Long.MAX_VALUE, inputs.nextWake(atSeconds(901)));
    assertFalse(inputs.found());
  }

  @Test
  void whileASessionIsValidSomebodyLooksAnyway() {
    take(HOUR);
    inputs.asked();
    inputs.failed(SimulatedFailures.expiredToken(), atSeconds(2000));
    assertEquals(List.of("read claims"), outbox.wanted());
    inputs.tick(atSeconds(2001));
    assertEquals(List.of("look"), outbox.wanted());
  }

  @Test
  void shortSessionsAreLookedAfterMoreOften() {
    take(Duration.ofMinutes(5));
    inputs.failed(SimulatedFailures.expiredToken(), atSeconds(100));
    inputs.asked();
    assertEquals(333, inputs.nextWake(atSeconds(100)) / MILLISECOND);
  }

  @Test
  void anotherTokenIsWaitedForOnce() {
    inputs.failed(SimulatedFailures.noToken(), atSeconds(100));
    assertTrue(inputs.found());
    assertFalse(inputs.found());
    assertEquals(Long.MAX_VALUE, inputs.nextWake(atSeconds(100)));
  }

  @Test
  void afterASuccessOrAFreezeNoneIsWaitedFor() {
    inputs.failed(SimulatedFailures.noToken(), atSeconds(100));
    inputs.forget();
    assertFalse(inputs.found());
    inputs.failed(SimulatedFailures.noToken(), atSeconds(100));
    take(HOUR);
    assertFalse(inputs.found());
  }

  @Test
  void theEarlierOfTwoReasonsWakes() {
    take(HOUR);
    inputs.failed(SimulatedFailures.noToken(), atSeconds(0));
    assertEquals(SECOND, inputs.nextWake(atSeconds(0)));
    assertEquals(0, inputs.nextWake(atSeconds(10)));
    inputs.failed(SimulatedFailures.noToken(), atSeconds(9));
    assertEquals(500 * MILLISECOND, inputs.nextWake(atMillis(9500)));
  }

  @Test
  void aStalledTokenIsToldAndBringsTheRefreshForward() {
    held.take(Moments.session(Duration.ofDays(2)));
    inputs.renewed(1, atSeconds(0), time);
    inputs.claimsRead(DAY, atSeconds(10), time);
    assertSame(DAY, inputs.claims());
    assertEquals(List.of(), outbox.told());
    assertEquals((STALLS_AT - 10) * SECOND, inputs.nextWake(atSeconds(10)));
    assertEquals(169_200 * SECOND, held.session().refreshDue().at(), "as planned");

    inputs.claimsRead(DAY, atSeconds(STALLS_AT), time);

    assertEquals(
        List.of(
            new IrsaEvent.TokenStalled(SimulatedFailures.ROLE, START.plusSeconds(STALLS_AT), DAY)),
        outbox.told());
    assertEquals(LAST_USE * SECOND, held.session().refreshDue().at());
    assertEquals(MINUTE, inputs.nextWake(atSeconds(STALLS_AT)));
  }

  @Test
  void aStalledTokenBuysOneLastSessionAndThenCountsNoMore() {
    held.take(Moments.session(Duration.ofDays(2)));
    inputs.renewed(1, atSeconds(0), time);
    inputs.claimsRead(DAY, atSeconds(STALLS_AT), time);

    inputs.renewed(1, atSeconds(LAST_USE - 1), time);
    held.take(Moments.session(Duration.ofDays(2)));
    inputs.claimsRead(DAY, atSeconds(LAST_USE - 1), time);
    assertEquals(LAST_USE * SECOND, held.session().refreshDue().at(), "not yet spent");

    inputs.renewed(1, atSeconds(LAST_USE), time);
    held.take(Moments.session(Duration.ofDays(2)));
    inputs.claimsRead(DAY, atSeconds(LAST_USE), time);
    assertEquals(169_200 * SECOND, held.session().refreshDue().at(), "it has bought its last");
  }

  @Test
  void claimsThatCannotBeReadChangeNothing() {
    take(HOUR);
    inputs.claimsRead(null, atSeconds(10), time);
    assertNull(inputs.claims());
    assertEquals(2700 * SECOND, held.session().refreshDue().at());
    assertEquals(List.of(), outbox.told());
  }
}
