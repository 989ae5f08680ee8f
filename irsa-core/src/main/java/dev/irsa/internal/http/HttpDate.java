package dev.irsa.internal.http;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Date} of an answer in the three forms of RFC 9110, section 5.6.7, read without a
 * formatter: loading one costs more than the rest of the answer.
 */
public final class HttpDate {

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /** Two digits of a year mean 1970 to 2069. */
  private static final int FIRST_OF_CENTURY = 70;

  private HttpDate() {}

  /** Returns the instant, or null when the text is none. */
  public static @Nullable Instant parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      int comma = text.indexOf(',');
      return comma < 0 ? asctime(text) : fixed(text.substring(comma + 1).strip());
    } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
      return null;
    }
  }

  /** {@code 24 Nov 2026 16:00:00 GMT}, or {@code 24-Nov-26 16:00:00 GMT}. */
  private static @Nullable Instant fixed(String text) {
    if (!text.endsWith(" GMT") && !text.endsWith(" UTC")) {
      return null;
    }
    boolean obsolete = text.charAt(2) == '-';
    int time = obsolete ? 10 : 12;
    int year = number(text, 7, time - 1);
    if (obsolete) {
      year += year < FIRST_OF_CENTURY ? 2000 : 1900;
    }
    return text.length() == time + 12
        ? instant(year, text.substring(3, 6), number(text, 0, 2), text.substring(time, time + 8))
        : null;
  }

  /** {@code Tue Nov 24 16:00:00 2026}; a day below ten follows two spaces. */
  private static @Nullable Instant asctime(String text) {
    int day = text.charAt(8) == ' ' ? number(text, 9, 10) : number(text, 8, 10);
    return text.length() == 24
        ? instant(number(text, 20, 24), text.substring(4, 7), day, text.substring(11, 19))
        : null;
  }

  private static @Nullable Instant instant(int year, String month, int day, String time) {
    int index = MONTHS.indexOf(month);
    if (index < 0 || index % 3 != 0 || time.charAt(2) != ':' || time.charAt(5) != ':') {
      return null;
    }
    return UtcTime.instant(
        year, index / 3 + 1, day, number(time, 0, 2), number(time, 3, 5), number(time, 6, 8), 0);
  }

  private static int number(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        throw new NumberFormatException();
      }
    }
    return Integer.parseInt(text.substring(from, to));
  }
}
