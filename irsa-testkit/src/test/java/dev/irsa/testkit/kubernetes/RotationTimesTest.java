package dev.irsa.testkit.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class RotationTimesTest {

  private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void tokenOfADayIsReplacedAfter80PercentOfIt() {
    var times = exact(Duration.ofDays(1));

    assertEquals(ISSUED.plus(Duration.ofMinutes(1152)), times.dueAt());
    assertFalse(times.isDueAt(times.dueAt().minusNanos(1)));
    assertTrue(times.isDueAt(times.dueAt()));
  }

  @Test
  void tokenOfAYearIsReplacedAfter24Hours() {
    assertEquals(ISSUED.plus(Duration.ofDays(1)), exact(Duration.ofDays(365)).dueAt());
  }

  @Test
  void tokenFromTheFutureIsReplacedAtOnce() {
    var times = exact(Duration.ofDays(1));

    assertTrue(times.isDueAt(ISSUED.minusNanos(1)));
    assertFalse(times.isDueAt(ISSUED));
  }

  @Test
  void jitterOfKubeletIsAtMostTenSeconds() {
    var settings = VolumeSettings.standard().withJitter(new SplittableRandom(1));

    for (int draw = 0; draw < 1000; draw++) {
      var jitter = RotationTimes.of(token(Duration.ofDays(1)), settings).jitter();
      assertTrue(
          !jitter.isNegative() && jitter.compareTo(Duration.ofSeconds(10)) < 0, jitter::toString);
    }
  }

  @Property
  void rotationLiesBetweenIssueAndExpiry(
      @ForAll @LongRange(min = 1, max = 40_000_000) long seconds, @ForAll int seed) {
    var settings = VolumeSettings.standard().withJitter(new SplittableRandom(seed));
    var token = token(Duration.ofSeconds(seconds));

    var due = RotationTimes.of(token, settings).dueAt();

    assertTrue(due.isAfter(token.issuedAt()));
    assertTrue(due.isBefore(token.expiresAt()));
  }

  @Property
  void pauseIsPositiveAtMostThePeriodAndNeverPassesTheDueTime(
      @ForAll @LongRange(min = 1, max = 200_000) long lifetime,
      @ForAll @IntRange(min = 1, max = 600) int period,
      @ForAll @LongRange(min = -100_000, max = 300_000) long age) {
    var times = exact(Duration.ofSeconds(lifetime));
    var now = ISSUED.plusSeconds(age);

    var pause = times.pauseAt(now, Duration.ofSeconds(period));

    assertTrue(!pause.isNegative() && !pause.isZero());
    assertTrue(pause.compareTo(Duration.ofSeconds(period)) <= 0);
    assertTrue(!now.isBefore(times.dueAt()) || !now.plus(pause).isAfter(times.dueAt()));
  }

  private static RotationTimes exact(Duration lifetime) {
    return RotationTimes.of(token(lifetime), VolumeSettings.standard());
  }

  private static BoundToken token(Duration lifetime) {
    return new BoundToken("a.b.c", ISSUED, ISSUED.plus(lifetime));
  }
}
