package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atMillis;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InvalidationRateLimiterTest {

  private final InvalidationRateLimiter invalidation = new InvalidationRateLimiter();

  private int keys;

  private boolean rejected(long second) {
    return rejected(second, Timings.STANDARD);
  }

  private boolean rejected(long second, Timings timings) {
    String key = "ASIA" + ++keys;
    boolean worth = invalidation.isWorthRefresh(key, atSeconds(second), timings);
    if (worth) {
      invalidation.causedRefresh(key, atSeconds(second), timings);
    }
    return worth;
  }

  @Test
  void notMoreThanOnceInThirtySecondsDoublingToTenMinutes() {
    assertTrue(rejected(0));
    assertFalse(rejected(29));
    assertTrue(rejected(30));
    assertFalse(rejected(89));
    assertTrue(rejected(90));
    assertFalse(rejected(209));
    assertTrue(rejected(210));
    assertFalse(rejected(449));
    assertTrue(rejected(450));
    assertTrue(rejected(930));
    assertFalse(rejected(1529));
    assertTrue(rejected(1530));
    assertFalse(rejected(2129));
    assertTrue(rejected(2130), "ten minutes are the most");
  }

  @Test
  void tenMinutesWithoutARejectionResetTheInterval() {
    assertTrue(rejected(0));
    assertTrue(rejected(30));
    assertTrue(rejected(630));
    assertTrue(rejected(660), "thirty seconds again");
  }

  @Test
  void callersWaitTwoSecondsForTheReplacement() {
    assertEquals(0, invalidation.waitAt(atSeconds(0)));
    assertTrue(rejected(10));
    assertEquals(2 * SECOND, invalidation.waitAt(atSeconds(10)));
    assertEquals(SECOND / 2, invalidation.waitAt(atMillis(11_500)));
    assertEquals(0, invalidation.waitAt(atSeconds(12)));
    assertTrue(rejected(100));
    invalidation.endWait();
    assertEquals(0, invalidation.waitAt(atSeconds(100)));
  }
}
