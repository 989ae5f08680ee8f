package dev.irsa.internal.text;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times and durations as people read them in messages and logs. */
public final class TimeText {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private TimeText() {}

  /** Returns a duration in the units that fit: {@code 42 ms}, {@code 6.9 s}, {@code 2 h 5 min}. */
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

  private static String pair(long many, String unit, long few, String smaller) {
    return many + " " + unit + (few == 0 ? "" : " " + few + " " + smaller);
  }

  /** Returns a time to the second, in UTC: {@code 2026-11-24T10:40:54Z}. */
  public static String of(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Returns a time as seen from another: {@code in 2 s (2026-11-24T10:40:54Z)}. */
  public static String from(Instant now, Instant time) {
    Duration until = Duration.between(now, time);
    return until.isNegative()
        ? of(until.abs()) + " ago (" + of(time) + ")"
        : "in " + of(until) + " (" + of(time) + ")";
  }
}
