package dev.irsa.cli.internal.lab;

import dev.irsa.cli.internal.terminal.Style;
import dev.irsa.cli.internal.terminal.Text;
import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Event;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import dev.irsa.cli.internal.timeline.Timeline.Pod;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import dev.irsa.cli.internal.timeline.Timeline.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * One screen that shows a run while it goes on: figures, the timeline as rows of characters, each
 * of which stands for an equal part of the time, what is left of session and token, and the last
 * events. At most 79 columns and 23 rows, in ASCII.
 */
final class LiveView {
  private static final int BAR = 24;

  /** Some terminals wrap a line of exactly their width. */
  private static final int COLUMNS = 79;

  private static final int NAME = 12;
  private static final int WIDTH = COLUMNS - NAME - 3;
  private static final int[] LENGTHS_IN_SECONDS = {16, 32, 64, 128, 256, 512, 1024};
  private static final String RAMP = "_.-=#";

  private final Timeline run;
  private final Duration step;
  private final List<Text> lines = new ArrayList<>();

  /** The sign of one part of the time. */
  private record Sign(char sign, Style style) {}

  private LiveView(Timeline run) {
    this.run = run;
    int seconds =
        Arrays.stream(LENGTHS_IN_SECONDS)
            .filter(each -> run.length().toSeconds() < each)
            .findFirst()
            .orElse((int) run.length().toSeconds() + 1);
    this.step = Duration.ofSeconds(seconds).dividedBy(WIDTH);
  }

  /** Returns the lines of the screen. */
  static List<Text> lines(Timeline run) {
    LiveView view = new LiveView(run);
    view.draw();
    return view.lines.stream().map(line -> line.within(COLUMNS)).toList();
  }

  private void draw() {
    boolean single = run.pods().size() == 1;
    lines.add(Text.empty());
    lines.add(now());
    lines.add(Text.empty());
    if (single) {
      single(run.subject());
    } else {
      several();
    }
    lines.add(Text.empty());
    int most = single ? 6 : 4;
    run.events().stream()
        .skip(Math.max(0, run.events().size() - most))
        .forEach(each -> lines.add(event(run.from(), each)));
  }

  private Text now() {
    Phase phase = run.phases().get(run.phases().size() - 1);
    boolean well = phase.health() == Health.WELL;
    return Text.of("   ")
        .bold(String.format(Locale.ROOT, "%.0f s", run.length().toMillis() / 1000.0))
        .plain("  " + run.service() + ": ")
        .add(phase.health().label(), well ? Style.GOOD : Style.WARN)
        .dim(" (" + phase.detail() + ")");
  }

  private void single(Pod pod) {
    lines.add(figures(pod));
    lines.add(Text.empty());
    lines.add(axis());
    lines.add(row("token file", column -> token(pod.tokens(), column)));
    lines.add(sessions(pod));
    lines.add(row(run.service(), this::service));
    if (!pod.agentExchanges().isEmpty()) {
      lines.add(row("agent", column -> exchange(pod.agentExchanges(), column)));
    }
    lines.add(row("refreshes", column -> exchange(pod.exchanges(), column)));
    lines.add(calls(pod));
    lines.add(Text.empty());
    List<Session> sessions = pod.sessions();
    if (sessions.isEmpty()) {
      lines.add(named("session").plain("none yet"));
    } else {
      Session last = sessions.get(sessions.size() - 1);
      lines.add(left("session " + sessions.size(), last.issuedAt(), last.expiresAt()));
    }
    List<Token> tokens = pod.tokens();
    if (!tokens.isEmpty()) {
      Token last = tokens.get(tokens.size() - 1);
      lines.add(left("token " + tokens.size(), last.writtenAt(), last.expiresAt()));
    }
  }

  private void several() {
    lines.add(axis());
    lines.add(row(run.service(), this::service));
    for (Pod pod : run.pods()) {
      lines.add(Text.empty());
      lines.add(Text.of("   ").bold(pod.title()));
      lines.add(figures(pod));
      lines.add(sessions(pod));
      lines.add(row("refreshes", column -> exchange(pod.exchanges(), column)));
      lines.add(calls(pod));
    }
  }

  private Text figures(Pod pod) {
    Text line =
        Text.of("   ")
            .bold(Measure.SERVED.text(run, pod))
            .plain(" served  ")
            .add(
                Measure.FAILED.text(run, pod) + " failed",
                Measure.FAILED.of(run, pod) == 0 ? Style.GOOD : Style.BAD)
            .plain("  longest wait " + Measure.LONGEST_WAIT.text(run, pod));
    return Measure.OTHER_IDENTITY.of(run, pod) == 0
        ? line
        : line.add("  " + Measure.OTHER_IDENTITY.text(run, pod) + " as the node", Style.BAD);
  }

  private Text left(String name, Instant from, Instant until) {
    Duration left = Duration.between(run.until(), until);
    double share = (double) left.toMillis() / Math.max(1, Duration.between(from, until).toMillis());
    int full = (int) Math.round(Math.min(1, Math.max(0, share)) * BAR);
    return named(name)
        .add("#".repeat(full), share > 1.0 / 3 ? Style.GOOD : Style.WARN)
        .dim(".".repeat(BAR - full))
        .plain(String.format(Locale.ROOT, "  %.1f s left", Math.max(0, left.toMillis()) / 1000.0));
  }

  /** Returns an event as a line, with the time since the start. */
  static Text event(Instant start, Event event) {
    double seconds = Duration.between(start, event.at()).toMillis() / 1000.0;
    Style style =
        switch (event.kind()) {
          case CREDENTIALS -> Style.GOOD;
          case EXCHANGE, STS, EKS_AUTH -> Style.WARN;
          case DENIAL -> Style.BAD;
          case POD, TOKEN, CLEANUP -> Style.NAME;
        };
    return Text.of("   ")
        .dim(String.format(Locale.ROOT, "%6.1f s  ", seconds))
        .add("%-12s".formatted(event.kind().label()), style)
        .plain(event.text());
  }

  /** Returns the beginning of a line: indentation and name. */
  private static Text named(String name) {
    return Text.of("   ").add(("%-" + NAME + "s").formatted(name), Style.NAME);
  }

  private Text axis() {
    StringBuilder labels = new StringBuilder();
    int every = step.multipliedBy(WIDTH).toSeconds() > 32 ? 10 : 5;
    for (int second = 0; column(second) + 5 < WIDTH; second += every) {
      labels.append(" ".repeat(column(second) - labels.length())).append(second).append(" s");
    }
    return Text.of("   " + " ".repeat(NAME)).dim(labels.toString());
  }

  private int column(int second) {
    return (int) (Duration.ofSeconds(second).toNanos() / step.toNanos());
  }

  private Sign token(List<Token> tokens, int column) {
    if (tokens.stream().skip(1).anyMatch(each -> column(each.writtenAt()) == column)) {
      return new Sign('|', Style.NAME);
    }
    Instant middle = middle(column);
    boolean valid =
        tokens.stream()
            .anyMatch(
                token ->
                    !middle.isBefore(token.writtenAt())
                        && !middle.isAfter(token.replacedAt())
                        && middle.isBefore(token.expiresAt()));
    return valid ? new Sign('=', Style.GOOD) : new Sign('x', Style.BAD);
  }

  private Text sessions(Pod pod) {
    return row("sessions", column -> session(pod.sessions(), middle(column)));
  }

  private static Sign session(List<Session> sessions, Instant at) {
    for (int i = sessions.size() - 1; i >= 0; i--) {
      Session session = sessions.get(i);
      if (!at.isBefore(session.issuedAt())) {
        if (!at.isBefore(session.expiresAt())) {
          break;
        }
        return session.ofNode()
            ? new Sign('n', Style.BAD)
            : new Sign((char) ('0' + (i + 1) % 10), Style.GOOD);
      }
    }
    return new Sign(' ', Style.PLAIN);
  }

  private Sign service(int column) {
    Health health = Health.WELL;
    for (Phase phase : run.phases()) {
      boolean touches =
          phase.from().isBefore(start(column + 1)) && phase.until().isAfter(start(column));
      if (touches && phase.health() != Health.WELL) {
        health = phase.health();
      }
    }
    return switch (health) {
      case WELL -> new Sign('.', Style.DIM);
      case DENYING -> new Sign('-', Style.WARN);
      default -> new Sign(health.name().charAt(0), Style.WARN);
    };
  }

  private Sign exchange(List<Exchange> exchanges, int column) {
    List<Exchange.Result> results =
        exchanges.stream()
            .filter(exchange -> column(exchange.arrivedAt()) == column)
            .map(Exchange::result)
            .toList();
    if (results.contains(Exchange.Result.ISSUED)) {
      return new Sign('+', Style.GOOD);
    }
    if (results.contains(Exchange.Result.FAILED)) {
      return new Sign('x', Style.WARN);
    }
    return results.isEmpty() ? new Sign(' ', Style.PLAIN) : new Sign('o', Style.WARN);
  }

  private Text calls(Pod pod) {
    long[] served = new long[WIDTH + 1];
    boolean[] failed = new boolean[WIDTH + 1];
    boolean[] other = new boolean[WIDTH + 1];
    for (Call call : pod.calls()) {
      int column = column(call.at());
      if (column >= 0 && column <= WIDTH) {
        served[column] += call.failed() ? 0 : 1;
        failed[column] |= call.failed();
        other[column] |= call.outcome() == Call.Outcome.OTHER_IDENTITY;
      }
    }
    long most = Math.max(1, Arrays.stream(served).max().orElse(1));
    return row(
        "calls",
        column -> {
          if (other[column]) {
            return new Sign('n', Style.BAD);
          }
          if (failed[column]) {
            return new Sign('x', Style.BAD);
          }
          int level = (int) Math.ceil((RAMP.length() - 1) * served[column] / (double) most);
          return new Sign(RAMP.charAt(level), level == 0 ? Style.DIM : Style.GOOD);
        });
  }

  private Text row(String name, IntFunction<Sign> signs) {
    Text row = named(name);
    int columns = Math.min(WIDTH, column(run.until()) + 1);
    for (int column = 0; column < columns; column++) {
      Sign sign = signs.apply(column);
      row = row.add(String.valueOf(sign.sign), sign.style);
    }
    return row;
  }

  private int column(Instant at) {
    return (int) Math.floorDiv(Duration.between(run.from(), at).toNanos(), step.toNanos());
  }

  private Instant start(int column) {
    return run.from().plus(step.multipliedBy(column));
  }

  private Instant middle(int column) {
    Instant middle = start(column).plus(step.dividedBy(2));
    return middle.isBefore(run.until()) ? middle : run.until();
  }
}
