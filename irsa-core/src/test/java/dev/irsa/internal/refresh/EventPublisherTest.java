package dev.irsa.internal.refresh;

import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPublisherTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final NotedActions actions = new NotedActions();
  private final EventPublisher events = new EventPublisher(SimulatedFailures.SUBJECT, actions);
  private final SessionCredentials hour = Moments.credentials("ASIA1", START.plus(HOUR));

  private static Instant second(long second) {
    return START.plusSeconds(second);
  }

  /** Returns a flight with one attempt that took two seconds. */
  private static InFlightRefresh flight(long end) {
    InFlightRefresh flight = new InFlightRefresh(3, false);
    flight.request(1);
    var unused = flight.start(atSeconds(end - 2), new CurrentCredentials());
    return flight;
  }

  private List<IrsaEvent> renewed(Duration offset, long second) {
    events.renewed(hour, flight(second), 2400 * Nanos.SECOND, offset, atSeconds(second));
    return actions.told();
  }

  private static IrsaEvent refreshed(long second) {
    return new IrsaEvent.Refreshed(
        IdentitySource.WEB_IDENTITY,
        SimulatedFailures.ROLE,
        second(second),
        false,
        "ASIA1",
        START.plus(HOUR),
        second(second + 2400),
        1,
        Duration.ofSeconds(2),
        List.of());
  }

  private static IrsaEvent expired(long second) {
    return new IrsaEvent.Expired(
        IdentitySource.WEB_IDENTITY, SimulatedFailures.ROLE, second(second), null);
  }

  private static IrsaEvent recovered(long second, long after) {
    return new IrsaEvent.Recovered(
        IdentitySource.WEB_IDENTITY,
        SimulatedFailures.ROLE,
        second(second),
        Duration.ofSeconds(after));
  }

  @Test
  void anExpiryIsPublishedOnceAndARecoveryWithItsDuration() {
    events.expired(0, atSeconds(100));
    events.expired(0, atSeconds(110));

    assertEquals(List.of(expired(100)), actions.told());
    assertEquals(List.of(refreshed(160), recovered(160, 60)), renewed(null, 160));
    assertEquals(List.of(refreshed(170)), renewed(null, 170), "told once");

    events.expired(0, atSeconds(200));
    assertEquals(List.of(expired(200)), actions.told());
  }

  @Test
  void beforeTheFirstCredentialsNothingExpiresButThereIsARecovery() {
    events.without(atSeconds(10));
    events.without(atSeconds(20));
    events.expired(0, atSeconds(30));

    assertEquals(List.of(), actions.told());
    assertEquals(List.of(refreshed(40), recovered(40, 30)), renewed(null, 40));
  }

  @ParameterizedTest(name = "an offset of {0} is told: {1}")
  @CsvSource({
    "PT30S, false",
    "PT30.001S, true",
    "PT-30S, false",
    "PT-30.001S, true",
    "PT0S, false"
  })
  void anOffsetAboveThirtySecondsIsPublished(Duration offset, boolean told) {
    List<IrsaEvent> expected =
        told
            ? List.of(
                refreshed(10),
                new IrsaEvent.ClockOffset(
                    IdentitySource.WEB_IDENTITY, SimulatedFailures.ROLE, second(10), offset))
            : List.of(refreshed(10));
    assertEquals(expected, renewed(offset, 10));
  }

  @Test
  void anOffsetIsPublishedAgainOnlyAfterItWasGone() {
    Duration minute = Duration.ofMinutes(1);
    assertEquals(2, renewed(minute, 10).size());
    assertEquals(1, renewed(minute, 20).size());
    assertEquals(1, renewed(Duration.ofSeconds(1), 30).size());
    assertEquals(2, renewed(minute, 40).size());
  }
}
