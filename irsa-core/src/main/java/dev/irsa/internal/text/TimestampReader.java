package dev.irsa.internal.text;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Parses the times of AWS, in documents ({@code 2026-11-24T16:00:00Z}) and in the {@code Date}
 * header ({@code Tue, 24 Nov 2026 16:00:00 GMT}). Uses arithmetic, because the JDK's formatters,
 * together with the calendar classes that they load from JDK 21 on, would take longer than all
 * other work on the response.
 */
public final class TimestampReader {

  private static final String SECONDS = "dddd-dd-ddTdd:dd:dd";
  private static final int MAX_DIGITS = 9;
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final long DAYS_BEFORE_1970 = 719_468;

  private TimestampReader() {}

  /**
   * Parses a time. Other implementations of STS add fractions or an offset. Uncommon forms are left
   * to the JDK: an offset, 24:00:00 as the start of the next day (ISO 8601), and the leap second
   * 23:59:60, which becomes 23:59:59. Credentials then expire one second early, which is harmless.
   *
   * @throws DateTimeException if the text is not a time
   */
  public static Instant parse(String text) {
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
    return instant(
        number(text, 0, 4),
        number(text, 5, 7),
        number(text, 8, 10),
        number(text, 11, 13),
        number(text, 14, 16),
        number(text, 17, 19),
        nanos(text, SECONDS.length() + 1, end));
  }

  /**
   * Parses a {@code Date} header in the format that servers must send (IMF-fixdate, RFC 9110,
   * section 5.6.7). Returns null for anything else.
   */
  public static @Nullable Instant parseHeader(@Nullable String text) {
    if (text == null || text.length() != 29 || !text.endsWith(" GMT") || text.charAt(3) != ',') {
      return null;
    }
    int month = MONTHS.indexOf(text.substring(8, 11));
    if (month < 0 || month % 3 != 0 || text.charAt(19) != ':' || text.charAt(22) != ':') {
      return null;
    }
    try {
      return instant(
          number(text, 12, 16),
          month / 3 + 1,
          number(text, 5, 7),
          number(text, 17, 19),
          number(text, 20, 22),
          number(text, 23, 25),
          0);
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
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

  /** Returns whether a range is empty, or consists of a point and one to nine digits. */
  private static boolean isFraction(String text, int from, int to) {
    if (from == to) {
      return true;
    }
    return text.charAt(from) == '.'
        && to - from - 1 <= MAX_DIGITS
        && AsciiText.isDigits(text, from + 1, to);
  }

  private static int nanos(String text, int from, int to) {
    int nanos = 0;
    for (int i = 0; i < MAX_DIGITS; i++) {
      nanos = nanos * 10 + (from + i < to ? text.charAt(from + i) - '0' : 0);
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    if (!AsciiText.isDigits(text, from, to)) {
      throw new NumberFormatException();
    }
    return Integer.parseInt(text.substring(from, to));
  }

  private static Instant instant(
      int year, int month, int day, int hour, int minute, int second, int nanos) {
    boolean time = hour <= 23 && minute <= 59 && second <= 59;
    if (!time || month < 1 || month > 12 || day < 1 || day > days(year, month)) {
      throw new DateTimeException("not a date and time of the calendar");
    }
    long seconds = ((epochDay(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private static int days(int year, int month) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : DAYS[month - 1];
  }

  /**
   * Returns the day since 1970-01-01. Years are counted from March, so that the leap day comes
   * last.
   */
  private static long epochDay(int year, int month, int day) {
    long marchYear = month > 2 ? year : year - 1L;
    long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return 365 * marchYear
        + Math.floorDiv(marchYear, 4L)
        - Math.floorDiv(marchYear, 100L)
        + Math.floorDiv(marchYear, 400L)
        + dayOfYear
        - DAYS_BEFORE_1970;
  }
}
