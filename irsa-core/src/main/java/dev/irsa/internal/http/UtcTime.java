package dev.irsa.internal.http;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * A date and a time of day in UTC as an instant, by arithmetic. The JDK's calendar classes would
 * load its formatters with them (from JDK 21 on, by asking for leap years), which costs more than
 * the rest of the answer.
 */
public final class UtcTime {

  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final long DAYS_BEFORE_1970 = 719_468;

  private UtcTime() {}

  /**
   * Returns the instant.
   *
   * @param year 0 to 9999
   * @throws DateTimeException when there is no such date or time
   */
  public static Instant instant(
      int year, int month, int day, int hour, int minute, int second, int nanos) {
    boolean time = in(hour, 0, 23) && in(minute, 0, 59) && in(second, 0, 59);
    if (!in(year, 0, 9999) || !in(month, 1, 12) || !in(day, 1, days(year, month)) || !time) {
      throw new DateTimeException("no date and time of the calendar");
    }
    long seconds = ((epochDay(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private static boolean in(int number, int least, int most) {
    return number >= least && number <= most;
  }

  private static int days(int year, int month) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : DAYS[month - 1];
  }

  /** Counts years from March, so that the day of a leap year comes last. */
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
