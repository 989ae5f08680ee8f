package dev.irsa.cli.internal.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The time axis of a chart. Immutable.
 *
 * @param from the time at the left edge
 * @param until the time at the right edge
 * @param left the x of the left edge, in pixels
 * @param right the x of the right edge, in pixels
 */
record Axis(Instant from, Instant until, double left, double right) {

  /** Returns the x of a time. Times beyond an edge are at the edge. */
  double x(Instant time) {
    double share = (double) Duration.between(from, time).toNanos() / nanos();
    return left + (right - left) * Math.min(1, Math.max(0, share));
  }

  /** Returns the distance of two times, at least one pixel so that it is visible. */
  double width(Instant start, Instant end) {
    return Math.max(1, x(end) - x(start));
  }

  /** Returns the shortest of some durations that is at least so wide; else the last one. */
  Duration step(double width, int... millis) {
    int shortest =
        IntStream.of(millis)
            .filter(each -> (right - left) * each * 1e6 / nanos() >= width)
            .findFirst()
            .orElse(millis[millis.length - 1]);
    return Duration.ofMillis(shortest);
  }

  /** Returns the full seconds to label, at least the given number of pixels apart. */
  List<Integer> ticks(double spacing) {
    long step =
        step(spacing, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000)
            .toSeconds();
    long length = Duration.between(from, until).toSeconds();
    return IntStream.rangeClosed(0, (int) (length / step)).mapToObj(i -> (int) (i * step)).toList();
  }

  private double nanos() {
    return Math.max(1, Duration.between(from, until).toNanos());
  }
}
