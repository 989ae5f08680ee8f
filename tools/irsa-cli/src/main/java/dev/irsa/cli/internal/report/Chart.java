package dev.irsa.cli.internal.report;

import dev.irsa.cli.internal.report.Lanes.Group;
import dev.irsa.cli.internal.report.Lanes.Lane;
import dev.irsa.cli.internal.timeline.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Draws a timeline as SVG: lanes under one time axis, for each pod. Not thread-safe. */
final class Chart {
  private static final double SPACE = 16;
  private static final double EVENTS = 18;
  private static final double AXIS = 22;
  private static final double HEADING = 30;
  private static final double RIGHT = 8;
  private static final double NAME_ABOVE = 19;

  private final Timeline run;
  private final Layout layout;
  private final Axis axis;
  private final Markup svg;

  /** Names are beside the lanes, or above them where there is no margin. */
  enum Layout {
    WIDE(1120, 176, 64),
    NARROW(344, 0, 44);

    private final double width;
    private final double margin;
    private final double tickSpacing;

    Layout(double width, double margin, double tickSpacing) {
      this.width = width;
      this.margin = margin;
      this.tickSpacing = tickSpacing;
    }

    double nameHeight() {
      return margin == 0 ? NAME_ABOVE : 0;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Chart(Timeline run, Layout layout, Markup svg) {
    this.run = run;
    this.layout = layout;
    this.axis = new Axis(run.from(), run.until(), layout.margin, layout.width - RIGHT);
    this.svg = svg;
  }

  void draw() {
    List<Group> groups = new Lanes(run, axis, svg).groups();
    boolean marked = run.events().stream().anyMatch(Timeline.Event::marked);
    double top = marked ? EVENTS : 4;
    double bottom = top + groups.stream().mapToDouble(this::height).sum();
    svg.open(
        "svg",
        "class",
        "timeline " + layout,
        "viewBox",
        "0 0 %.0f %.0f".formatted(layout.width, bottom + AXIS),
        "role",
        "img",
        "aria-labelledby",
        layout + "-title");
    svg.element(
        "title", "Timeline of the run; the table below has its figures", "id", layout + "-title");
    for (Timeline.Phase phase : run.failures()) {
      rect("shade", phase.from(), phase.until(), top, bottom);
    }
    ticks(top, bottom);
    double y = top;
    for (Group group : groups) {
      y = draw(group, y);
    }
    run.events().stream().filter(Timeline.Event::marked).forEach(event -> draw(event, bottom));
    svg.close();
  }

  private double height(Group group) {
    return (group.heading().isEmpty() ? 0 : HEADING)
        + group.lanes().stream()
            .mapToDouble(lane -> layout.nameHeight() + lane.height() + SPACE)
            .sum();
  }

  private void rect(String style, Instant from, Instant until, double top, double bottom) {
    svg.rect(style, axis.x(from), top, axis.width(from, until), bottom - top).close();
  }

  private void ticks(double top, double bottom) {
    for (int second : axis.ticks(layout.tickSpacing)) {
      double x = axis.x(run.from().plusSeconds(second));
      svg.line("grid", x, top, x, bottom);
      // A label stays within the chart.
      String anchor =
          x < axis.left() + layout.tickSpacing / 3
              ? "start"
              : x > axis.right() - layout.tickSpacing / 3 ? "end" : "middle";
      text("tick", x, bottom + 15, anchor, second + " s");
    }
  }

  private double draw(Group group, double top) {
    double y = top;
    if (!group.heading().isEmpty()) {
      text("heading", 0, y + HEADING - 12, "start", group.heading());
      y += HEADING;
    }
    for (Lane lane : group.lanes()) {
      svg.open(
          "g",
          "class",
          "lane",
          "data-lane",
          lane.name().toLowerCase(Locale.ROOT),
          "data-pod",
          group.pod());
      svg.open("text", "class", "name", "x", 0.0, "y", y + 12).text(lane.name());
      if (layout.margin == 0) {
        svg.element("tspan", lane.summary(), "class", "summary", "dx", 7.0);
      } else {
        svg.element("tspan", lane.summary(), "class", "summary", "x", 0.0, "dy", 15.0);
      }
      svg.close();
      lane.painter().draw(y + layout.nameHeight());
      svg.close();
      y += layout.nameHeight() + lane.height() + SPACE;
    }
    return y;
  }

  private void draw(Timeline.Event event, double bottom) {
    double x = axis.x(event.at());
    svg.line("event", x, EVENTS - 4, x, bottom);
    boolean left = x > (axis.left() + axis.right()) / 2;
    text("event", left ? x - 4 : x + 4, EVENTS - 6, left ? "end" : "start", event.text());
  }

  private void text(String style, double x, double y, String anchor, String text) {
    svg.element("text", text, "class", style, "x", x, "y", y, "text-anchor", anchor);
  }
}
