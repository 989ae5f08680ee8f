package dev.irsa.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * An upper limit.
 *
 * @param of what the measured figure is a multiple of, or empty
 * @param limit the limit
 * @param unit its format
 * @param measured what is compared with it; null if not measured
 */
record Target(String of, double limit, Unit unit, @Nullable Spread measured) {

  private static final String NOISE = "within the noise";

  static Target ofSdk(double limit, @Nullable Spread measured) {
    return new Target(" SDK", limit, Unit.RATIO, measured);
  }

  static Target ofFloor(double limit, @Nullable Spread measured) {
    return new Target(" floor", limit, Unit.RATIO, measured);
  }

  static Target atMost(double limit, Unit unit, @Nullable Spread measured) {
    return new Target("", limit, unit, measured);
  }

  /** Asks that the lower quartile of a difference is not above 0. */
  static Target withinNoise(Unit unit, @Nullable Spread measured) {
    return new Target(NOISE, 0, unit, measured);
  }

  boolean isMissed() {
    if (of.equals(NOISE)) {
      return measured != null && measured.low() > 0;
    }
    // The target is promised to its last digit only: 0.424 meets 0.42.
    double slack = unit == Unit.RATIO ? 0.005 : 0;
    return measured != null && measured.median() > limit + slack;
  }

  String text() {
    return of.equals(NOISE) ? of : "≤ " + unit.format(limit) + of;
  }

  String result() {
    if (measured == null) {
      return "not measured";
    }
    return (isMissed() ? "**missed**: " : "met: ") + unit.withQuartiles(measured);
  }
}
