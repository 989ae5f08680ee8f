package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MINUTE;
import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CallRequestTest {

  private static CallRequest lasting(long nanos) {
    return new CallRequest(nanos, SECOND, false);
  }

  @Property
  void theToleranceIsSmall(@ForAll @LongRange(min = 1) long atLeast) {
    long tolerance = lasting(atLeast).tolerance();
    assertTrue(tolerance >= 0 && tolerance <= MINUTE && tolerance <= atLeast / 60);
  }

  @Test
  void theLongestCountableDeadlineIsKeptAndALongerOneNeverEnds() {
    Duration countable = Duration.ofSeconds(Long.MAX_VALUE / SECOND - 1);

    assertEquals(countable.toNanos(), CallRequest.within(countable).deadline());
    assertEquals(Long.MAX_VALUE, CallRequest.within(Duration.ofSeconds(Long.MAX_VALUE)).deadline());
  }
}
