package dev.irsa.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three forms of a date, judged by the JDK's formatter. */
final class HttpDateTest {

  private static final long LATEST = 253_402_300_799L;

  private static String written(Instant instant, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC).format(instant);
  }

  @Property
  void theFormOfTodayIsRead(@ForAll @LongRange(min = 0, max = LATEST) long seconds) {
    Instant instant = Instant.ofEpochSecond(seconds);

    assertEquals(instant, HttpDate.parse(written(instant, "EEE, dd MMM yyyy HH:mm:ss 'GMT'")));
  }

  @Property
  void theFormOfRfc850IsRead(@ForAll @LongRange(min = 0, max = 3_155_759_999L) long seconds) {
    Instant instant = Instant.ofEpochSecond(seconds);

    assertEquals(instant, HttpDate.parse(written(instant, "EEEE, dd-MMM-yy HH:mm:ss 'GMT'")));
  }

  @Property
  void theFormOfAsctimeIsRead(@ForAll @LongRange(min = 0, max = LATEST) long seconds) {
    Instant instant = Instant.ofEpochSecond(seconds);

    assertEquals(instant, HttpDate.parse(written(instant, "EEE MMM ppd HH:mm:ss yyyy")));
  }

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
        "Tue, 24 Nov 2026 24:00:00 GMT",
        "Tue, 24 Nov 2026 16.00.00 GMT",
        "Tue, 24 ovD 2026 16:00:00 GMT",
        "Tue, +4 Nov 2026 16:00:00 GMT",
        "Tue, 24 Nov 20260 16:00:00 GMT",
        "Tue, 24 Nov 2026 16:00:00 GMT GMT",
        "Tuesday, 24-Nov-2026 16:00:00 GMT",
        "Tue Nov 24 16:00:00 20266",
        "2026-11-24T16:00:00Z",
        "1795536000"
      })
  void whatIsNoDateIsNone(String text) {
    assertNull(HttpDate.parse(text));
  }

  @Test
  void noDateIsNone() {
    assertNull(HttpDate.parse(null));
  }
}
