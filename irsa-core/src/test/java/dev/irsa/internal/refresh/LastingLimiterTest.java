package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MINUTE;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LastingLimiterTest {

  private final LastingLimiter limiter = new LastingLimiter();

  @Test
  void theFirstRefreshIsAllowed() {
    assertTrue(limiter.isAllowedAt(atSeconds(0)));
  }

  @Test
  void aRefreshInVainAllowsTheNextOneAfterAMinute() {
    limiter.unsatisfied(atSeconds(0), Timings.STANDARD);
    assertFalse(limiter.isAllowedAt(atSeconds(59)));
    assertTrue(limiter.isAllowedAt(atSeconds(60)));
  }

  @Test
  void shortLifetimesHaveShortPauses() {
    limiter.unsatisfied(atSeconds(0), Timings.of(90 * SECOND));
    assertFalse(limiter.isAllowedAt(atSeconds(5)));
    assertTrue(limiter.isAllowedAt(atSeconds(6)));
  }

  @Test
  void credentialsThatLastEndTheDoubling() {
    limiter.unsatisfied(atSeconds(0), Timings.STANDARD);
    limiter.unsatisfied(atSeconds(60), Timings.STANDARD);
    limiter.satisfied(60 * MINUTE, atSeconds(180));
    assertFalse(limiter.isAllowedAt(atSeconds(209)));
    assertTrue(limiter.isAllowedAt(atSeconds(210)));
    limiter.unsatisfied(atSeconds(210), Timings.STANDARD);
    assertTrue(limiter.isAllowedAt(atSeconds(270)));
  }

  @Property
  void theToleranceIsSmall(@ForAll @LongRange(min = 1) long atLeast) {
    long tolerance = LastingLimiter.tolerance(atLeast);
    assertTrue(tolerance >= 0 && tolerance <= MINUTE && tolerance <= atLeast / 60);
  }

  @Test
  void theToleranceOfAnHourIsAMinute() {
    assertEquals(MINUTE, LastingLimiter.tolerance(60 * MINUTE));
    assertEquals(15 * SECOND, LastingLimiter.tolerance(15 * MINUTE));
  }
}
