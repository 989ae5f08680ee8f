package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingsTest {

  @Test
  void everyLifetimeOfAwsHasTheStandardTimings() {
    assertSame(Timings.STANDARD, Timings.of(900 * SECOND));
    assertSame(Timings.STANDARD, Timings.of(43_200 * SECOND));
    assertFalse(Timings.STANDARD.areShort());
    assertEquals(60 * SECOND, Timings.STANDARD.floor);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "half a quarter of an hour: half, 450, 30000",
    "a tenth of it: a tenth, 90, 6000",
    "at most to a hundredth, 9, 600",
    "however short, 1, 600"
  })
  void shorterLifetimesShrinkPauses(String sentence, long lifetime, long floorMillis) {
    Timings timings = Timings.of(lifetime * SECOND);
    assertTrue(timings.areShort());
    assertEquals(floorMillis * MILLISECOND, timings.floor);
  }

  @Test
  void allTimingsShrinkInProportion() {
    Timings half = Timings.of(450 * SECOND);
    assertEquals(30 * SECOND, half.callWindow);
    assertEquals(5 * SECOND, half.lastChance);
    assertEquals(60 * SECOND, half.singleAttemptBelow);
    assertEquals(450 * SECOND, half.abandonedAfter);
    assertEquals(150 * SECOND, half.servedUnseen);
    assertEquals(SECOND / 2, half.timerSlack);
    assertEquals(5 * SECOND, half.backoffStart);
    assertEquals(2500 * MILLISECOND, half.backoffLeastCap);
    assertEquals(150 * SECOND, half.backoffCap);
    assertEquals(150 * SECOND, half.deniedFloorCap);
    assertEquals(50 * MILLISECOND, half.retryPause);
    assertEquals(500 * MILLISECOND, half.throttledRetryPause);
    assertEquals(SECOND, half.retryPauseCap);
    assertEquals(15 * SECOND, half.invalidationPause);
    assertEquals(300 * SECOND, half.invalidationPauseCap);
    assertEquals(SECOND, half.invalidationWait);
    assertEquals(5 * SECOND, half.firstTokenReading);
    assertEquals(30 * SECOND, half.tokenReading);
    assertEquals(500 * MILLISECOND, half.tokenLook);
    assertEquals(30 * SECOND, half.shortTokenGrace);
    assertEquals(90 * SECOND, half.tokenGrace);
    assertEquals(300 * SECOND, half.lastTokenUse);
    assertEquals(2500 * MILLISECOND, half.endpointPause());
    assertEquals(15 * SECOND, half.expiredPause(99));
  }
}
