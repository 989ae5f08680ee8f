package dev.irsa.bench.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A target and what was measured against it; all targets are upper limits.
 *
 * @param part the part that measures it
 * @param what what is compared
 * @param unit how the figure reads
 * @param limit the most that it may be
 * @param measured what it is, or null when it was not measured
 */
record Target(String part, String what, Unit unit, double limit, @Nullable Spread measured) {

  /** How a figure reads. */
  enum Unit {
    /** Times another figure. */
    RATIO,
    /** A share of another figure. */
    SHARE,
    /** Milliseconds. */
    MILLIS,
    /** Bytes. */
    BYTES,
    /** Kilobytes of 1024. */
    KILOBYTES,
    /** Megabytes of a million. */
    MEGABYTES,
    /** A count. */
    COUNT,
    /** Calls a second. */
    PER_SECOND;

    String format(double value) {
      return switch (this) {
        case RATIO -> Numbers.ratio(value);
        case SHARE -> Numbers.percent(value);
        case MILLIS -> Numbers.plain(value) + " ms";
        case BYTES -> String.format(Locale.ROOT, "%.0f B", value);
        case KILOBYTES -> Numbers.plain(value) + " kB";
        case MEGABYTES -> String.format(Locale.ROOT, "%.2f MB", value);
        case COUNT -> Numbers.plain(value);
        case PER_SECOND -> Numbers.plain(value) + "/s";
      };
    }
  }

  /** What is to be said of it. */
  enum Verdict {
    /** Within the limit. */
    MET,
    /** Above it. */
    MISSED,
    /** No figure. */
    OPEN
  }

  Verdict verdict() {
    if (measured == null) {
      return Verdict.OPEN;
    }
    // The last digit of the limit is all that is promised: 0.424 meets 0.42.
    double slack = unit == Unit.RATIO ? 0.005 : unit == Unit.SHARE ? 0.0005 : 0.5e-9;
    double bytes = unit == Unit.BYTES ? 0.5 : 0;
    return measured.median() <= limit + slack + bytes ? Verdict.MET : Verdict.MISSED;
  }

  String measuredText() {
    return measured == null ? Numbers.NONE : unit.format(measured.median());
  }

  String spreadText() {
    return measured == null || measured.count() < 2
        ? Numbers.NONE
        : unit.format(measured.low()) + " – " + unit.format(measured.high());
  }

  String limitText() {
    return "≤ " + unit.format(limit);
  }
}
