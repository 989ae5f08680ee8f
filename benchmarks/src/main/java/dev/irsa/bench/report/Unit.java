package dev.irsa.bench.report;

import java.util.List;
import java.util.Locale;

/** The format of a figure. */
enum Unit {
  /** A multiple of another figure. */
  RATIO(2, " ×", 1),
  /** Milliseconds. */
  MILLIS(0, " ms", 1),
  /** Nanoseconds. */
  NANOS(0, " ns", 1),
  /** Bytes. */
  BYTES(0, " B", 1),
  /** Bytes, in kilobytes of 1024. */
  KILOBYTES(1, " kB", 1024),
  /** Bytes, in megabytes of a million. */
  MEGABYTES(2, " MB", 1e6),
  /** A count. */
  COUNT(0, "", 1);

  private final String format;
  private final double size;
  private final double lastDigit;

  Unit(int decimals, String name, double size) {
    this.format = "%,." + decimals + "f" + name;
    this.size = size;
    this.lastDigit = size / Math.pow(10, decimals);
  }

  /** Returns the most that a figure can exceed another one without being shown as larger. */
  double rounding() {
    return lastDigit / 2;
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
