package dev.irsa.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how times are read, as the JDK reads them, and written. */
final class TimesTest {

  @Property
  void timesWrittenByTheJdkAreParsed(
      @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos) {
    Instant instant = Instant.ofEpochSecond(seconds, nanos);

    assertEquals(instant, TimestampReader.parse(instant.toString()));
  }

  @Property
  void exactlyTheDatesOfTheCalendarAreParsed(
      @ForAll @IntRange(max = 9999) int year,
      @ForAll @IntRange(max = 13) int month,
      @ForAll @IntRange(max = 32) int day) {
    String date = "%04d-%02d-%02dT23:59:59Z".formatted(year, month, day);
    Instant expected;
    try {
      expected = LocalDateTime.of(year, month, day, 23, 59, 59).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      assertThrows(DateTimeException.class, () -> TimestampReader.parse(date));
      return;
    }
    assertEquals(expected, TimestampReader.parse(date));
  }

  @Test
  void offsetsAreReadToo() {
    assertEquals(
        Instant.parse("2026-11-24T15:00:00.5Z"),
        TimestampReader.parse("2026-11-24T16:00:00.5+01:00"));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "2026-11-24T24:00:00Z, 2026-11-25T00:00:00Z",
    "2026-12-31T24:00:00.000Z, 2027-01-01T00:00:00Z",
    "2026-11-24T24:00:00+01:00, 2026-11-24T23:00:00Z"
  })
  void theEndOfADayIsTheStartOfTheNext(String text, Instant instant) {
    assertEquals(instant, TimestampReader.parse(text));
  }

  /** One second early rather than late, so that nothing is used after its end. */
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
    "2016-12-31T23:59:60.5Z, 2016-12-31T23:59:59.5Z"
  })
  void aLeapSecondBecomesTheSecondBeforeIt(String text, Instant instant) {
    assertEquals(instant, TimestampReader.parse(text));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "Z",
        "2026-11-24T16:00:00",
        "2026-11-24T16:00:00.1234567890Z",
        "2026-11-24T16:00:00,5Z",
        "2026-11-24T16:00:00.5xZ",
        "2026-13-24T16:00:00Z",
        "2026-02-29T16:00:00Z",
        "1900-02-29T16:00:00Z",
        "2026-11-24T24:00:01Z",
        "2026-11-24T24:00:00.5Z",
        "2026-11-24T25:00:00Z",
        "2026-11-24T23:59:61Z",
        "2026-11-24T16:60:00Z",
        "2026-11-24T16:00:60Z",
        "2026-11-24 16:00:00Z"
      })
  void invalidTimesOfStsAreRejected(String text) {
    assertThrows(DateTimeException.class, () -> TimestampReader.parse(text));
  }

  @Property
  void headersWrittenByTheJdkAreParsed(
      @ForAll @LongRange(min = 0, max = 253_402_300_799L) long seconds) {
    Instant instant = Instant.ofEpochSecond(seconds);
    String header =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC)
            .format(instant);
    assertEquals(instant, TimestampReader.parseHeader(header));
  }

  /** Servers must not send the obsolete forms (RFC 9110, section 5.6.7). */
  @ParameterizedTest(name = "{index}")
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "garbage",
        "Tue, 24 Nov 2026 16:00:00",
        "Tue, 24 Nov 2026 16:00:00 CET",
        "Tue, 32 Nov 2026 16:00:00 GMT",
        "Tue, 00 Nov 2026 16:00:00 GMT",
        "Tue, 24 Nov 2026 24:00:00 GMT",
        "Tue, 24 Nov 2026 16:60:00 GMT",
        "Tue, 24 Nov 2026 16:00:60 GMT",
        "Tue, 24 Nov 2026 16.00.00 GMT",
        "Tue, 24 Nov 2026 16:00.00 GMT",
        "Tue, 24 ovD 2026 16:00:00 GMT",
        "Tue, +4 Nov 2026 16:00:00 GMT",
        "Tue, 24 Nov 20260 16:00:00 GMT",
        "Tue, 24 Nov 2026 16:00:00 GMT GMT",
        "Tuesday, 24-Nov-26 16:00:00 GMT",
        "Tuesda 24 Nov 2026 16:00:00 GMT",
        "Tue Nov 24 16:00:00 2026",
        "2026-11-24T16:00:00Z",
        "1795536000"
      })
  void anyOtherHeaderIsIgnored(String text) {
    assertNull(TimestampReader.parseHeader(text));
  }

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
