package dev.irsa.internal.limit;

import static dev.irsa.internal.time.Nanos.MINUTE;
import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowRateLimiterTest {

  private final SlidingWindowRateLimiter limiter = new SlidingWindowRateLimiter(15);

  /** A monotonic clock may start anywhere, also just before an overflow. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5 * SECOND, Long.MAX_VALUE - 30 * SECOND})
  void theSameCallsCountAgainstEachLimitUntilTheyHaveLeftTheWindow(long origin) {
    for (int second = 0; second < 14; second++) {
      limiter.record(origin + second * SECOND);
    }
    long now = origin + 14 * SECOND;
    assertEquals(48 * SECOND, limiter.waitAt(12, MINUTE, now), "until that of 2 s is too old");
    assertEquals(0, limiter.waitAt(15, MINUTE, now));
    assertEquals(0, limiter.waitAt(12, 12 * SECOND, now), "the window is a parameter");
    limiter.record(now);
    assertEquals(46 * SECOND, limiter.waitAt(15, MINUTE, now));
    assertEquals(1, limiter.waitAt(15, MINUTE, origin + MINUTE - 1));
    assertEquals(0, limiter.waitAt(15, MINUTE, origin + MINUTE));
  }
}
