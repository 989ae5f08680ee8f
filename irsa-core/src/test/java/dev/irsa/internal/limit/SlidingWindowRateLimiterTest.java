package dev.irsa.internal.limit;

import static dev.irsa.internal.time.Nanos.MINUTE;
import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowRateLimiterTest {

  private final SlidingWindowRateLimiter limiter = new SlidingWindowRateLimiter(15);
  private long origin;

  private void record(int calls, long second) {
    for (int i = 0; i < calls; i++) {
      limiter.record(origin + second * SECOND);
    }
  }

  private long waitFor(int allowed, long second) {
    return limiter.waitAt(allowed, MINUTE, origin + second * SECOND);
  }

  /** A monotonic clock may start anywhere, also just before an overflow. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5 * SECOND, Long.MAX_VALUE - 30 * SECOND})
  void afterTwelveCallsTheNextWaitsUntilTheOldestHasLeftTheWindow(long start) {
    origin = start;
    record(1, 0);
    record(10, 5);
    assertEquals(0, waitFor(12, 6));
    record(1, 7);
    assertEquals(52 * SECOND, waitFor(12, 8));
    assertEquals(1, limiter.waitAt(12, MINUTE, origin + MINUTE - 1));
    assertEquals(0, waitFor(12, 60));
    record(1, 60);
    assertEquals(5 * SECOND, waitFor(12, 60), "the next oldest is of 5 s");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 30 * SECOND})
  void theSameCallsCountAgainstEachLimit(long start) {
    origin = start;
    record(14, 0);
    assertEquals(60 * SECOND, waitFor(12, 0));
    assertEquals(0, waitFor(15, 0));
    record(1, 1);
    assertEquals(59 * SECOND, waitFor(15, 1));
    assertEquals(59 * SECOND, waitFor(12, 1), "the twelfth last is of 0 s");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 6, 60})
  void theWindowIsAParameter(long seconds) {
    record(12, 0);
    assertEquals(seconds * SECOND, limiter.waitAt(12, seconds * SECOND, 0));
    assertEquals(0, limiter.waitAt(12, seconds * SECOND, seconds * SECOND));
  }
}
