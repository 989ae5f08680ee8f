package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.drawing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.FailureKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  /** Returns the scale of a session with a fraction of 15 minutes. */
  private static LifetimeScale scale(double share) {
    return LifetimeScale.forLifetime((long) (share * 900 * SECOND));
  }

  private static void assertMillis(long expected, long nanos) {
    assertEquals(expected, Math.round((double) nanos / MILLISECOND));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // sentence, failures, class, remaining s, scale, share, pause ms
    "the first pause is ten seconds, 0, OUTAGE, 3600, 1, 1, 10000",
    "or half of it, 0, OUTAGE, 3600, 1, 0, 5000",
    "or between, 0, OUTAGE, 3600, 1, 0.5, 7500",
    "then it doubles, 1, OUTAGE, 3600, 1, 1, 20000",
    "and doubles, 3, OUTAGE, 3600, 1, 1, 80000",
    "up to five minutes, 9, OUTAGE, 3600, 1, 1, 300000",
    "also after many, 1000, OUTAGE, 3600, 1, 1, 300000",
    "never beyond a quarter of what is left, 9, OUTAGE, 100, 1, 1, 25000",
    "but five seconds at the end, 9, OUTAGE, 4, 1, 1, 5000",
    "a count below zero is none, -1, OUTAGE, 3600, 1, 1, 10000",
    "throttled: not before a minute, 0, THROTTLED, 3600, 1, 0, 60000",
    "throttled: half of what is left, 0, THROTTLED, 60, 1, 0, 30000",
    "throttled late: the backoff beyond the floor, 9, THROTTLED, 3600, 1, 1, 300000",
    "denied: not before a minute, 0, DENIED, 3600, 1, 0, 60000",
    "no token is no reason to leave STS alone, 0, TOKEN, 3600, 1, 1, 10000",
    "a tenth of the life a tenth of the pause, 0, OUTAGE, 90, 0.1, 1, 1000",
    "and of the cap, 9, OUTAGE, 360, 0.1, 1, 30000",
    "and of the least, 9, OUTAGE, 1, 0.1, 1, 500",
    "and of the floor, 0, THROTTLED, 90, 0.1, 0, 6000"
  })
  void pausesWhileValid(
      String sentence,
      int failures,
      FailureKind last,
      long remaining,
      double scale,
      double share,
      long expected) {
    assertMillis(
        expected,
        Backoff.whileValid(failures, last, remaining * SECOND, scale(scale), drawing(share)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "five seconds first, 0, OUTAGE, 1, 1, 5000",
    "or half of it, 0, OUTAGE, 1, 0, 2500",
    "then ten, 1, OUTAGE, 1, 1, 10000",
    "then twenty, 2, OUTAGE, 1, 1, 20000",
    "then thirty, 3, OUTAGE, 1, 1, 30000",
    "and thirty for ever, 99, OUTAGE, 1, 1, 30000",
    "throttled: a minute, 0, THROTTLED, 1, 1, 60000",
    "throttled again: a minute, 5, THROTTLED, 1, 1, 60000",
    "denied: a minute, 0, DENIED, 1, 1, 60000",
    "denied again: two, 1, DENIED, 1, 1, 120000",
    "denied often: five, 9, DENIED, 1, 1, 300000",
    "a tenth of the life a tenth of the pause, 3, OUTAGE, 0.1, 1, 3000",
    "and of the first one, 0, OUTAGE, 0.1, 1, 500",
    "and of the floor, 1, DENIED, 0.1, 1, 12000",
    "and of its cap, 9, DENIED, 0.1, 1, 30000",
    "and of the minute, 0, THROTTLED, 0.1, 1, 6000"
  })
  void pausesAfterExpiry(
      String sentence, int failures, FailureKind last, double scale, double share, long expected) {
    assertMillis(expected, Backoff.whileExpired(failures, last, scale(scale), drawing(share)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "one second at least, 0, OUTAGE, 0, 1000",
    "five at most, 0, OUTAGE, 1, 5000",
    "doubling, 2, OUTAGE, 0.25, 8000",
    "up to thirty, 9, OUTAGE, 0, 30000",
    "denied the same, 1, DENIED, 0, 2000",
    "throttled: five, 0, THROTTLED, 1, 5000",
    "throttled again: ten, 1, THROTTLED, 0, 10000",
    "throttled often: a minute, 9, THROTTLED, 0, 60000"
  })
  void pausesBeforeTheFirstCredentials(
      String sentence, int failures, FailureKind last, double share, long expected) {
    assertMillis(expected, Backoff.whileEmpty(failures, last, drawing(share)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a tenth of a second, 0, OUTAGE, 1, 1, 100",
    "full jitter, 0, OUTAGE, 1, 0, 0",
    "doubling, 1, OUTAGE, 1, 1, 200",
    "up to two seconds, 9, OUTAGE, 1, 1, 2000",
    "throttled: from a second, 0, THROTTLED, 1, 1, 1000",
    "throttled: half, 0, THROTTLED, 1, 0.5, 500",
    "throttled again: two, 1, THROTTLED, 1, 1, 2000",
    "throttled often: two, 2, THROTTLED, 1, 1, 2000",
    "in proportion, 0, THROTTLED, 0.1, 1, 100",
    "and the cap, 9, OUTAGE, 0.1, 1, 200"
  })
  void pausesInsideAFlight(
      String sentence, int failed, FailureKind last, double scale, double share, long expected) {
    assertMillis(expected, Backoff.insideFlight(failed, last, scale(scale), drawing(share)));
  }
}
