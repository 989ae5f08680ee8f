package dev.irsa.cli.lab;

import dev.irsa.cli.terminal.Style;
import dev.irsa.cli.terminal.Text;
import dev.irsa.cli.timeline.Call;
import dev.irsa.cli.timeline.Exchange;
import dev.irsa.cli.timeline.Exchange.Result;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.ServiceHealth;
import dev.irsa.cli.timeline.ServicePhase;
import dev.irsa.cli.timeline.SessionSpan;
import dev.irsa.cli.timeline.SessionSpan.Source;
import dev.irsa.cli.timeline.Timeline;
import dev.irsa.cli.timeline.TokenSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** A timeline as rows of characters, each of which stands for an equal part of the time. */
final class TextStrip {
  private static final int NAME = 12;
  private static final int WIDTH = LiveView.COLUMNS - NAME - 3;
  private static final int[] LENGTHS_IN_SECONDS = {16, 32, 64, 128, 256, 512, 1024};
  private static final String RAMP = "_.-=#";

  private final Timeline run;
  private final Duration step;

  /** The sign of one part of the time. */
  private record Sign(char sign, Style style) {}

  TextStrip(Timeline run) {
    this.run = run;
    this.step = step(run.length());
  }

  private static Duration step(Duration length) {
    for (int seconds : LENGTHS_IN_SECONDS) {
      if (length.toSeconds() < seconds) {
        return Duration.ofSeconds(seconds).dividedBy(WIDTH);
      }
    }
    return length.dividedBy(WIDTH).plusMillis(1);
  }

  /** Returns the beginning of a line: indentation and name. */
  Text named(String name) {
    return Text.of("   ").add(("%-" + NAME + "s").formatted(name), Style.NAME);
  }

  Text axis() {
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

  Text tokens(PodTimeline pod) {
    return row("token file", column -> token(pod.tokens(), column));
  }

  private Sign token(List<TokenSpan> tokens, int column) {
    boolean rotated = tokens.stream().skip(1).anyMatch(each -> covers(column, each.writtenAt()));
    Instant middle = middle(column);
    boolean valid =
        tokens.stream()
            .anyMatch(
                token ->
                    !middle.isBefore(token.writtenAt())
                        && !middle.isAfter(token.replacedAt())
                        && middle.isBefore(token.expiresAt()));
    if (rotated) {
      return new Sign('|', Style.NAME);
    }
    return valid ? new Sign('=', Style.GOOD) : new Sign('x', Style.BAD);
  }

  Text sessions(PodTimeline pod) {
    return row("sessions", column -> session(pod.sessions(), middle(column)));
  }

  private static Sign session(List<SessionSpan> sessions, Instant at) {
    for (int i = sessions.size() - 1; i >= 0; i--) {
      SessionSpan session = sessions.get(i);
      if (!at.isBefore(session.issuedAt())) {
        if (!at.isBefore(session.expiresAt())) {
          break;
        }
        return session.source() == Source.EXCHANGE
            ? new Sign((char) ('0' + (i + 1) % 10), Style.GOOD)
            : new Sign('n', Style.BAD);
      }
    }
    return new Sign(' ', Style.PLAIN);
  }

  Text service() {
    return row(run.service(), this::service);
  }

  private Sign service(int column) {
    ServiceHealth health = ServiceHealth.WELL;
    for (ServicePhase phase : run.health()) {
      boolean touches =
          phase.from().isBefore(start(column + 1)) && phase.until().isAfter(start(column));
      if (touches && phase.health() != ServiceHealth.WELL) {
        health = phase.health();
      }
    }
    return switch (health) {
      case WELL -> new Sign('.', Style.DIM);
      case DENYING -> new Sign('-', Style.WARN);
      default -> new Sign(health.name().charAt(0), Style.WARN);
    };
  }

  Text agentCalls(PodTimeline pod) {
    return row("agent", column -> exchange(pod.agentCalls(), column));
  }

  Text exchanges(PodTimeline pod) {
    return row("refreshes", column -> exchange(pod.exchanges(), column));
  }

  private Sign exchange(List<Exchange> exchanges, int column) {
    List<Result> results =
        exchanges.stream()
            .filter(exchange -> covers(column, exchange.arrivedAt()))
            .map(Exchange::result)
            .toList();
    if (results.contains(Result.ISSUED)) {
      return new Sign('+', Style.GOOD);
    }
    if (results.contains(Result.FAILED)) {
      return new Sign('x', Style.WARN);
    }
    return results.isEmpty() ? new Sign(' ', Style.PLAIN) : new Sign('o', Style.WARN);
  }

  Text calls(PodTimeline pod) {
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

  private boolean covers(int column, Instant at) {
    return column(at) == column;
  }

  private Instant start(int column) {
    return run.from().plus(step.multipliedBy(column));
  }

  private Instant middle(int column) {
    Instant middle = start(column).plus(step.dividedBy(2));
    return middle.isBefore(run.until()) ? middle : run.until();
  }
}
