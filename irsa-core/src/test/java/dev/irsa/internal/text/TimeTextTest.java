package dev.irsa.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeTextTest {

  private static final Instant NOW = Instant.parse("2026-11-24T10:40:54.750752032Z");

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.0009S, 0 ms",
    "PT-0.0009S, 0 ms",
    "PT0.999S, 999 ms",
    "PT1S, 1 s",
    "PT6.96S, 6.9 s",
    "PT59.999S, 59.9 s",
    "PT1M, 1 min",
    "PT1M0.9S, 1 min",
    "PT10M5S, 10 min 5 s",
    "PT2H, 2 h",
    "PT-2H-0.2S, -2 h",
    "PT23H59M59S, 23 h 59 min",
    "P1D, 1 d",
    "P2DT3H, 2 d 3 h"
  })
  void durationsHaveSuitableUnits(Duration duration, String text) {
    assertEquals(text, TimeText.of(duration));
  }

  @Property
  void timesAreWrittenAsTheJdkWritesThem(
      @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long seconds) {
    Instant time = Instant.ofEpochSecond(seconds, 999_999_999);
    assertEquals(time.truncatedTo(ChronoUnit.SECONDS).toString(), TimeText.of(time));
  }

  @Test
  void timesAreRelativeToNow() {
    assertEquals(
        "in 2 s (2026-11-24T10:40:56Z)", TimeText.from(NOW, NOW.plus(Duration.ofSeconds(2))));
    assertEquals(
        "3 min ago (2026-11-24T10:37:54Z)", TimeText.from(NOW, NOW.minus(Duration.ofMinutes(3))));
  }
}
