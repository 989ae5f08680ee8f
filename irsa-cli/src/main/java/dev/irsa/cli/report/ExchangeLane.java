package dev.irsa.cli.report;

import dev.irsa.cli.timeline.Exchange;
import dev.irsa.cli.timeline.Exchange.Result;
import java.util.List;
import java.util.stream.Stream;

/**
 * Requests for credentials: those that succeeded as dots on the upper line, the others on the lower
 * one. If there are many, as columns of counts.
 */
final class ExchangeLane implements Lane {
  private static final double HEIGHT = 34;
  private static final double UPPER = 9;
  private static final double LOWER = 25;
  private static final double SIZE = 4.2;
  private static final int MOST_MARKS = 80;

  private final String name;
  private final String request;
  private final String summary;
  private final List<Exchange> exchanges;

  /**
   * Creates the lane.
   *
   * @param request what one of them is, in words
   */
  ExchangeLane(String name, String request, String summary, List<Exchange> exchanges) {
    this.name = name;
    this.request = request;
    this.summary = summary;
    this.exchanges = List.copyOf(exchanges);
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
    return HEIGHT;
  }

  @Override
  public void draw(Markup svg, Axis axis, double top) {
    rule(svg, axis, top + UPPER);
    rule(svg, axis, top + LOWER);
    if (exchanges.size() > MOST_MARKS) {
      columns(svg, axis, top);
    } else {
      exchanges.forEach(exchange -> mark(svg, axis, top, exchange));
    }
  }

  private static void rule(Markup svg, Axis axis, double y) {
    svg.line(axis.left(), y, axis.right(), y).attribute("class", "rule");
  }

  private void mark(Markup svg, Axis axis, double top, Exchange exchange) {
    double x = axis.x(exchange.arrivedAt());
    boolean issued = exchange.result() == Result.ISSUED;
    double y = top + (issued ? UPPER : LOWER);
    svg.open("g", "exchange " + style(exchange.result())).title(title(axis, exchange));
    double end = axis.x(exchange.answeredAt());
    if (end - x > 1) {
      svg.line(x, y, end, y);
    }
    switch (exchange.result()) {
      case ISSUED -> circle(svg, end, y);
      case UNANSWERED -> circle(svg, x, y);
      case FAILED -> {
        svg.line(end - SIZE, y - SIZE, end + SIZE, y + SIZE);
        svg.line(end - SIZE, y + SIZE, end + SIZE, y - SIZE);
      }
    }
    svg.close();
  }

  private String title(Axis axis, Exchange exchange) {
    return "%s: %s, %s after %s: %s"
        .formatted(
            Words.between(axis.from(), exchange.arrivedAt()),
            request,
            exchange.result().label(),
            Words.between(exchange.arrivedAt(), exchange.answeredAt()),
            exchange.detail());
  }

  private static void circle(Markup svg, double x, double y) {
    svg.empty("circle").attribute("cx", x).attribute("cy", y).attribute("r", SIZE);
  }

  private void columns(Markup svg, Axis axis, double top) {
    Bins bins = new Bins(axis);
    exchanges.forEach(exchange -> bins.add(exchange.arrivedAt(), style(exchange.result())));
    List<String> kinds = Stream.of(Result.values()).map(ExchangeLane::style).toList();
    double unit = HEIGHT / Math.max(1, bins.highest(kinds));
    for (int i = 0; i < kinds.size(); i++) {
      bins.draw(svg, top + HEIGHT, unit, kinds.subList(0, i), kinds.get(i), "");
    }
    bins.titles(svg, top, HEIGHT);
  }

  private static String style(Result result) {
    return switch (result) {
      case ISSUED -> "issued";
      case FAILED -> "failed";
      case UNANSWERED -> "unanswered";
    };
  }
}
