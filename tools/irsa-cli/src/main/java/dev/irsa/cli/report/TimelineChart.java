package dev.irsa.cli.report;

import dev.irsa.cli.timeline.Moment;
import dev.irsa.cli.timeline.ServicePhase;
import dev.irsa.cli.timeline.Timeline;
import java.util.List;
import java.util.Locale;

/** Draws a timeline as SVG: lanes under one time axis, for each pod. Not thread-safe. */
final class TimelineChart {
  private static final double SPACE = 16;
  private static final double MOMENTS = 18;
  private static final double AXIS = 22;
  private static final double HEADING = 30;

  private final Timeline run;
  private final Layout layout;
  private final Patterns patterns;
  private final Axis axis;
  private final Markup svg;

  /**
   * The place of the lanes' names, and the width.
   *
   * @param name distinguishes the charts of a page; also their CSS class
   * @param width the width in pixels
   * @param margin the width of the column with the lanes' names; 0 if they are above the lanes
   * @param tickSpacing the least distance of two labels of the axis
   */
  record Layout(String name, double width, double margin, double tickSpacing) {
    static final Layout WIDE = new Layout("wide", 1120, 176, 64);
    static final Layout NARROW = new Layout("narrow", 344, 0, 44);

    private static final double RIGHT = 8;
    private static final double NAME_ABOVE = 19;

    boolean namesAbove() {
      return margin == 0;
    }

    double nameHeight() {
      return namesAbove() ? NAME_ABOVE : 0;
    }
  }

  TimelineChart(Timeline run, Layout layout, Markup svg) {
    this.run = run;
    this.layout = layout;
    this.patterns = new Patterns(layout.name());
    this.axis = new Axis(run.from(), run.until(), layout.margin(), layout.width() - Layout.RIGHT);
    this.svg = svg;
  }

  void draw() {
    List<LaneGroup> groups = new LaneGroups(run, axis, patterns).all();
    double top = run.moments().isEmpty() ? 4 : MOMENTS;
    double bottom = top + groups.stream().mapToDouble(this::height).sum();
    svg.open("svg", "timeline " + layout.name())
        .attribute("viewBox", "0 0 %.0f %.0f".formatted(layout.width(), bottom + AXIS))
        .attribute("role", "img")
        .attribute("aria-labelledby", layout.name() + "-title");
    svg.open("title")
        .attribute("id", layout.name() + "-title")
        .text("Timeline of the run; the table below has its figures")
        .close();
    patterns.define(svg);
    background(top, bottom);
    axis(top, bottom);
    double y = top;
    for (LaneGroup group : groups) {
      y = group(group, y);
    }
    run.moments().forEach(moment -> moment(moment, bottom));
    svg.close();
  }

  private double height(LaneGroup group) {
    double heading = group.heading().isEmpty() ? 0 : HEADING;
    return heading
        + group.lanes().stream()
            .mapToDouble(lane -> layout.nameHeight() + lane.height() + SPACE)
            .sum();
  }

  private void background(double top, double bottom) {
    for (ServicePhase phase : run.health()) {
      if (ServiceLane.isTrouble(phase.health())) {
        double x = axis.x(phase.from());
        svg.empty("rect")
            .attribute("class", "shade " + ServiceLane.style(phase.health()))
            .area(x, top, Math.max(1, axis.x(phase.until()) - x), bottom - top);
      }
    }
  }

  private void axis(double top, double bottom) {
    for (int second : axis.ticks(layout.tickSpacing())) {
      double x = axis.x(run.from().plusSeconds(second));
      svg.line(x, top, x, bottom).attribute("class", "grid");
      svg.open("text", "tick")
          .attribute("x", x)
          .attribute("y", bottom + 15)
          .attribute("text-anchor", anchor(x))
          .text(second + " s")
          .close();
    }
  }

  /** Returns the anchor with which a label stays within the chart. */
  private String anchor(double x) {
    if (x < axis.left() + layout.tickSpacing() / 3) {
      return "start";
    }
    return x > axis.right() - layout.tickSpacing() / 3 ? "end" : "middle";
  }

  private double group(LaneGroup group, double top) {
    double y = top;
    if (!group.heading().isEmpty()) {
      svg.open("text", "heading")
          .attribute("x", 0)
          .attribute("y", y + HEADING - 12)
          .text(group.heading())
          .close();
      y += HEADING;
    }
    for (Lane lane : group.lanes()) {
      y = lane(group, lane, y);
    }
    return y;
  }

  private double lane(LaneGroup group, Lane lane, double top) {
    svg.open("g", "lane")
        .attribute("data-lane", lane.name().toLowerCase(Locale.ROOT))
        .attribute("data-pod", group.pod());
    name(lane, top);
    double y = top + layout.nameHeight();
    lane.draw(svg, axis, y);
    svg.close();
    return y + lane.height() + SPACE;
  }

  private void name(Lane lane, double top) {
    boolean above = layout.namesAbove();
    svg.open("text", "name").attribute("x", 0).attribute("y", top + 12);
    svg.text(lane.name());
    svg.open("tspan", "summary");
    if (above) {
      svg.attribute("dx", 7);
    } else {
      svg.attribute("x", 0).attribute("dy", 15);
    }
    svg.text(lane.summary()).close();
    svg.close();
  }

  private void moment(Moment moment, double bottom) {
    double x = axis.x(moment.at());
    svg.line(x, MOMENTS - 4, x, bottom).attribute("class", "moment");
    boolean left = x > (axis.left() + axis.right()) / 2;
    svg.open("text", "moment")
        .attribute("x", left ? x - 4 : x + 4)
        .attribute("y", MOMENTS - 6)
        .attribute("text-anchor", left ? "end" : "start")
        .text(moment.text())
        .close();
  }
}
