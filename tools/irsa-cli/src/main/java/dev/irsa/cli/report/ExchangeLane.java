package dev.irsa.cli.report;

import dev.irsa.cli.timeline.Exchange;
import dev.irsa.cli.timeline.Exchange.Result;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Requests for credentials: those that succeeded as dots on the upper line, the others on the lower
 * one. Requests of which many are under way at once are below one another. If there are too many,
 * they are columns of counts.
 */
final class ExchangeLane implements Lane {
  private static final double HEIGHT = 34;
  private static final double UPPER = 9;
  private static final double LOWER = 25;
  private static final double SIZE = 4.2;
  private static final double SMALL = 2.4;
  private static final double ROW = 5.5;
  private static final int MOST_MARKS = 80;

  /** Fewer rows are usual, since a process may have several clients. */
  private static final int FEWEST_ROWS = 4;

  private final String name;
  private final String request;
  private final String summary;
  private final List<Exchange> exchanges;
  private final Rows rows = new Rows(1);

  /** The row of each exchange. */
  private final List<Integer> places;

  /**
   * Creates the lane.
   *
   * @param request what one of them is, in words
   */
  ExchangeLane(String name, String request, String summary, List<Exchange> exchanges) {
    this.name = name;
    this.request = request;
    this.summary = summary;
    this.exchanges = exchanges.stream().sorted(Comparator.comparing(Exchange::arrivedAt)).toList();
    this.places =
        this.exchanges.stream()
            .map(each -> rows.place(each.arrivedAt(), each.answeredAt()))
            .toList();
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
    return stacked() ? Math.max(HEIGHT, rows.count() * ROW) : HEIGHT;
  }

  private boolean stacked() {
    return rows.count() >= FEWEST_ROWS && !dense();
  }

  private boolean dense() {
    return exchanges.size() > MOST_MARKS;
  }

  @Override
  public void draw(Markup svg, Axis axis, double top) {
    if (stacked()) {
      for (int i = 0; i < exchanges.size(); i++) {
        mark(svg, axis, top + (places.get(i) + 0.5) * ROW, SMALL, exchanges.get(i));
      }
      return;
    }
    rule(svg, axis, top + UPPER);
    rule(svg, axis, top + LOWER);
    if (dense()) {
      columns(svg, axis, top);
    } else {
      exchanges.forEach(exchange -> mark(svg, axis, top + line(exchange), SIZE, exchange));
    }
  }

  private static double line(Exchange exchange) {
    return exchange.result() == Result.ISSUED ? UPPER : LOWER;
  }

  private static void rule(Markup svg, Axis axis, double y) {
    svg.line(axis.left(), y, axis.right(), y).attribute("class", "rule");
  }

  private void mark(Markup svg, Axis axis, double y, double size, Exchange exchange) {
    double x = axis.x(exchange.arrivedAt());
    svg.open("g", "exchange " + style(exchange.result())).title(title(axis, exchange));
    double end = axis.x(exchange.answeredAt());
    if (end - x > 1) {
      svg.line(x, y, end, y);
    }
    switch (exchange.result()) {
      case ISSUED -> circle(svg, end, y, size);
      case UNANSWERED -> circle(svg, x, y, size);
      case FAILED -> {
        svg.line(end - size, y - size, end + size, y + size);
        svg.line(end - size, y + size, end + size, y - size);
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

  private static void circle(Markup svg, double x, double y, double size) {
    svg.empty("circle").attribute("cx", x).attribute("cy", y).attribute("r", size);
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
