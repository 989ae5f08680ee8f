package dev.irsa.bench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a limit is applied. */
enum TargetKind {
  /** Ours as a multiple of the SDK's, by round. */
  OF_SDK("≤ %s SDK"),
  /** What ours adds to the floor, by round. */
  ABOVE_FLOOR("≤ %s"),
  /** Our figure. */
  AT_MOST("≤ %s"),
  /** The lower quartile of our figure, a difference. */
  WITHIN_NOISE("within the noise");

  private final String text;

  TargetKind(String text) {
    this.text = text;
  }

  /** Returns the figure to compare with the limit; null if it was not measured. */
  @Nullable Spread compared(List<Double> ours, List<Double> sdk, List<Double> floor) {
    return switch (this) {
      case OF_SDK -> Spread.of(Spread.ratio(ours, sdk));
      case ABOVE_FLOOR -> Spread.of(Spread.difference(ours, floor));
      case AT_MOST, WITHIN_NOISE -> Spread.of(ours);
    };
  }

  /** Returns the unit of the limit, and of the figure that is compared with it. */
  Unit unit(Unit measured) {
    return this == OF_SDK ? Unit.RATIO : measured;
  }

  boolean isMet(Spread compared, double limit) {
    return (this == WITHIN_NOISE ? compared.low() : compared.median()) <= limit;
  }

  String text(String limit) {
    return text.formatted(limit);
  }
}
