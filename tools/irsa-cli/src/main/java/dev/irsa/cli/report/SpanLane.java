package dev.irsa.cli.report;

import java.time.Instant;
import java.util.List;

/**
 * Bars over time, such as the lifetimes of tokens: solid while in use, pale until the end of their
 * validity. Bars that overlap are on different rows; if there are too many, each is only a tick.
 */
final class SpanLane implements Lane {
  private static final double ROW = 15;
  private static final double GAP = 3;
  private static final int MOST_ROWS = 4;
  private static final int MOST_BARS = 60;
  private static final double TICKS = 20;

  /** Name and summary, two lines, are beside the lane. */
  private static final double LEAST = 20;

  /**
   * One bar.
   *
   * @param style the CSS class of its colour
   * @param label a word that is shown if there is space
   * @param title the details
   * @param from where it begins
   * @param used where its solid part ends
   * @param until where it ends
   */
  record Bar(String style, String label, String title, Instant from, Instant used, Instant until) {}

  private final String name;
  private final String summary;
  private final List<Bar> bars;
  private final Rows rows = new Rows(0);

  /** The row of each bar. */
  private final List<Integer> places;

  SpanLane(String name, String summary, List<Bar> bars) {
    this.name = name;
    this.summary = summary;
    this.bars = List.copyOf(bars);
    this.places = bars.stream().map(bar -> rows.place(bar.from, bar.until)).toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public double height() {
    return dense() ? TICKS : Math.max(LEAST, rows.count() * (ROW + GAP) - GAP);
  }

  @Override
  public void draw(Markup svg, Axis axis, double top) {
    for (int i = 0; i < bars.size(); i++) {
      if (dense()) {
        tick(svg, axis, top, bars.get(i));
      } else {
        bar(svg, axis, top + places.get(i) * (ROW + GAP), bars.get(i));
      }
    }
  }

  private boolean dense() {
    return bars.size() > MOST_BARS || rows.count() > MOST_ROWS;
  }

  private static void tick(Markup svg, Axis axis, double top, Bar bar) {
    svg.open("rect", "tick " + bar.style)
        .area(axis.x(bar.from), top, 1.5, TICKS)
        .title(bar.title)
        .close();
  }

  private static void bar(Markup svg, Axis axis, double top, Bar bar) {
    svg.open("g", bar.style).title(bar.title);
    rect(svg, axis, top, bar.from, bar.until, "rest");
    rect(svg, axis, top, bar.from, bar.used, "used");
    double width = axis.x(bar.used) - axis.x(bar.from);
    if (Glyphs.width(bar.label) + 8 <= width) {
      svg.open("text", "inside")
          .attribute("x", axis.x(bar.from) + 5)
          .attribute("y", top + ROW - 4)
          .text(bar.label)
          .close();
    }
    svg.close();
  }

  private static void rect(
      Markup svg, Axis axis, double top, Instant from, Instant until, String part) {
    svg.empty("rect")
        .attribute("class", part)
        .area(axis.x(from), top, Math.max(1, axis.x(until) - axis.x(from)), ROW)
        .attribute("rx", 3);
  }
}
