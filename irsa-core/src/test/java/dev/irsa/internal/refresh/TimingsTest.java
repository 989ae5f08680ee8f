package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingsTest {

  @Test
  void everyLifetimeOfAwsHasTheStandardTimings() {
    assertSame(Timings.STANDARD, Timings.forLifetime(900 * SECOND));
    assertSame(Timings.STANDARD, Timings.forLifetime(43_200 * SECOND));
    assertFalse(Timings.STANDARD.areShort());
    assertEquals(60 * SECOND, Timings.STANDARD.of(60 * SECOND));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "half a quarter of an hour: half, 450, 30000",
    "a tenth of it: a tenth, 90, 6000",
    "at most to a hundredth, 9, 600",
    "however short, 1, 600"
  })
  void shorterLifetimesShrinkPauses(String sentence, long lifetime, long minuteMillis) {
    Timings timings = Timings.forLifetime(lifetime * SECOND);
    assertTrue(timings.areShort());
    assertEquals(minuteMillis * MILLISECOND, timings.of(60 * SECOND));
  }
}
