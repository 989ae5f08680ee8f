package dev.irsa.internal.sts;

import dev.irsa.internal.http.UtcTime;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Instants as STS writes them, {@code 2026-11-24T16:00:00Z}, read without a formatter: loading one
 * costs more than the rest of the answer.
 */
final class StsDates {

  private static final String SECONDS = "dddd-dd-ddTdd:dd:dd";
  private static final int MOST_DIGITS = 9;

  private StsDates() {}

  /**
   * Reads an instant; other implementations of STS add fractions or an offset. The JDK reads what
   * is rare: an offset, 24:00:00 as the next day's beginning (ISO 8601), and the leap second
   * 23:59:60, which {@code Instant} does not have, as 23:59:59. Credentials then expire a second
   * early, which harms nobody.
   *
   * @throws DateTimeException when it is none
   */
  static Instant parse(String text) {
    int end = text.length() - 1;
    boolean simple =
        text.length() > SECONDS.length()
            && text.charAt(end) == 'Z'
            && hasShape(text)
            && !text.startsWith("24", 11)
            && !text.startsWith("60", 17)
            && isFraction(text, SECONDS.length(), end);
    if (!simple) {
      return Instant.parse(text);
    }
    return UtcTime.instant(
        number(text, 0, 4),
        number(text, 5, 7),
        number(text, 8, 10),
        number(text, 11, 13),
        number(text, 14, 16),
        number(text, 17, 19),
        nanos(text, SECONDS.length() + 1, end));
  }

  private static boolean hasShape(String text) {
    for (int i = 0; i < SECONDS.length(); i++) {
      char expected = SECONDS.charAt(i);
      char c = text.charAt(i);
      boolean fits = expected == 'd' ? c >= '0' && c <= '9' : c == expected;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** Nothing, or a point and up to nine digits. */
  private static boolean isFraction(String text, int from, int to) {
    if (from == to) {
      return true;
    }
    int digits = to - from - 1;
    boolean fraction = text.charAt(from) == '.' && digits >= 1 && digits <= MOST_DIGITS;
    for (int i = from + 1; i < to; i++) {
      fraction &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return fraction;
  }

  private static int nanos(String text, int from, int to) {
    int nanos = 0;
    for (int i = 0; i < MOST_DIGITS; i++) {
      nanos = nanos * 10 + (from + i < to ? text.charAt(from + i) - '0' : 0);
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text.substring(from, to));
  }
}
