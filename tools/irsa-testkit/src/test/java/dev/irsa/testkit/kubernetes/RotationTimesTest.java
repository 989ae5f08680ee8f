package dev.irsa.testkit.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /**
   * Kubernetes, {@code pkg/kubelet/token/token_manager.go}, {@code requiresRefresh}: a fifth of the
   * lifetime is counted in integer seconds, {@code (ExpirationSeconds * 20) / 100}.
   */
  @ParameterizedTest
  @CsvSource({"600, 480", "601, 481", "604, 484", "605, 484", "3607, 2886", "86399, 69120"})
  void fifthOfTheLifetimeIsCountedInWholeSeconds(long lifetime, long age) {
    assertEquals(ISSUED.plusSeconds(age), exact(Duration.ofSeconds(lifetime)).dueAt());
  }

  /** The same: {@code time.Duration(rand.Float64()*maxJitter.Seconds()) * time.Second}. */
  @Test
  void jitterOfKubeletIsCountedInWholeSeconds() {
    var settings = VolumeSettings.standard().withJitter(new SplittableRandom(1));
    var drawn = new TreeSet<Duration>();

    for (int draw = 0; draw < 1000; draw++) {
      drawn.add(RotationTimes.of(token(Duration.ofDays(1)), settings).jitter());
    }

    assertEquals(
        LongStream.range(0, 10).mapToObj(Duration::ofSeconds).toList(), List.copyOf(drawn));
  }

  /**
   * Kubernetes does not issue tokens shorter than ten minutes; those of accelerated labs are not
   * rounded.
   */
  @Test
  void tokenOfSecondsIsReplacedAfterExactly80PercentOfIt() {
    assertEquals(ISSUED.plusMillis(3200), exact(Duration.ofSeconds(4)).dueAt());
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
