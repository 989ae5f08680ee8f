package dev.irsa.bench.report;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A figure that was measured several times: its median and quartiles.
 *
 * @param median the median
 * @param low the lower quartile
 * @param high the upper quartile
 * @param count the number of measurements
 */
record Spread(double median, double low, double high, int count) {

  /** Returns the spread of figures; null if there are none. */
  static @Nullable Spread of(List<Double> figures) {
    List<Double> sorted = figures.stream().filter(Double::isFinite).sorted().toList();
    return sorted.isEmpty()
        ? null
        : new Spread(
            quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75), sorted.size());
  }

  /** Returns ours / theirs, computed by round, since a disturbance of a round affects both. */
  static List<Double> ratio(List<Double> ours, List<Double> theirs) {
    return byRound(ours, theirs, (our, their) -> our / their);
  }

  /** Returns ours - base, computed by round. */
  static List<Double> difference(List<Double> ours, List<Double> base) {
    return byRound(ours, base, (our, other) -> our - other);
  }

  private static List<Double> byRound(
      List<Double> ours, List<Double> theirs, DoubleBinaryOperator with) {
    return IntStream.range(0, Math.min(ours.size(), theirs.size()))
        .mapToObj(round -> with.applyAsDouble(ours.get(round), theirs.get(round)))
        .toList();
  }

  /** Interpolates between the two nearest figures, as most tools do. */
  private static double quantile(List<Double> sorted, double share) {
    double position = share * (sorted.size() - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.size() - 1);
    double part = position - below;
    return sorted.get(below) * (1 - part) + sorted.get(above) * part;
  }
}
