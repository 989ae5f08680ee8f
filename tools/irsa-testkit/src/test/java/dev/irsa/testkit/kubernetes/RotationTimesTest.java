package dev.irsa.testkit.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.kubernetes.TokenVolume.BoundToken;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RotationTimesTest {

  private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * Kubernetes, {@code pkg/kubelet/token/token_manager.go}, {@code requiresRefresh}: a fifth of the
   * lifetime is counted in integer seconds, {@code (ExpirationSeconds * 20) / 100}.
   */
  @ParameterizedTest
  @CsvSource({
    "600, 480",
    "601, 481",
    "604, 484",
    "605, 484",
    "3607, 2886",
    "86399, 69120",
    "86400, 69120",
    "31536000, 86400"
  })
  void aTokenIsReplacedAfter80PercentInWholeSecondsOrADay(long lifetime, long age) {
    var times = exact(Duration.ofSeconds(lifetime));
    assertEquals(ISSUED.plusSeconds(age), times.dueAt());
    assertFalse(times.isDueAt(times.dueAt().minusNanos(1)));
    assertTrue(times.isDueAt(times.dueAt()));
  }

  @Property
  void rotationLiesBetweenIssueAndExpiry(
      @ForAll @LongRange(min = 1, max = 40_000_000) long seconds) {
    var token = token(Duration.ofSeconds(seconds));

    var due = new RotationTimes(token).dueAt();

    assertTrue(due.isAfter(token.issuedAt()));
    assertTrue(due.isBefore(token.expiresAt()));
  }

  @Property
  void pauseIsPositiveAtMostAMinuteAndNeverPassesTheDueTime(
      @ForAll @LongRange(min = 1, max = 200_000) long lifetime,
      @ForAll @LongRange(min = -100_000, max = 300_000) long age) {
    var times = exact(Duration.ofSeconds(lifetime));
    var now = ISSUED.plusSeconds(age);

    var pause = times.pauseAt(now);

    assertTrue(!pause.isNegative() && !pause.isZero());
    assertTrue(pause.compareTo(Duration.ofMinutes(1)) <= 0);
    assertTrue(!now.isBefore(times.dueAt()) || !now.plus(pause).isAfter(times.dueAt()));
  }

  private static RotationTimes exact(Duration lifetime) {
    return new RotationTimes(token(lifetime));
  }

  private static BoundToken token(Duration lifetime) {
    return new BoundToken("a.b.c", ISSUED, ISSUED.plus(lifetime));
  }
}
