package dev.irsa.internal.concurrent;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointLimiterTest {

  /** A monotonic clock may start anywhere, also just before an overflow. */
  private static final long LATE = Long.MAX_VALUE - SECOND / 2;

  private final EndpointLimiter limits = new EndpointLimiter();

  @ParameterizedTest
  @ValueSource(longs = {0, -5 * SECOND, LATE})
  void theTwentyFirstCallWaitsUntilTheFirstIsASecondAgo(long origin) {
    for (int i = 0; i < 20; i++) {
      assertEquals(0, limits.rateWait(origin + i));
      limits.started(false, origin + i);
    }
    assertEquals(SECOND - 20, limits.rateWait(origin + 20));
    assertEquals(1, limits.rateWait(origin + SECOND - 1));
    assertEquals(0, limits.rateWait(origin + SECOND));
    limits.started(true, origin + SECOND);
    assertEquals(1, limits.rateWait(origin + SECOND), "now the second call is the oldest");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "just throttled, 5000, 0, 5000",
    "one millisecond before the end, 5000, 4999, 1",
    "at the end, 5000, 5000, 0",
    "long after, 5000, 9000, 0",
    "half a pause, 2500, 0, 2500",
    "half a pause at its end, 2500, 2500, 0"
  })
  void throttlingPausesRefreshesOfTheAccount(
      String sentence, long pauseMillis, long sinceMillis, long waitMillis) {
    for (long origin : new long[] {0, LATE}) {
      EndpointLimiter throttled = new EndpointLimiter();
      throttled.noteThrottling("account", origin);
      long now = origin + sinceMillis * MILLISECOND;
      assertEquals(
          waitMillis * MILLISECOND,
          throttled.refreshWait("account", pauseMillis * MILLISECOND, now));
      assertEquals(0, throttled.refreshWait("another", pauseMillis * MILLISECOND, now));
    }
  }

  @Test
  void theRateHoldsForRefreshesToo() {
    for (int i = 0; i < 20; i++) {
      limits.started(false, 0);
    }
    assertEquals(SECOND, limits.refreshWait("account", 5 * SECOND, 0));
    limits.noteThrottling("account", 0);
    assertEquals(5 * SECOND, limits.refreshWait("account", 5 * SECOND, 0));
  }

  @Test
  void throttlingAgainProlongsThePauseAndOldPausesAreForgotten() {
    limits.noteThrottling("a", 0);
    limits.noteThrottling("b", 4 * SECOND);
    limits.noteThrottling("a", 4 * SECOND);
    assertEquals(5 * SECOND, limits.refreshWait("a", 5 * SECOND, 4 * SECOND));
    limits.noteThrottling("c", 9 * SECOND - 1);
    assertEquals(
        1, limits.refreshWait("b", 5 * SECOND, 9 * SECOND - 1), "still counts for a nanosecond");
  }

  @Test
  void threeConsecutiveTimeoutsAllowOneRefreshAtATime() {
    assertTrue(limits.hasRoomForRefresh());
    limits.started(true, 0);
    limits.noteTimeOut();
    limits.noteTimeOut();
    assertTrue(limits.hasRoomForRefresh());
    limits.noteTimeOut();
    assertFalse(limits.hasRoomForRefresh());
    limits.ended(false);
    assertFalse(limits.hasRoomForRefresh(), "a call of another kind ended");
    limits.ended(true);
    assertTrue(limits.hasRoomForRefresh());
    limits.started(false, 0);
    assertTrue(limits.hasRoomForRefresh(), "callers without credentials are no refresh");
  }

  @Test
  void aResponseOrThrottlingEndsTheSeries() {
    for (int i = 0; i < 3; i++) {
      limits.noteTimeOut();
    }
    limits.started(true, 0);
    limits.noteResponse();
    assertTrue(limits.hasRoomForRefresh());
    for (int i = 0; i < 3; i++) {
      limits.noteTimeOut();
    }
    limits.noteThrottling("account", 0);
    assertTrue(limits.hasRoomForRefresh());
  }
}
