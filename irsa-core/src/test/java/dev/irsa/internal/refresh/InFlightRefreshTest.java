package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.at;
import static dev.irsa.simulation.Moments.atMillis;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InFlightRefreshTest {

  private final InFlightRefresh flight = new InFlightRefresh(3, false);

  private long start(long second) {
    flight.request(flight.tries() + 1);
    return flight.start(atSeconds(second), new CurrentCredentials());
  }

  @Test
  void anAttemptCountsAsACallFromItsStartUnlessItsFailureSaysThatTheIssuerWasNotCalled() {
    flight.request(5);
    assertEquals(0, flight.calls());
    flight.start(atSeconds(10), new CurrentCredentials());
    assertEquals(1, flight.calls());
    flight.noteFailure(SimulatedFailures.noToken(), atSeconds(10));
    assertEquals(0, flight.calls());
    assertEquals(1, flight.tries());
    assertEquals(List.of(), flight.failedCalls());
  }

  @Test
  void theLastAttemptIsShortenedToFit() {
    assertEquals(7 * SECOND, start(0));
    assertEquals(7 * SECOND, start(8));
    assertEquals(2 * SECOND, start(16));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "an outage in the last tenth of the bound, OUTAGE, 6300, 10",
    "an outage before the last tenth, OUTAGE, 6299, 7",
    "a response with a code however late it comes, RESPONSE, 6900, 7"
  })
  void afterATimeoutTheNextAttemptGetsAllRemainingTime(
      String sentence, String failure, long millis, long expected) {
    assertEquals(7 * SECOND, start(0));
    flight.noteFailure(
        failure.equals("OUTAGE") ? SimulatedFailures.outage() : SimulatedFailures.communication(),
        atMillis(millis));
    assertEquals(expected * SECOND, start(8));
    assertEquals(7 * SECOND, start(9), "only the next");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a long session is no reason to hurry, 3600, 3590, 7000",
    "a short one: a third of what is left, 300, 288, 4000",
    "but a second, 300, 299, 1000",
    "and no more than the bound, 300, 0, 7000",
    "expired: the whole bound, 300, 300, 7000"
  })
  void whileAShortSessionIsValidAttemptsAreShort(
      String sentence, long lifetime, long second, long expected) {
    flight.request(1);
    long bound =
        flight.start(atSeconds(second), CurrentCredentialsTest.of(Duration.ofSeconds(lifetime)));
    assertEquals(expected * MILLISECOND, bound);
  }

  @Test
  void aQuarterOfASecondIsTooShortForACall() {
    var unused = start(0);
    assertFalse(flight.isOverAt(atMillis(17_750)));
    assertTrue(flight.isOverAt(at(Duration.ofMillis(17_750).plusNanos(1))));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "an outage, OUTAGE, 1, 1000, 1, true",
    "throttling, THROTTLED, 1, 1000, 1, true",
    "a denial, DENIED, 1, 1000, 1, false",
    "a bad token, TOKEN, 1, 1000, 1, false",
    "after the second attempt, OUTAGE, 1, 1000, 2, true",
    "after the third, OUTAGE, 1, 1000, 3, false",
    "the pause just fits, OUTAGE, 1, 16750, 1, true",
    "the pause does not fit, OUTAGE, 1, 16751, 1, false"
  })
  void anotherAttemptFollowsTransientFailures(
      String sentence, FailureKind why, long second, long pause, int attempts, boolean expected) {
    for (int i = 0; i < attempts; i++) {
      var unused = start(0);
    }
    assertEquals(expected, flight.mayRetry(why, pause * MILLISECOND, atSeconds(second)));
  }

  @Test
  void aChangedTokenIsTriedImmediatelyAndOnce() {
    CredentialsException token = SimulatedFailures.invalidToken();
    var unused = start(0);
    assertFalse(flight.takeTokenRetry(token, false, atSeconds(0)), "unchanged");
    assertFalse(
        flight.takeTokenRetry(SimulatedFailures.denied(), true, atSeconds(0)), "not its fault");
    assertFalse(flight.takeTokenRetry(token, true, atSeconds(18)), "too late");
    assertTrue(flight.takeTokenRetry(token, true, atSeconds(0)));
    assertFalse(flight.takeTokenRetry(token, true, atSeconds(0)), "once per flight");
  }

  @Test
  void aFlightLimitedToOneAttemptTriesAChangedTokenTooButNeverAFourthTime() {
    for (int i = 0; i < 3; i++) {
      var unused = start(0);
    }
    assertFalse(flight.takeTokenRetry(SimulatedFailures.invalidToken(), true, atSeconds(0)));
    InFlightRefresh careful = new InFlightRefresh(1, false);
    careful.request(1);
    var unused = careful.start(atSeconds(0), new CurrentCredentials());
    assertTrue(careful.takeTokenRetry(SimulatedFailures.invalidToken(), true, atSeconds(0)));
  }
}
