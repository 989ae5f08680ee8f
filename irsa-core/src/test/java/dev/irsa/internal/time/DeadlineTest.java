package dev.irsa.internal.time;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@link Deadline}, {@link DueTime} and their difference: a sleep of the machine. */
class DeadlineTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "planned, 10, 10, 5000, 5000",
    "the machine slept, 10, 15, 5000, 0",
    "a millisecond before, 14.999, 14.999, 1, 1",
    "the time has come, 15, 15, 0, 0",
    "long after, 99, 99, 0, 0"
  })
  void aSleepCountsForWhatIsDueAndNotForADeadline(
      String sentence, double nanos, double elapsed, long untilDeadline, long untilDue) {
    TimePoint now = new TimePoint(0, (long) (nanos * SECOND), (long) (elapsed * SECOND));
    Deadline deadline = Deadline.in(atSeconds(10), 5 * SECOND);
    DueTime due = DueTime.in(atSeconds(10), 5 * SECOND);
    assertEquals(untilDeadline, deadline.remainingAt(now) / Nanos.MILLISECOND);
    assertEquals(untilDeadline == 0, deadline.isOverAt(now));
    assertEquals(untilDue, due.remainingAt(now) / Nanos.MILLISECOND);
    assertEquals(untilDue == 0, due.isDueAt(now));
  }

  @ParameterizedTest
  @CsvSource({"0, 9223372036854775807", "-1, 9223372036854775806", "1, 9223372036854775807"})
  void endlessTimesDoNotOverflow(long more, long at) {
    long length = Long.MAX_VALUE - 10 * SECOND + more;
    assertEquals(at, DueTime.in(atSeconds(10), length).at());
    assertEquals(at, Deadline.in(atSeconds(10), length).at());
  }

  @Test
  void theLaterAndTheEarlierOfTwo() {
    DueTime soon = new DueTime(1);
    DueTime late = new DueTime(2);
    assertEquals(late, soon.orLater(late));
    assertEquals(late, late.orLater(soon));
    assertEquals(soon, soon.orEarlier(late));
    assertEquals(soon, late.orEarlier(soon));
  }
}
