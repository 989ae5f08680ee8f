package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Draws what a window and a jitter cost and what they gain: calls of STS without an outage, pods
 * past expiry in an outage, and the peak after one.
 */
final class WindowFigure {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 576;
  private static final int LEFT = 56;
  private static final int RIGHT = 20;
  private static final double FEWEST_CALLS = 1.35;
  private static final double MOST_CALLS = 1.85;

  /**
   * A window and a jitter, and their effects.
   *
   * @param minutes the window
   * @param jitter the greatest share of the lifetime
   * @param calls calls of STS per pod and hour, without an outage
   * @param expired the share of pods past expiry, in the worst outage of 20 min
   * @param recovery calls in the busiest second after the worst outage of 15 min
   */
  private record Rule(
      double minutes, double jitter, double calls, double expired, double recovery) {

    static Rule of(JsonNode rule, double pods) {
      return new Rule(
          rule.path("windowMinutes").asDouble(),
          rule.path("jitter").asDouble(),
          rule.path("callsPerHour").asDouble(),
          rule.path("podsPastExpiry20").asDouble() / pods,
          rule.path("recoveryPeak15").asDouble());
    }
  }

  /**
   * One of the two charts.
   *
   * @param title what it shows
   * @param top the position of its upper end
   * @param bottom the position of its lower end
   * @param low the lowest value
   * @param high the highest value; higher ones are not drawn
   * @param step the distance of the lines of the grid
   * @param limit the target
   * @param unit the format of values
   * @param value selects the value
   */
  private record Chart(
      String title,
      int top,
      int bottom,
      double low,
      double high,
      double step,
      double limit,
      Target.Unit unit,
      ToDoubleFunction<Rule> value) {

    double y(double figure) {
      return bottom - (figure - low) / (high - low) * (bottom - top);
    }

    boolean shows(Rule rule) {
      return value.applyAsDouble(rule) <= high && rule.calls <= MOST_CALLS;
    }
  }

  private static final List<Chart> CHARTS =
      List.of(
          new Chart(
              "pods past expiry in an outage of 20 min",
              112,
              292,
              0,
              0.15,
              0.03,
              0.03,
              Target.Unit.SHARE,
              Rule::expired),
          new Chart(
              "calls of STS in the busiest second after an outage of 15 min",
              342,
              522,
              60,
              160,
              20,
              100,
              Target.Unit.PER_SECOND,
              Rule::recovery));

  private final List<Rule> rules = new ArrayList<>();
  private final @Nullable Rule standard;
  private final StringBuilder svg = new StringBuilder();

  WindowFigure(Results results) {
    JsonNode fleet = results.part("fleet");
    double pods = fleet.path("pods").asDouble(1);
    Rule current = null;
    for (JsonNode each : fleet.path("rules")) {
      Rule rule = Rule.of(each, pods);
      if (each.path("standard").asBoolean()) {
        current = rule;
      } else {
        rules.add(rule);
      }
    }
    this.standard = current;
  }

  boolean isEmpty() {
    return rules.isEmpty() || standard == null;
  }

  /** Returns in words what the figure shows. */
  String description() {
    return standard == null
        ? ""
        : String.format(
            Locale.ROOT,
            "10,000 pods with sessions of an hour, windows of 13 to 24 min. This library's window"
                + " of %.0f min: %s of the pods past expiry in the worst outage of 20 min, at most"
                + " %.0f calls per second after one of 15 min.",
            standard.minutes,
            Target.Unit.SHARE.format(standard.expired),
            standard.recovery);
  }

  /** Returns the figure as SVG, with a background that is light or dark as the reader prefers. */
  String svg() {
    svg.setLength(0);
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="system-ui, sans-serif" font-size="13">
        <title>%s</title>
        <style>
          :root { --page: #ffffff; --text: #1f2328; --dim: #59636e; --line: #d1d9e0; --good: #dafbe1; --limit: #1a7f37; --a: #0969da; --b: #1f2328; --c: #8250df; --now: #cf222e; }
          @media (prefers-color-scheme: dark) {
            :root { --page: #0d1117; --text: #f0f6fc; --dim: #9198a1; --line: #3d444d; --good: #12261e; --limit: #3fb950; --a: #4493f8; --b: #f0f6fc; --c: #ab7df8; --now: #f85149; }
          }
          .page { fill: var(--page); } text { fill: var(--text); } .dim { fill: var(--dim); } .line { stroke: var(--line); }
          .good { fill: var(--good); } .limit { stroke: var(--limit); stroke-dasharray: 5 4; } .limits { fill: var(--limit); }
          .a, .b, .c { fill: none; stroke-width: 1.5; } .a { stroke: var(--a); stroke-dasharray: 2 3; } .b { stroke: var(--b); } .c { stroke: var(--c); stroke-dasharray: 7 3; }
          .fa { fill: var(--a); } .fb { fill: var(--b); } .fc { fill: var(--c); } .now { fill: none; stroke: var(--now); stroke-width: 2.5; }
          .end { text-anchor: end; } .middle { text-anchor: middle; } .head { font-size: 16px; font-weight: 600; } .strong { font-weight: 600; } .small { font-size: 11px; }
        </style>
        <rect class="page" width="%1$d" height="%2$d" rx="8"/>
        """
            .formatted(WIDTH, HEIGHT, description()));
    text(16, 28, "head", "An earlier refresh costs calls and survives longer outages");
    text(
        16,
        48,
        "dim",
        "10,000 pods, sessions of an hour, the worst of twelve starts of the outage; numbers: the"
            + " window in minutes");
    legend();
    CHARTS.forEach(this::chart);
    text(
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 14,
        "middle dim",
        "calls of STS per pod and hour, without an outage");
    return svg.append("</svg>\n").toString();
  }

  private void legend() {
    double x = 16;
    for (double jitter : jitters()) {
      line(style(jitter), x, 68, x + 28, 68);
      text(x + 34, 72, "dim", String.format(Locale.ROOT, "jitter %.0f %%", jitter * 100));
      x += 130;
    }
    circle("now", x + 8, 68, 7);
    text(x + 22, 72, "dim", "this library");
    line("limit", x + 112, 68, x + 140, 68);
    text(x + 146, 72, "dim", "target");
  }

  private void chart(Chart chart) {
    rectangle(
        "good",
        LEFT,
        chart.y(chart.limit),
        WIDTH - LEFT - RIGHT,
        chart.bottom - chart.y(chart.limit));
    text(LEFT, chart.top - 10, "strong", chart.title);
    for (double value = chart.low; value < chart.high + chart.step / 2; value += chart.step) {
      line("line", LEFT, chart.y(value), WIDTH - RIGHT, chart.y(value));
      text(LEFT - 6, chart.y(value) + 4, "end dim small", label(chart, value));
    }
    line("limit", LEFT, chart.y(chart.limit), WIDTH - RIGHT, chart.y(chart.limit));
    for (int tick = 14; tick <= 18; tick++) {
      text(x(tick / 10.0), chart.bottom + 16, "middle dim small", String.valueOf(tick / 10.0));
    }
    jitters().forEach(jitter -> path(chart, jitter));
    if (standard != null) {
      circle("now", x(standard.calls), chart.y(chart.value.applyAsDouble(standard)), 7);
    }
  }

  private static String label(Chart chart, double value) {
    return chart.unit == Target.Unit.SHARE
        ? String.format(Locale.ROOT, "%.0f %%", value * 100)
        : chart.unit.format(value);
  }

  private void path(Chart chart, double jitter) {
    List<Rule> shown =
        rules.stream().filter(rule -> rule.jitter == jitter && chart.shows(rule)).toList();
    StringBuilder points = new StringBuilder();
    for (Rule rule : shown) {
      double y = chart.y(chart.value.applyAsDouble(rule));
      points.append(position(x(rule.calls))).append(',').append(position(y)).append(' ');
    }
    svg.append(
        "<polyline class=\"%s\" points=\"%s\"/>\n"
            .formatted(style(jitter), points.toString().strip()));
    for (Rule rule : shown) {
      double y = chart.y(chart.value.applyAsDouble(rule));
      circle("f" + style(jitter), x(rule.calls), y, 2.5);
      if (standard != null && jitter == standard.jitter) {
        String minutes = String.format(Locale.ROOT, "%.0f", rule.minutes);
        text(x(rule.calls), y - 10, "middle small", minutes);
      }
    }
  }

  private List<Double> jitters() {
    return rules.stream().map(Rule::jitter).distinct().sorted().toList();
  }

  private String style(double jitter) {
    return List.of("a", "b", "c").get(jitters().indexOf(jitter) % 3);
  }

  private static double x(double calls) {
    return LEFT + (calls - FEWEST_CALLS) / (MOST_CALLS - FEWEST_CALLS) * (WIDTH - LEFT - RIGHT);
  }

  private static String position(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private void text(double x, double y, String style, String text) {
    svg.append(
        "<text x=\"%s\" y=\"%s\" class=\"%s\">%s</text>\n"
            .formatted(position(x), position(y), style, Html.escaped(text)));
  }

  private void line(String style, double x1, double y1, double x2, double y2) {
    svg.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
            .formatted(style, position(x1), position(y1), position(x2), position(y2)));
  }

  private void circle(String style, double x, double y, double radius) {
    svg.append(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>\n"
            .formatted(style, position(x), position(y), position(radius)));
  }

  private void rectangle(String style, double x, double y, double width, double height) {
    svg.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
            .formatted(style, position(x), position(y), position(width), position(height)));
  }
}
