package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure that was measured several times: its median and quartiles.
 *
 * @param median the median
 * @param low the lower quartile
 * @param high the upper quartile
 * @param count the number of measurements
 */
public record Spread(double median, double low, double high, int count) {

  /** Returns the spread of figures; null if there are none. */
  public static @Nullable Spread of(List<Double> figures) {
    List<Double> sorted = new ArrayList<>(figures);
    sorted.removeIf(figure -> !Double.isFinite(figure));
    if (sorted.isEmpty()) {
      return null;
    }
    Collections.sort(sorted);
    return new Spread(
        quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75), sorted.size());
  }

  /** Returns the spread of a list in the results; null if it is missing. */
  public static @Nullable Spread of(JsonNode list) {
    return of(figures(list));
  }

  /**
   * Returns the spread of ratios, computed per round: both figures were measured in the same
   * rounds, so a disturbance of a round affects both.
   */
  public static @Nullable Spread ratio(JsonNode ours, JsonNode theirs) {
    List<Double> above = figures(ours);
    List<Double> below = figures(theirs);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(above.size(), below.size()); i++) {
      ratios.add(above.get(i) / below.get(i));
    }
    return of(ratios);
  }

  /** Returns (ours - base) / base, computed per round. */
  public static @Nullable Spread added(JsonNode ours, JsonNode base) {
    Spread ratio = ratio(ours, base);
    return ratio == null
        ? null
        : new Spread(ratio.median - 1, ratio.low - 1, ratio.high - 1, ratio.count);
  }

  /** Returns ours - base, computed per round. */
  public static @Nullable Spread difference(JsonNode ours, JsonNode base) {
    List<Double> above = figures(ours);
    List<Double> below = figures(base);
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < Math.min(above.size(), below.size()); i++) {
      differences.add(above.get(i) - below.get(i));
    }
    return of(differences);
  }

  /**
   * Returns what ours adds to the base as a share of what theirs adds: the differences per round,
   * divided by the median of theirs. Null if theirs adds nothing.
   */
  public static @Nullable Spread addedRatio(JsonNode ours, JsonNode theirs, JsonNode base) {
    Spread added = difference(ours, base);
    Spread addedByThem = difference(theirs, base);
    return added == null || addedByThem == null || addedByThem.median <= 0
        ? null
        : added.times(1 / addedByThem.median);
  }

  /** Returns the same figure in another unit. */
  public Spread times(double factor) {
    return new Spread(median * factor, low * factor, high * factor, count);
  }

  static List<Double> figures(JsonNode list) {
    List<Double> figures = new ArrayList<>();
    list.forEach(figure -> figures.add(figure.asDouble()));
    return figures;
  }

  /** Interpolates between the two nearest figures, as most tools do. */
  static double quantile(List<Double> sorted, double share) {
    double position = share * (sorted.size() - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.size() - 1);
    double part = position - below;
    return sorted.get(below) * (1 - part) + sorted.get(above) * part;
  }
}
