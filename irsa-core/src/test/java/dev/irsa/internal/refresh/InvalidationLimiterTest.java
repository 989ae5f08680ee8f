package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atMillis;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InvalidationLimiterTest {

  private final InvalidationLimiter invalidation = new InvalidationLimiter();
  private int keys;

  private boolean rejected(long second) {
    return rejected(second, 1);
  }

  private boolean rejected(long second, double scale) {
    String key = "ASIA" + ++keys;
    boolean worth = invalidation.isWorthRefresh(key, atSeconds(second), scale);
    if (worth) {
      invalidation.causedRefresh(key, atSeconds(second), scale);
    }
    return worth;
  }

  @Test
  void oncePerKey() {
    assertTrue(invalidation.isWorthRefresh("ASIA1", atSeconds(0), 1));
    invalidation.causedRefresh("ASIA1", atSeconds(0), 1);
    assertFalse(invalidation.isWorthRefresh("ASIA1", atSeconds(0), 1));
    assertFalse(invalidation.isWorthRefresh("ASIA1", atSeconds(9999), 1), "also much later");
    assertTrue(invalidation.isWorthRefresh("ASIA2", atSeconds(9999), 1));
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
  void tenQuietMinutesResetTheInterval() {
    assertTrue(rejected(0));
    assertTrue(rejected(30));
    assertTrue(rejected(630));
    assertTrue(rejected(660), "thirty seconds again");
  }

  @Test
  void aSecondLessIsNotQuiet() {
    assertTrue(rejected(0));
    assertTrue(rejected(30));
    assertTrue(rejected(629));
    assertFalse(rejected(659), "two minutes by now");
    assertFalse(rejected(748));
    assertTrue(rejected(749));
  }

  @Test
  void intervalsShrinkWithTheScale() {
    assertTrue(rejected(0, 0.1));
    assertFalse(rejected(2, 0.1));
    assertTrue(rejected(3, 0.1));
    assertTrue(rejected(63, 0.1), "a minute is quiet");
    assertTrue(rejected(66, 0.1));
  }

  @Test
  void callersWaitTwoSecondsForTheReplacement() {
    assertEquals(0, invalidation.waitAt(atSeconds(0)));
    assertTrue(rejected(10));
    assertEquals(2 * SECOND, invalidation.waitAt(atSeconds(10)));
    assertEquals(SECOND / 2, invalidation.waitAt(atMillis(11_500)));
    assertEquals(0, invalidation.waitAt(atSeconds(12)));
    assertTrue(rejected(100));
    invalidation.closeWindow();
    assertEquals(0, invalidation.waitAt(atSeconds(100)));
  }

  @Test
  void theWindowShrinksWithTheScale() {
    assertTrue(rejected(0, 0.5));
    assertEquals(SECOND, invalidation.waitAt(atSeconds(0)));
  }
}
