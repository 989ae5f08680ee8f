package dev.irsa.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bars on one scale, with the quartiles as whiskers. */
final class BarChart {

  private static final int WIDTH = 860;
  private static final int LABEL = 250;
  private static final int VALUE = 130;
  private static final int STEP = 30;
  private static final int TOP = 10;

  private record Bar(String label, String kind, Spread value, String text) {}

  private final String title;
  private final boolean logarithmic;
  private final List<Bar> bars = new ArrayList<>();
  private double limit = Double.NaN;
  private String limitLabel = "";

  BarChart(String title, boolean logarithmic) {
    this.title = title;
    this.logarithmic = logarithmic;
  }

  /**
   * Adds a bar of kind {@code ours}, {@code peer} or {@code floor}. Does nothing if the figure is
   * missing.
   */
  BarChart bar(String label, String kind, @Nullable Spread value, String unit) {
    if (value != null) {
      bars.add(new Bar(label, kind, value, Numbers.plain(value.median()) + " " + unit));
    }
    return this;
  }

  /** Draws a line across all bars. */
  BarChart limit(double at, String label) {
    limit = at;
    limitLabel = label;
    return this;
  }

  String svg() {
    if (bars.isEmpty()) {
      return "";
    }
    double most = bars.stream().mapToDouble(bar -> bar.value.high()).max().orElse(1);
    double top = Math.max(most, Double.isNaN(limit) ? 0 : limit) * 1.02;
    int labelled = limitLabel.isEmpty() ? 0 : 16;
    int height = TOP + bars.size() * STEP + 6 + labelled;
    StringBuilder svg = new StringBuilder();
    svg.append("<figure><figcaption>")
        .append(Html.escaped(title))
        .append("</figcaption><svg viewBox=\"0 0 ")
        .append(WIDTH)
        .append(' ')
        .append(height)
        .append("\" role=\"img\" aria-label=\"")
        .append(Html.escaped(title))
        .append("\">");
    for (int i = 0; i < bars.size(); i++) {
      svg.append(bar(bars.get(i), TOP + i * STEP, top));
    }
    if (!limitLabel.isEmpty()) {
      double x = x(limit, top);
      int bottom = TOP + bars.size() * STEP;
      svg.append(line("limit", x, TOP - 4, x, bottom))
          .append(text("limit", x, bottom + 14, "middle", limitLabel));
    }
    return svg.append("</svg></figure>\n").toString();
  }

  private String bar(Bar bar, int y, double top) {
    double end = x(bar.value.median(), top);
    StringBuilder svg = new StringBuilder();
    svg.append(text("label", LABEL - 10, y + 17, "end", bar.label));
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>",
            bar.kind,
            LABEL,
            y + 4,
            Math.max(1, end - LABEL),
            STEP - 10));
    if (bar.value.count() > 1) {
      double low = x(bar.value.low(), top);
      double high = x(bar.value.high(), top);
      svg.append(line("whisker", low, y + 14, high, y + 14));
      svg.append(line("whisker", low, y + 10, low, y + 18));
      svg.append(line("whisker", high, y + 10, high, y + 18));
      end = Math.max(end, high);
    }
    return svg.append(text("value", end + 8, y + 18, "start", bar.text)).toString();
  }

  private double x(double value, double top) {
    double room = WIDTH - LABEL - VALUE;
    if (!logarithmic) {
      return LABEL + room * Math.max(0, value) / top;
    }
    double floor = 0.01;
    double share = Math.log(Math.max(value, floor) / floor) / Math.log(top / floor);
    return LABEL + room * Math.max(0, share);
  }

  private static String line(String kind, double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT,
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        kind,
        x1,
        y1,
        x2,
        y2);
  }

  private static String text(String kind, double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        kind,
        x,
        y,
        anchor,
        Html.escaped(text));
  }
}
