package dev.irsa.cli.internal.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Distributes intervals over as few rows as possible, so that none overlap. Not thread-safe. */
final class IntervalRows {
  private final double gap;
  private final List<Double> ends = new ArrayList<>();

  /**
   * Creates empty rows.
   *
   * @param gap the space to leave between two intervals of a row
   */
  IntervalRows(double gap) {
    this.gap = gap;
  }

  /** Places the next interval, which must not begin before the previous one. Returns its row. */
  int place(double from, double until) {
    for (int row = 0; row < ends.size(); row++) {
      if (ends.get(row) + gap <= from) {
        ends.set(row, until);
        return row;
      }
    }
    ends.add(until);
    return ends.size() - 1;
  }

  /** Places the next interval of time, in milliseconds. Returns its row. */
  int place(Instant from, Instant until) {
    return place((double) from.toEpochMilli(), (double) until.toEpochMilli());
  }

  int count() {
    return ends.size();
  }
}
