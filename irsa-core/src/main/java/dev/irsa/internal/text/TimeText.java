package dev.irsa.internal.text;

import java.time.Duration;
import java.time.Instant;

/** Formats times and durations for messages and logs. */
public final class TimeText {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private TimeText() {}

  /** Formats a duration in suitable units: {@code 42 ms}, {@code 6.9 s}, {@code 2 h 5 min}. */
  public static String of(Duration duration) {
    long millis = duration.abs().toMillis();
    String sign = duration.isNegative() && millis > 0 ? "-" : "";
    if (millis < 1_000) {
      return sign + millis + " ms";
    }
    if (millis < MINUTE) {
      long tenths = millis / 100 % 10;
      return sign + millis / 1_000 + (tenths == 0 ? "" : "." + tenths) + " s";
    }
    if (millis < HOUR) {
      return sign + pair(millis / MINUTE, "min", millis % MINUTE / 1_000, "s");
    }
    return millis < DAY
        ? sign + pair(millis / HOUR, "h", millis % HOUR / MINUTE, "min")
        : sign + pair(millis / DAY, "d", millis % DAY / HOUR, "h");
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /**
   * Formats a time in UTC, truncated to the second: {@code 2026-11-24T10:40:54Z}. Uses arithmetic
   * instead of the JDK's formatter, which would otherwise be loaded for the first log line while
   * the application starts.
   *
   * @param time a time in the years 0 to 9999
   */
  public static String of(Instant time) {
    long seconds = time.getEpochSecond();
    long day = Math.floorDiv(seconds, 86_400L);
    long second = Math.floorMod(seconds, 86_400L);
    // In years that begin in March, the leap day is the last day.
    long days = day + 719_468;
    long era = Math.floorDiv(days, 146_097L);
    long dayOfEra = days - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long month = (5 * dayOfYear + 2) / 153;
    StringBuilder text = new StringBuilder(20);
    pad(text, era * 400 + yearOfEra + (month >= 10 ? 1 : 0), 4).append('-');
    pad(text, month < 10 ? month + 3 : month - 9, 2).append('-');
    pad(text, dayOfYear - (153 * month + 2) / 5 + 1, 2).append('T');
    pad(text, second / 3_600, 2).append(':');
    pad(text, second / 60 % 60, 2).append(':');
    return pad(text, second % 60, 2).append('Z').toString();
  }

  private static StringBuilder pad(StringBuilder text, long number, int digits) {
    String written = Long.toString(number);
    return text.append("0".repeat(Math.max(0, digits - written.length()))).append(written);
  }

  /** Formats a time relative to another: {@code in 2 s (2026-11-24T10:40:54Z)}. */
  public static String from(Instant now, Instant time) {
    Duration until = Duration.between(now, time);
    return until.isNegative()
        ? of(until.abs()) + " ago (" + of(time) + ")"
        : "in " + of(until) + " (" + of(time) + ")";
  }
}
