package dev.irsa.cli.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The time axis of a chart. Immutable.
 *
 * @param from the time at the left edge
 * @param until the time at the right edge
 * @param left the x of the left edge, in pixels
 * @param right the x of the right edge, in pixels
 */
record Axis(Instant from, Instant until, double left, double right) {
  private static final int[] STEPS_IN_SECONDS = {1, 2, 5, 10, 15, 30, 60, 120, 300};

  /** Returns the x of a time. Times beyond an edge are at the edge. */
  double x(Instant time) {
    double share = (double) Duration.between(from, time).toNanos() / nanos();
    return left + (right - left) * Math.min(1, Math.max(0, share));
  }

  /** Returns the width of a duration, in pixels. */
  double width(Duration duration) {
    return (right - left) * duration.toNanos() / nanos();
  }

  /** Returns the full seconds to label, at least the given number of pixels apart. */
  List<Integer> ticks(double spacing) {
    int step = STEPS_IN_SECONDS[STEPS_IN_SECONDS.length - 1];
    for (int i = STEPS_IN_SECONDS.length - 1; i >= 0; i--) {
      if (width(Duration.ofSeconds(STEPS_IN_SECONDS[i])) >= spacing) {
        step = STEPS_IN_SECONDS[i];
      }
    }
    List<Integer> ticks = new ArrayList<>();
    for (int second = 0; from.plusSeconds(second).compareTo(until) <= 0; second += step) {
      ticks.add(second);
    }
    return ticks;
  }

  private double nanos() {
    return Math.max(1, Duration.between(from, until).toNanos());
  }
}
