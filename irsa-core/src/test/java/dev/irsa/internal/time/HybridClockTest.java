package dev.irsa.internal.time;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.simulation.Moments;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HybridClockTest {

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
}
