package dev.irsa.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over time on one scale. */
final class LineChart {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 300;
  private static final int LEFT = 56;
  private static final int RIGHT = 16;
  private static final int TOP = 14;
  private static final int BOTTOM = 34;

  private record Line(String label, String kind, List<Double> values) {}

  private final String title;
  private final int perHour;
  private final double top;
  private final List<Line> lines = new ArrayList<>();

  /**
   * Creates a chart.
   *
   * @param perHour the number of values per hour
   * @param top the highest value of the scale; higher values are cut off
   */
  LineChart(String title, int perHour, double top) {
    this.title = title;
    this.perHour = perHour;
    this.top = top;
  }

  LineChart line(String label, String kind, List<Double> values) {
    if (!values.isEmpty()) {
      lines.add(new Line(label, kind, values));
    }
    return this;
  }

  String svg() {
    if (lines.isEmpty()) {
      return "";
    }
    StringBuilder svg = new StringBuilder();
    svg.append("<figure><figcaption>").append(Html.escaped(title)).append("</figcaption>");
    svg.append("<div class=\"legend\">");
    for (Line line : lines) {
      svg.append("<span><i class=\"")
          .append(line.kind)
          .append("\"></i>")
          .append(Html.escaped(line.label))
          .append("</span>");
    }
    svg.append("</div><svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
    svg.append("\" role=\"img\" aria-label=\"").append(Html.escaped(title)).append("\">");
    axes(svg);
    lines.forEach(line -> svg.append(path(line)));
    return svg.append("</svg></figure>\n").toString();
  }

  private void axes(StringBuilder svg) {
    int longest = longest();
    for (int step = 0; step <= 4; step++) {
      double value = top * step / 4;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>"
                  + "<text class=\"axis\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>",
              LEFT,
              y(value),
              WIDTH - RIGHT,
              y(value),
              LEFT - 8,
              y(value) + 4,
              value));
    }
    for (int hour = 0; hour * perHour <= longest; hour++) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"axis\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d h</text>",
              x(hour * perHour, longest),
              HEIGHT - 10,
              hour));
    }
  }

  private String path(Line line) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < line.values.size(); i++) {
      points.append(
          String.format(
              Locale.ROOT, "%.1f,%.1f ", x(i, longest()), y(Math.min(top, line.values.get(i)))));
    }
    return "<polyline class=\"line "
        + line.kind
        + "\" points=\""
        + points.toString().trim()
        + "\"/>";
  }

  private int longest() {
    return lines.stream().mapToInt(line -> line.values.size()).max().orElse(1);
  }

  private static double x(double index, int longest) {
    return LEFT + (WIDTH - LEFT - RIGHT) * index / Math.max(1, longest);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
  }
}
