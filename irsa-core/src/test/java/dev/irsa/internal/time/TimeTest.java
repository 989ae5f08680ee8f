package dev.irsa.internal.time;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.simulation.Moments;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the clock made of two clocks, deadlines and due times. */
class TimeTest {

  private static final Instant START = Moments.START;

  private final ManualTime time = ManualTime.startingAt(START);
  private final HybridClock keeper = new HybridClock(new Clocks(time.clock(), time.nanoTime()));

  private void assertElapsed(Duration expected) {
    assertEquals(expected, Duration.ofNanos(keeper.now().elapsed()));
  }

  @Test
  void countsFromZero() {
    assertEquals(new TimePoint(START.toEpochMilli(), 0, 0), keeper.now());
    time.advance(Duration.ofSeconds(5));
    assertEquals(new TimePoint(START.toEpochMilli() + 5000, 5 * SECOND, 5 * SECOND), keeper.now());
  }

  @Test
  void timeThatTheWallClockGainsCountsAsElapsed() {
    time.advance(Duration.ofSeconds(5));
    time.suspend(Duration.ofHours(1));
    assertEquals(
        new TimePoint(START.toEpochMilli() + 3_605_000, 5 * SECOND, 3605 * SECOND), keeper.now());
    time.suspend(Duration.ofHours(1));
    assertElapsed(Duration.ofSeconds(7205));
    time.advance(Duration.ofSeconds(1));
    assertElapsed(Duration.ofSeconds(7206));
  }

  @Test
  void timeThatTheWallClockLosesIsNotSubtracted() {
    time.suspend(Duration.ofMinutes(10));
    assertElapsed(Duration.ofMinutes(10));
    time.step(Duration.ofHours(-1));
    assertElapsed(Duration.ofMinutes(10));
    time.advance(Duration.ofMinutes(1));
    assertElapsed(Duration.ofMinutes(11));
  }

  @Test
  void afterAStepBackEveryGainCounts() {
    time.step(Duration.ofMillis(-1001));
    assertElapsed(Duration.ZERO);
    time.step(Duration.ofMillis(1001));
    assertElapsed(Duration.ofMillis(1001));
  }

  @Test
  void aLossOfASecondIsDriftThatMayBeRegained() {
    time.step(Duration.ofSeconds(-1));
    assertElapsed(Duration.ZERO);
    time.step(Duration.ofSeconds(1));
    assertElapsed(Duration.ZERO);
    time.step(Duration.ofMillis(1));
    assertElapsed(Duration.ofMillis(1));
  }

  @Test
  void aClockSetAThousandYearsAheadOrBackDoesNotOverflow() {
    long most = Long.MAX_VALUE / MILLISECOND / 4;
    time.step(Duration.ofDays(365_000));
    assertElapsed(Duration.ofMillis(most));
    time.step(Duration.ofDays(-730_000));
    assertElapsed(Duration.ofMillis(most));
    time.step(Duration.ofDays(365_000));
    assertElapsed(Duration.ofMillis(2 * most));
  }

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
