package dev.irsa.cli.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts events by kind in equal steps of time, and draws the counts as columns. Not thread-safe.
 */
final class Bins {
  private static final int[] STEPS_IN_MILLIS = {100, 200, 250, 500, 1_000, 2_000, 5_000};
  private static final double NARROWEST = 5;
  private static final double GAP = 1;

  private final Axis axis;
  private final Duration step;
  private final Map<Long, Map<String, Integer>> counts = new TreeMap<>();

  Bins(Axis axis) {
    this.axis = axis;
    this.step = step(axis);
  }

  private static Duration step(Axis axis) {
    for (int millis : STEPS_IN_MILLIS) {
      if (axis.width(Duration.ofMillis(millis)) >= NARROWEST) {
        return Duration.ofMillis(millis);
      }
    }
    return Duration.ofMillis(STEPS_IN_MILLIS[STEPS_IN_MILLIS.length - 1]);
  }

  /** Counts an event. The kind is also the CSS class of its column, and its label. */
  void add(Instant at, String kind) {
    long bin = Duration.between(axis.from(), at).toNanos() / step.toNanos();
    counts.computeIfAbsent(bin, key -> new TreeMap<>()).merge(kind, 1, Integer::sum);
  }

  /** Returns the highest sum of these kinds in a step. */
  int highest(List<String> kinds) {
    return counts.values().stream().mapToInt(bin -> sum(bin, kinds)).max().orElse(0);
  }

  private static int sum(Map<String, Integer> bin, List<String> kinds) {
    return kinds.stream().mapToInt(kind -> bin.getOrDefault(kind, 0)).sum();
  }

  /** Returns the events per second of which a step has the given number. */
  double perSecond(int count) {
    return count * 1_000.0 / step.toMillis();
  }

  /**
   * Draws the counts of one kind, on top of those of the kinds below it.
   *
   * @param base the y of the count zero
   * @param unit the pixels of one event; negative if the columns grow downwards
   * @param below the kinds below
   * @param fill the fill, or an empty text for the colour of the kind's CSS class
   */
  void draw(Markup svg, double base, double unit, List<String> below, String kind, String fill) {
    counts.forEach(
        (bin, count) -> {
          double from = base - unit * sum(count, below);
          double until = from - unit * count.getOrDefault(kind, 0);
          if (from != until) {
            rect(svg, bin, Math.min(from, until), Math.abs(from - until));
            if (fill.isEmpty()) {
              svg.attribute("class", "column " + kind);
            } else {
              svg.attribute("fill", fill);
            }
          }
        });
  }

  /** Draws invisible areas that show the counts when the pointer rests on them. */
  void titles(Markup svg, double top, double height) {
    counts.forEach(
        (bin, count) -> {
          svg.open("rect", "hover");
          place(svg, bin, top, height);
          svg.title(title(bin, count)).close();
        });
  }

  private String title(long bin, Map<String, Integer> count) {
    return "%s to %s: %s"
        .formatted(
            Words.at(step.multipliedBy(bin)),
            Words.at(step.multipliedBy(bin + 1)),
            count.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", ")));
  }

  private void rect(Markup svg, long bin, double top, double height) {
    svg.empty("rect");
    place(svg, bin, top, height);
  }

  private void place(Markup svg, long bin, double top, double height) {
    double x = axis.x(axis.from().plus(step.multipliedBy(bin)));
    double end = axis.x(axis.from().plus(step.multipliedBy(bin + 1)));
    svg.area(x, top, Math.max(GAP, end - x - GAP), height);
  }
}
