package dev.irsa.cli.internal.report;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts events by kind in equal steps of time, and draws the counts as columns. A kind is the CSS
 * class of its columns. Not thread-safe.
 */
final class Bins {
  private final Axis axis;
  private final Duration step;
  private final Map<Long, Map<String, Integer>> counts = new TreeMap<>();

  Bins(Axis axis) {
    this.axis = axis;
    this.step = axis.step(5, 100, 200, 250, 500, 1_000, 2_000, 5_000);
  }

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
   * Draws the counts of some kinds, each on top of the one before.
   *
   * @param base the y of the count zero
   * @param unit the pixels of one event; negative if the columns grow downwards
   */
  void draw(Markup svg, double base, double unit, List<String> kinds) {
    counts.forEach(
        (bin, count) -> {
          Instant from = axis.from().plus(step.multipliedBy(bin));
          double y = base;
          for (String kind : kinds) {
            double height = unit * count.getOrDefault(kind, 0);
            if (height != 0) {
              svg.rect(
                      "column " + kind,
                      axis.x(from),
                      Math.min(y, y - height),
                      Math.max(1, axis.width(from, from.plus(step)) - 1),
                      Math.abs(height))
                  .element("title", title(bin, count))
                  .close();
            }
            y -= height;
          }
        });
  }

  private String title(long bin, Map<String, Integer> count) {
    return "%s to %s: %s"
        .formatted(
            Lanes.at(step.multipliedBy(bin)),
            Lanes.at(step.multipliedBy(bin + 1)),
            count.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey().replace('-', ' '))
                .collect(joining(", ")));
  }
}
