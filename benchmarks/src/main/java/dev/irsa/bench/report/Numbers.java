package dev.irsa.bench.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats figures. */
final class Numbers {

  static final String NONE = "–";

  private Numbers() {}

  /** Formats a number with three significant digits. */
  static String plain(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
  }

  static String plain(@Nullable Spread spread) {
    return spread == null ? NONE : plain(spread.median());
  }

  /** Formats the median and the quartiles. */
  static String spread(@Nullable Spread spread) {
    if (spread == null) {
      return NONE;
    }
    return spread.count() < 2
        ? plain(spread.median())
        : plain(spread.median()) + " (" + plain(spread.low()) + "–" + plain(spread.high()) + ")";
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f ×", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
