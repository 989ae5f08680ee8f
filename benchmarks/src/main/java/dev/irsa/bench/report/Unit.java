package dev.irsa.bench.report;

import java.util.List;
import java.util.Locale;

/** The format of a figure. */
enum Unit {
  /** A multiple of another figure. */
  RATIO("%.2f ×", 1),
  /** Milliseconds. */
  MILLIS("%,.0f ms", 1),
  /** Nanoseconds. */
  NANOS("%,.0f ns", 1),
  /** Bytes, in kilobytes of 1024. */
  KILOBYTES("%,.1f kB", 1024),
  /** Bytes, in megabytes of a million. */
  MEGABYTES("%.2f MB", 1e6),
  /** A count. */
  COUNT("%,.0f", 1);

  private final String format;
  private final double size;

  Unit(String format, double size) {
    this.format = format;
    this.size = size;
  }

  String format(double value) {
    return String.format(Locale.ROOT, format, value / size).replaceFirst("^-0(?= |$)", "0");
  }

  /** Formats the median of figures. */
  String format(List<Double> figures) {
    Spread spread = Spread.of(figures);
    return spread == null ? "–" : format(spread.median());
  }

  /** Formats the median and the quartiles. */
  String withQuartiles(Spread spread) {
    return spread.count() < 2
        ? format(spread.median())
        : "%s (%s to %s)"
            .formatted(format(spread.median()), format(spread.low()), format(spread.high()));
  }
}
