package dev.irsa.bench.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A target with the measured figure. All targets are upper limits.
 *
 * @param part the part that measures it
 * @param what the measured quantity
 * @param unit the format of the figure
 * @param limit the upper limit
 * @param measured the figure; null if not measured
 */
record Target(String part, String what, Unit unit, double limit, @Nullable Spread measured) {

  /** The format of a figure. */
  enum Unit {
    /** A multiple of another figure. */
    RATIO,
    /** A percentage of another figure. */
    SHARE,
    /** Milliseconds. */
    MILLIS,
    /** Nanoseconds. */
    NANOS,
    /** Bytes. */
    BYTES,
    /** Kilobytes of 1024. */
    KILOBYTES,
    /** Megabytes of a million. */
    MEGABYTES,
    /** A count. */
    COUNT,
    /** Calls per second. */
    PER_SECOND;

    String format(double value) {
      return switch (this) {
        case RATIO -> Numbers.ratio(value);
        case SHARE -> Numbers.percent(value);
        case MILLIS -> Numbers.plain(value) + " ms";
        case NANOS -> String.format(Locale.ROOT, "%,.0f ns", value);
        case BYTES -> String.format(Locale.ROOT, "%.0f B", value);
        case KILOBYTES -> Numbers.plain(value) + " kB";
        case MEGABYTES -> String.format(Locale.ROOT, "%.2f MB", value);
        case COUNT -> Numbers.plain(value);
        case PER_SECOND -> Numbers.plain(value) + "/s";
      };
    }
  }

  /** The result for a target. */
  enum Verdict {
    /** Within the limit. */
    MET,
    /** Above the limit. */
    MISSED,
    /** Not measured. */
    OPEN
  }

  Verdict verdict() {
    if (measured == null) {
      return Verdict.OPEN;
    }
    // The target is promised to its last digit only: 0.424 meets 0.42.
    double slack = unit == Unit.RATIO ? 0.005 : unit == Unit.SHARE ? 0.0005 : 0.5e-9;
    double bytes = unit == Unit.BYTES ? 0.5 : 0;
    // Half of the measurements of nothing are above it, so its quartiles decide.
    double decisive = unit == Unit.SHARE && limit == 0 ? measured.low() : measured.median();
    return decisive <= limit + slack + bytes ? Verdict.MET : Verdict.MISSED;
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
