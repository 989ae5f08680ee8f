package dev.irsa.bench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the page. Figures are listed by round, and empty if they were not measured.
 *
 * @param what the measured quantity
 * @param unit the unit of the figures
 * @param target how the limit is applied
 * @param limit the limit
 * @param ours our figures
 * @param sdk the SDK's figures
 * @param floor the least possible figures
 */
record Row(
    String what,
    Unit unit,
    TargetKind target,
    double limit,
    List<Double> ours,
    List<Double> sdk,
    List<Double> floor) {

  /** Returns the figure to compare with the limit; null if it was not measured. */
  @Nullable Spread compared() {
    return target.compared(ours, sdk, floor);
  }

  boolean isMet() {
    Spread compared = compared();
    // The target is promised to its last digit only: 0.424 meets 0.42.
    return compared != null && target.isMet(compared, limit + target.unit(unit).rounding());
  }

  String targetText() {
    return target.text(target.unit(unit).format(limit));
  }

  private String result() {
    Spread compared = compared();
    return compared == null
        ? "not measured"
        : (isMet() ? "met: " : "**missed**: ") + target.unit(unit).withQuartiles(compared);
  }

  String markdown() {
    return "| %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            what, unit.format(ours), unit.format(sdk), unit.format(floor), targetText(), result());
  }
}
