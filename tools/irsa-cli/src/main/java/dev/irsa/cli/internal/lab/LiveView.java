package dev.irsa.cli.internal.lab;

import dev.irsa.cli.internal.terminal.Style;
import dev.irsa.cli.internal.terminal.Text;
import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Event;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import dev.irsa.cli.internal.timeline.Timeline.Pod;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import dev.irsa.cli.internal.timeline.Timeline.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The status area of a run: the service, and for each pod its figures and the remaining time of its
 * session and token. In ASCII.
 */
final class LiveView {
  private static final int BAR = 24;

  private LiveView() {}

  static List<Text> lines(Timeline run) {
    List<Text> lines = new ArrayList<>(List.of(Text.empty(), now(run)));
    for (Pod pod : run.pods()) {
      lines.add(figures(run, pod));
      List<Session> sessions = pod.sessions();
      if (!sessions.isEmpty()) {
        Session last = sessions.get(sessions.size() - 1);
        String name = last.ofNode() ? "node's role" : "session " + sessions.size();
        lines.add(left(run, name, last.issuedAt(), last.expiresAt()));
      }
      List<Token> tokens = pod.tokens();
      if (!tokens.isEmpty()) {
        Token last = tokens.get(tokens.size() - 1);
        lines.add(left(run, "token " + tokens.size(), last.writtenAt(), last.expiresAt()));
      }
    }
    return lines;
  }

  private static Text now(Timeline run) {
    Phase phase = run.phases().get(run.phases().size() - 1);
    boolean well = phase.health() == Health.WELL;
    return Text.of("   ")
        .bold(String.format(Locale.ROOT, "%.0f s", run.length().toMillis() / 1000.0))
        .plain("  " + run.service() + ": ")
        .add(phase.health().label(), well ? Style.GOOD : Style.WARN)
        .dim(" (" + phase.detail() + ")");
  }

  private static Text figures(Timeline run, Pod pod) {
    Text line =
        named(pod.title())
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

  private static Text left(Timeline run, String name, Instant from, Instant until) {
    Duration left = Duration.between(run.until(), until);
    double share = (double) left.toMillis() / Math.max(1, Duration.between(from, until).toMillis());
    int full = (int) Math.round(Math.min(1, Math.max(0, share)) * BAR);
    return named(name)
        .add("#".repeat(full), share > 1.0 / 3 ? Style.GOOD : Style.WARN)
        .dim(".".repeat(BAR - full))
        .plain(String.format(Locale.ROOT, "  %.1f s left", Math.max(0, left.toMillis()) / 1000.0));
  }

  /** Returns the beginning of a line: indentation and name. */
  private static Text named(String name) {
    return Text.of("   ").add("%-12s".formatted(name), Style.NAME);
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
}
