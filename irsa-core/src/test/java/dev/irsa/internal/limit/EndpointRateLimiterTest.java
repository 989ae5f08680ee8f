package dev.irsa.internal.limit;

import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What {@link BulkheadTest} does not show. */
class EndpointRateLimiterTest {

  private final EndpointRateLimiter limits = new EndpointRateLimiter();

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
}
