package dev.irsa.internal.refresh;

import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.simulation.SimulatedFailures;
import org.junit.jupiter.api.Test;

class TokenMonitorTest {

  private final TokenMonitor monitor = new TokenMonitor();

  /** Two checks may be under way at the same time. */
  @Test
  void anotherTokenIsWaitedForOnceAfterAFailure() {
    assertFalse(monitor.found());
    monitor.failed(SimulatedFailures.noToken(), LifetimeScale.STANDARD, atSeconds(100));
    assertTrue(monitor.found());
    assertFalse(monitor.found());
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(100)));
  }
}
