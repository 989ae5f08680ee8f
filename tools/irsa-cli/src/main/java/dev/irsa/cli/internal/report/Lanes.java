package dev.irsa.cli.internal.report;

import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import dev.irsa.cli.internal.timeline.Timeline.Pod;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import dev.irsa.cli.internal.timeline.Timeline.Token;
import dev.irsa.cli.internal.timeline.Timeline.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Makes the lanes of a timeline, which draw themselves under one time axis. */
final class Lanes {
  static final String SERVED = "served";
  static final String AS_OTHER = "as-other";
  static final String FAILED = "failed";
  static final String EARLY = "failed-at-first";
  static final String DENIED = "denied";
  private static final List<String> UP = List.of(SERVED, AS_OTHER);
  private static final List<String> DOWN = List.of(FAILED, EARLY, DENIED);

  /** Shorter waits are ordinary scheduling. */
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

  private static final double BAR = 15;
  private static final double BAR_AND_GAP = 18;
  private static final int MOST_BARS = 60;
  private static final int MOST_ROWS_OF_BARS = 4;

  /** Name and summary, two lines, are beside the lane. */
  private static final double LOWEST = 20;

  private static final double BAND = 14;
  private static final double LABEL = 13;
  private static final double EXCHANGES = 34;
  private static final int MOST_MARKS = 80;

  /** Fewer rows of exchanges are usual, since a process may have several clients. */
  private static final int FEWEST_ROWS = 4;

  private static final double WAITS = 12;
  private static final double CALLS_UP = 48;
  private static final double CALLS_DOWN = 24;

  private final Timeline run;
  private final Axis axis;
  private final Markup svg;

  /** The most calls of all pods in one step of time: served, and failed. */
  private final int mostServed;

  private final int mostFailed;

  /** Draws a lane whose upper edge has the given y. */
  interface Painter {
    void draw(double top);
  }

  /** One row of the chart, with its name, and its content in a few words. */
  record Lane(String name, String summary, double height, Painter painter) {}

  /**
   * Lanes that belong together.
   *
   * @param heading the heading; empty if there is only one group
   * @param pod the name of the pod; empty for lanes that concern all pods
   */
  record Group(String heading, String pod, List<Lane> lanes) {}

  Lanes(Timeline run, Axis axis, Markup svg) {
    this.run = run;
    this.axis = axis;
    this.svg = svg;
    this.mostServed = run.pods().stream().mapToInt(pod -> bins(pod).highest(UP)).max().orElse(0);
    this.mostFailed = run.pods().stream().mapToInt(pod -> bins(pod).highest(DOWN)).max().orElse(0);
  }

  /** Returns the lanes: one group for a single pod, or the service first and then each pod. */
  List<Group> groups() {
    if (run.pods().size() == 1) {
      return List.of(new Group("", run.subject().name(), lanes(run.subject(), true)));
    }
    List<Group> groups = new ArrayList<>();
    groups.add(new Group("", "", List.of(service())));
    run.pods().forEach(pod -> groups.add(new Group(pod.title(), pod.name(), lanes(pod, false))));
    return groups;
  }

  private List<Lane> lanes(Pod pod, boolean single) {
    List<Lane> lanes = new ArrayList<>();
    // Where pods are compared, a token that nobody replaced shows nothing.
    if (single || run.pods().stream().anyMatch(each -> each.tokens().size() > 1)) {
      lanes.add(tokens(pod));
    }
    lanes.add(sessions(pod));
    if (single) {
      lanes.add(service());
    }
    if (!pod.agentExchanges().isEmpty()) {
      String request = "request of the agent to " + run.service();
      lanes.add(exchanges("Agent", request, pod.agentExchanges()));
    }
    lanes.add(exchanges("Refreshes", "request for credentials", pod.exchanges()));
    lanes.add(calls(pod));
    return lanes;
  }

  /** A bar: solid while in use, pale until the end of its validity. */
  private record Bar(
      String style, String label, String title, Instant from, Instant used, Instant until) {}

  private Lane tokens(Pod pod) {
    List<Bar> bars = new ArrayList<>();
    for (Token token : pod.tokens()) {
      boolean expired = token.expiresAt().isBefore(token.replacedAt());
      bars.add(
          new Bar(
              "token",
              "token " + (bars.size() + 1),
              "Token %d: in the file from %s to %s, expires at %s"
                  .formatted(
                      bars.size() + 1,
                      at(token.writtenAt()),
                      at(token.replacedAt()),
                      at(token.expiresAt())),
              token.writtenAt(),
              expired ? token.expiresAt() : token.replacedAt(),
              token.expiresAt()));
    }
    return bars("Token file", count(Measure.ROTATIONS.of(run, pod), "rotation"), bars);
  }

  private Lane sessions(Pod pod) {
    List<Bar> bars = new ArrayList<>();
    for (Session session : pod.sessions()) {
      int number = bars.size() + 1;
      bars.add(
          new Bar(
              session.ofNode() ? "session other" : "session",
              session.ofNode() ? "role of the node" : "session " + number,
              "%s %d, %s: issued at %s, last used at %s, expires at %s"
                  .formatted(
                      session.ofNode() ? "Role of the node, session" : "Session",
                      number,
                      session.key(),
                      at(session.issuedAt()),
                      at(session.lastUsedAt()),
                      at(session.expiresAt())),
              session.issuedAt(),
              session.lastUsedAt(),
              session.expiresAt()));
    }
    long node = Measure.NODE_SESSIONS.of(run, pod);
    String own = Measure.SESSIONS.text(run, pod) + " issued";
    return bars("Sessions", node == 0 ? own : own + ", " + node + " of the node", bars);
  }

  /** Returns a lane of bars. Too many of them are only ticks. */
  private Lane bars(String name, String summary, List<Bar> bars) {
    IntervalRows rows = new IntervalRows(0);
    List<Integer> places = bars.stream().map(bar -> rows.place(bar.from, bar.until)).toList();
    boolean dense = bars.size() > MOST_BARS || rows.count() > MOST_ROWS_OF_BARS;
    double height = Math.max(LOWEST, rows.count() * BAR_AND_GAP - (BAR_AND_GAP - BAR));
    return new Lane(
        name,
        summary,
        dense ? LOWEST : height,
        top -> {
          for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            if (dense) {
              svg.rect("tick " + bar.style, axis.x(bar.from), top, 1.5, LOWEST);
              svg.element("title", bar.title).close();
            } else {
              bar(bar, top + places.get(i) * BAR_AND_GAP);
            }
          }
        });
  }

  private void bar(Bar bar, double top) {
    svg.open("g", "class", bar.style).element("title", bar.title);
    svg.rect("rest", axis.x(bar.from), top, axis.width(bar.from, bar.until), BAR).close();
    double width = axis.width(bar.from, bar.used);
    svg.rect("used", axis.x(bar.from), top, width, BAR).close();
    if (width(bar.label) + 8 <= width) {
      text("inside", axis.x(bar.from) + 5, top + BAR - 4, "start", bar.label);
    }
    svg.close();
  }

  /** A label below a band. */
  private record Label(String text, double x, int row) {}

  private Lane service() {
    IntervalRows rows = new IntervalRows(4);
    List<Label> labels = new ArrayList<>();
    for (Phase phase : run.phases()) {
      if (phase.health() != Health.WELL) {
        String text = phase.health().label();
        double middle = (axis.x(phase.from()) + axis.x(phase.until())) / 2 - width(text) / 2;
        double x = Math.max(axis.left(), Math.min(axis.right() - width(text), middle));
        labels.add(new Label(text, x, rows.place(x, x + width(text))));
      }
    }
    int failures = run.failures().size();
    return new Lane(
        run.service(),
        failures == 0
            ? "well throughout"
            : failures == 1 ? "failed once" : "failed " + failures + " times",
        BAND + LABEL * Math.min(2, rows.count()),
        top -> {
          run.phases().forEach(phase -> band(phase, top));
          labels.stream()
              .filter(label -> label.row < 2)
              .forEach(
                  label ->
                      text(
                          "label",
                          label.x,
                          top + BAND + (label.row + 1) * LABEL - 1,
                          "start",
                          label.text));
        });
  }

  private void band(Phase phase, double top) {
    Health health = phase.health();
    String style = health.isFailure() ? "failing" : health == Health.DENYING ? "denying" : "well";
    svg.rect(
        "service " + style,
        axis.x(phase.from()),
        top,
        axis.width(phase.from(), phase.until()),
        BAND);
    svg.element(
            "title",
            "%s %s for %s: %s"
                .formatted(
                    run.service(),
                    health.label(),
                    between(phase.from(), phase.until()),
                    phase.detail()))
        .close();
  }

  /**
   * Returns a lane of requests for credentials: those that succeeded as dots on the upper line, the
   * others on the lower one. Requests of which many are under way at once are below one another. If
   * there are too many, they are columns of counts.
   */
  private Lane exchanges(String name, String request, List<Exchange> unsorted) {
    List<Exchange> all =
        unsorted.stream().sorted(Comparator.comparing(Exchange::arrivedAt)).toList();
    IntervalRows rows = new IntervalRows(1);
    List<Integer> places =
        all.stream().map(each -> rows.place(each.arrivedAt(), each.answeredAt())).toList();
    boolean dense = all.size() > MOST_MARKS;
    boolean stacked = rows.count() >= FEWEST_ROWS && !dense;
    double row = 5.5;
    List<Exchange> steady =
        all.stream().filter(each -> !each.arrivedAt().isAfter(run.steadyUntil())).toList();
    long succeeded = steady.stream().filter(Exchange::succeeded).count();
    return new Lane(
        name,
        "%s succeeded, %s failed"
            .formatted(Measure.number(succeeded), Measure.number(steady.size() - succeeded)),
        stacked ? Math.max(EXCHANGES, rows.count() * row) : EXCHANGES,
        top -> {
          if (dense) {
            Bins bins = new Bins(axis);
            all.forEach(each -> bins.add(each.arrivedAt(), style(each)));
            List<String> kinds = Stream.of(Exchange.Result.values()).map(Lanes::style).toList();
            bins.draw(svg, top + EXCHANGES, EXCHANGES / Math.max(1, bins.highest(kinds)), kinds);
            return;
          }
          for (int i = 0; i < all.size(); i++) {
            double line = all.get(i).succeeded() ? 9 : 25;
            double y = stacked ? (places.get(i) + 0.5) * row : line;
            mark(request, all.get(i), top + y, stacked ? 2.4 : 4.2);
          }
        });
  }

  private void mark(String request, Exchange exchange, double y, double size) {
    double x = axis.x(exchange.arrivedAt());
    double end = axis.x(exchange.answeredAt());
    svg.open("g", "class", "exchange " + style(exchange))
        .element(
            "title",
            "%s: %s, %s after %s: %s"
                .formatted(
                    at(exchange.arrivedAt()),
                    request,
                    exchange.result().label(),
                    between(exchange.arrivedAt(), exchange.answeredAt()),
                    exchange.detail()));
    if (end - x > 1) {
      svg.line("lasting", x, y, end, y);
    }
    if (exchange.result() == Exchange.Result.FAILED) {
      svg.line("cross", end - size, y - size, end + size, y + size);
      svg.line("cross", end - size, y + size, end + size, y - size);
    } else {
      svg.empty("circle", "cx", exchange.succeeded() ? end : x, "cy", y, "r", size);
    }
    svg.close();
  }

  private static String style(Exchange exchange) {
    return style(exchange.result());
  }

  /** Returns the CSS class of a result. */
  static String style(Exchange.Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the lane of the application's calls: served ones as columns above a base line, failed
   * ones below it, and waits as bars above all.
   */
  private Lane calls(Pod pod) {
    return new Lane(
        "Calls",
        summary(pod),
        WAITS + CALLS_UP + (mostFailed == 0 ? 0 : CALLS_DOWN),
        top -> {
          double base = top + WAITS + CALLS_UP;
          Bins bins = bins(pod);
          bins.draw(svg, base, CALLS_UP / Math.max(1, mostServed), UP);
          bins.draw(svg, base, -CALLS_DOWN / Math.max(1, mostFailed), DOWN);
          svg.line("base", axis.left(), base, axis.right(), base);
          boolean margin = axis.left() > 0;
          text(
              "scale",
              margin ? axis.left() - 6 : axis.right(),
              margin ? top + WAITS + 1 : top - 7,
              "end",
              String.format(Locale.ROOT, "%.0f/s", bins.perSecond(mostServed)));
          pod.waits().stream().filter(wait -> isShown(run, wait)).forEach(wait -> wait(wait, top));
        });
  }

  /** Returns how many calls were served as whom, and how many failed: what the lane shows. */
  private String summary(Pod pod) {
    List<String> parts = new ArrayList<>();
    long other = Measure.OTHER_IDENTITY.of(run, pod);
    if (Measure.SERVED.of(run, pod) > 0 || other == 0) {
      parts.add(Measure.SERVED.text(run, pod) + " served");
    }
    if (other > 0) {
      parts.add(Measure.number(other) + " as the node");
    }
    long early = Measure.FAILED_BEFORE_FIRST.of(run, pod);
    long later = Measure.FAILED.of(run, pod) - early;
    if (later > 0 || early == 0) {
      parts.add(Measure.number(later) + " failed");
    }
    if (early > 0) {
      parts.add(Measure.number(early) + " failed at first");
    }
    return String.join(", ", parts);
  }

  private Bins bins(Pod pod) {
    Bins bins = new Bins(axis);
    pod.calls().forEach(call -> bins.add(call.at(), style(run, pod, call)));
    return bins;
  }

  /** Returns the CSS class of a call. */
  static String style(Timeline run, Pod pod, Call call) {
    return switch (call.outcome()) {
      case SERVED -> SERVED;
      case OTHER_IDENTITY -> AS_OTHER;
      case REJECTED, THREW -> {
        boolean early = Measure.failedBeforeFirst(pod, call);
        yield call.at().isAfter(run.steadyUntil()) ? DENIED : early ? EARLY : FAILED;
      }
    };
  }

  /** Returns whether a wait is worth showing. */
  static boolean isShown(Timeline run, Wait wait) {
    return wait.length().compareTo(SHORTEST_WAIT) >= 0 && !wait.from().isAfter(run.steadyUntil());
  }

  private void wait(Wait wait, double top) {
    double width = Math.max(2, axis.width(wait.from(), wait.until()));
    svg.rect("wait", axis.x(wait.from()), top + 1, width, WAITS - 5)
        .element(
            "title",
            "%s: %s waited %s for credentials"
                .formatted(at(wait.from()), wait.stream(), between(wait.from(), wait.until())))
        .close();
  }

  private void text(String style, double x, double y, String anchor, String text) {
    svg.element("text", text, "class", style, "x", x, "y", y, "text-anchor", anchor);
  }

  /** Returns the approximate width of a small label, which only the browser knows exactly. */
  private static double width(String label) {
    return label.length() * 6.2;
  }

  private String at(Instant time) {
    return at(run.since(time));
  }

  /** Returns a time from the start of a run: {@code 12.3 s}. */
  static String at(Duration sinceStart) {
    return String.format(Locale.ROOT, "%.1f s", sinceStart.toMillis() / 1_000.0);
  }

  private static String between(Instant from, Instant until) {
    return Measure.duration(Duration.between(from, until).toMillis());
  }

  /** Returns a number with its noun: {@code 1 rotation}, {@code 2 rotations}. */
  static String count(long number, String noun) {
    return Measure.number(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Distributes intervals over as few rows as possible, so that none overlap. Not thread-safe. */
  private static final class IntervalRows {
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
}
