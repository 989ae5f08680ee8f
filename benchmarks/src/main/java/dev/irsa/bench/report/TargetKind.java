package dev.irsa.bench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a limit is applied. */
enum TargetKind {
  /** Ours as a multiple of the SDK's, by round. */
  OF_SDK("≤ %s SDK", true),
  /** Ours as a multiple of the floor, by round. */
  OF_FLOOR("≤ %s floor", true),
  /** What ours adds to the floor, by round. */
  ABOVE_FLOOR("≤ %s", false),
  /** Our figure. */
  AT_MOST("≤ %s", false),
  /** The lower quartile of our figure, a difference. */
  WITHIN_NOISE("within the noise", false);

  private final String text;
  private final boolean isRatio;

  TargetKind(String text, boolean isRatio) {
    this.text = text;
    this.isRatio = isRatio;
  }

  /** Returns the figure to compare with the limit; null if it was not measured. */
  @Nullable Spread compared(List<Double> ours, List<Double> sdk, List<Double> floor) {
    return switch (this) {
      case OF_SDK -> Spread.of(Spread.ratio(ours, sdk));
      case OF_FLOOR -> Spread.of(Spread.ratio(ours, floor));
      case ABOVE_FLOOR -> Spread.of(Spread.difference(ours, floor));
      case AT_MOST, WITHIN_NOISE -> Spread.of(ours);
    };
  }

  /** Returns the unit of the limit, and of the figure that is compared with it. */
  Unit unit(Unit measured) {
    return isRatio ? Unit.RATIO : measured;
  }

  boolean isMet(Spread compared, double limit) {
    return (this == WITHIN_NOISE ? compared.low() : compared.median()) <= limit;
  }

  String text(String limit) {
    return text.formatted(limit);
  }
}
