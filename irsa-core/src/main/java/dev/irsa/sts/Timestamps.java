package dev.irsa.sts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Instants as STS writes them, {@code 2026-11-24T16:00:00Z}, read without a formatter: loading one
 * costs more than the rest of the answer.
 */
final class Timestamps {

  private static final String SHAPE = "dddd-dd-ddTdd:dd:ddZ";

  private Timestamps() {}

  /**
   * Reads an instant; other implementations of STS add fractions or an offset.
   *
   * @throws DateTimeException when it is none
   */
  static Instant parse(String text) {
    if (!hasShape(text)) {
      return OffsetDateTime.parse(text).toInstant();
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19))
        .toInstant(ZoneOffset.UTC);
  }

  private static boolean hasShape(String text) {
    if (text.length() != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char expected = SHAPE.charAt(i);
      char c = text.charAt(i);
      boolean fits = expected == 'd' ? c >= '0' && c <= '9' : c == expected;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text.substring(from, to));
  }
}
