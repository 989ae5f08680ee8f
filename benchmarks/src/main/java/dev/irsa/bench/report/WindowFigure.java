package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Draws what a window costs and what it gains: calls of STS without an outage, pods past expiry in
 * an outage, and the peak after one.
 */
final class WindowFigure {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 556;
  private static final int LEFT = 56;
  private static final int RIGHT = 20;
  private static final double FEWEST_CALLS = 1.35;
  private static final double MOST_CALLS = 1.95;

  /**
   * A window, and its effects.
   *
   * @param minutes the window
   * @param calls calls of STS per pod and hour, without an outage
   * @param expired the percentage of pods past expiry, in the worst outage of 20 min
   * @param recovery calls in the busiest second after the worst outage of 15 min
   */
  private record Window(double minutes, double calls, double expired, double recovery) {
    static Window of(JsonNode node, double pods) {
      return new Window(
          node.path("windowMinutes").asDouble(),
          node.path("callsPerHour").asDouble(),
          node.path("podsPastExpiry20").asDouble() / pods * 100,
          node.path("recoveryPeak15").asDouble());
    }

    double x() {
      return LEFT + (calls - FEWEST_CALLS) / (MOST_CALLS - FEWEST_CALLS) * (WIDTH - LEFT - RIGHT);
    }
  }

  /** One of the two charts; higher values are not drawn. */
  private record Chart(
      String title,
      int bottom,
      double low,
      double high,
      double step,
      double limit,
      ToDoubleFunction<Window> value) {

    static final int TALL = 180;

    double y(double figure) {
      return bottom - (figure - low) / (high - low) * TALL;
    }

    double y(Window window) {
      return y(value.applyAsDouble(window));
    }
  }

  private static final List<Chart> CHARTS =
      List.of(
          new Chart(
              "percentage of pods past expiry in an outage of 20 min",
              272,
              0,
              15,
              3,
              3,
              Window::expired),
          new Chart(
              "calls of STS in the busiest second after an outage of 15 min",
              502,
              60,
              160,
              20,
              100,
              Window::recovery));

  private final List<Window> windows = new ArrayList<>();
  private final Window standard;

  WindowFigure(Results results) {
    JsonNode fleet = results.part("fleet");
    double pods = fleet.path("pods").asDouble(1);
    fleet.path("windows").forEach(each -> windows.add(Window.of(each, pods)));
    this.standard = Window.of(fleet.path("irsa"), pods);
  }

  /** Returns in words what the figure shows. */
  String description() {
    return String.format(
        Locale.ROOT,
        "10,000 pods with sessions of an hour, windows of 13 to 24 min. This library's window of"
            + " %.0f min: %.1f %% of the pods past expiry in the worst outage of 20 min, at most"
            + " %.0f calls per second after one of 15 min.",
        standard.minutes,
        standard.expired,
        standard.recovery);
  }

  String svg() {
    Svg svg = new Svg(WIDTH, HEIGHT, description());
    svg.text(16, 28, "head", "An earlier refresh costs calls and survives longer outages");
    svg.text(
        16,
        48,
        "dim",
        "10,000 pods, sessions of an hour, the worst of twelve starts of the outage; numbers: the"
            + " window in minutes;");
    svg.text(16, 66, "dim", "circle: this library; green: within the target");
    CHARTS.forEach(chart -> draw(svg, chart));
    svg.text(
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 14,
        "middle dim",
        "calls of STS per pod and hour, without an outage");
    return svg.toString();
  }

  private void draw(Svg svg, Chart chart) {
    double limit = chart.y(chart.limit);
    svg.rectangle("good", LEFT, limit, WIDTH - LEFT - RIGHT, chart.bottom - limit);
    svg.text(LEFT, chart.bottom - Chart.TALL - 10, "strong", chart.title);
    for (double value = chart.low; value <= chart.high; value += chart.step) {
      svg.line("line", LEFT, chart.y(value), WIDTH - RIGHT, chart.y(value));
      svg.text(LEFT - 6, chart.y(value) + 4, "end dim small", Unit.COUNT.format(value));
    }
    svg.line("limit", LEFT, limit, WIDTH - RIGHT, limit);
    Window before = null;
    for (Window window : windows) {
      if (chart.value.applyAsDouble(window) > chart.high) {
        continue;
      }
      if (before != null) {
        svg.line("curve", before.x(), chart.y(before), window.x(), chart.y(window));
      }
      svg.circle("ours", window.x(), chart.y(window), 2.5);
      svg.text(window.x(), chart.y(window) - 10, "middle small", Unit.COUNT.format(window.minutes));
      svg.text(
          window.x(),
          chart.bottom + 16,
          "middle dim small",
          String.format(Locale.ROOT, "%.2f", window.calls));
      before = window;
    }
    svg.circle("now", standard.x(), chart.y(standard), 7);
  }
}
