package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MINUTE;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DoublingRateLimiterTest {

  private final DoublingRateLimiter limiter = new DoublingRateLimiter();

  private void pause(long second) {
    limiter.pause(MINUTE, 10 * MINUTE, atSeconds(second));
  }

  private void assertPaused(long from, long seconds) {
    assertFalse(limiter.isAllowedAt(atSeconds(from + seconds - 1)));
    assertTrue(limiter.isAllowedAt(atSeconds(from + seconds)));
  }

  @Test
  void theFirstRefreshIsAllowed() {
    assertTrue(limiter.isAllowedAt(atSeconds(0)));
  }

  @Test
  void eachPauseIsTwiceTheLastOneUpToTheCap() {
    long second = 0;
    for (long expected : new long[] {60, 120, 240, 480, 600, 600, 600}) {
      pause(second);
      assertPaused(second, expected);
      second += expected;
    }
    assertEquals(2700, second);
  }

  @Test
  void aRestartEndsTheDoubling() {
    pause(0);
    pause(60);
    limiter.restart(30 * SECOND, atSeconds(180));
    assertPaused(180, 30);
    pause(210);
    assertPaused(210, 60);
  }
}
