package dev.irsa.bench.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The format of a figure. */
enum Unit {
  /** A multiple of another figure. */
  RATIO("%.2f ×"),
  /** Milliseconds. */
  MILLIS("%,.0f ms"),
  /** Microseconds. */
  MICROS("%,.0f µs"),
  /** Nanoseconds. */
  NANOS("%,.0f ns"),
  /** Kilobytes of 1024. */
  KILOBYTES("%,.1f kB"),
  /** Megabytes of a million. */
  MEGABYTES("%.2f MB"),
  /** Bytes. */
  BYTES("%,.0f B"),
  /** A count. */
  COUNT("%,.0f");

  private final String format;

  Unit(String format) {
    this.format = format;
  }

  String format(double value) {
    return String.format(Locale.ROOT, format, value).replaceFirst("^-0(?= |$)", "0");
  }

  String format(@Nullable Spread spread) {
    return spread == null ? "–" : format(spread.median());
  }

  /** Formats the median and the quartiles. */
  String withQuartiles(Spread spread) {
    return spread.count() < 2
        ? format(spread)
        : format(spread) + " (" + format(spread.low()) + " to " + format(spread.high()) + ")";
  }
}
