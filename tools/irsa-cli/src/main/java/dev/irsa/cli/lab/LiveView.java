package dev.irsa.cli.lab;

import dev.irsa.cli.terminal.Style;
import dev.irsa.cli.terminal.Text;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.ServiceHealth;
import dev.irsa.cli.timeline.ServicePhase;
import dev.irsa.cli.timeline.SessionSpan;
import dev.irsa.cli.timeline.Timeline;
import dev.irsa.cli.timeline.TokenSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One screen that shows a run while it goes on: figures, the timeline as rows of characters, what
 * is left of session and token, and the last events. At most 79 columns and 23 rows, in ASCII.
 */
final class LiveView {
  private static final int BAR = 24;
  private static final int EVENTS = 6;
  private static final int EVENTS_BESIDE_ANOTHER_POD = 4;

  /** Some terminals wrap a line of exactly their width. */
  static final int COLUMNS = 79;

  private final Timeline run;
  private final List<Happening> story;
  private final TextStrip strip;
  private final List<Text> lines = new ArrayList<>();

  private LiveView(Timeline run, List<Happening> story) {
    this.run = run;
    this.story = story;
    this.strip = new TextStrip(run);
  }

  /** Returns the lines of the screen. */
  static List<Text> lines(Timeline run, List<Happening> story) {
    LiveView view = new LiveView(run, story);
    view.draw();
    return view.lines.stream().map(line -> line.within(COLUMNS)).toList();
  }

  private void draw() {
    lines.add(Text.empty());
    lines.add(now());
    lines.add(Text.empty());
    if (run.pods().size() == 1) {
      single(run.pods().get(0));
    } else {
      several();
    }
    lines.add(Text.empty());
    events(run.pods().size() == 1 ? EVENTS : EVENTS_BESIDE_ANOTHER_POD);
  }

  private Text now() {
    ServicePhase phase = run.health().get(run.health().size() - 1);
    boolean well = phase.health() == ServiceHealth.WELL;
    return Text.of("   ")
        .bold(String.format(Locale.ROOT, "%.0f s", run.length().toMillis() / 1000.0))
        .plain("  " + run.service() + ": ")
        .add(phase.health().label(), well ? Style.GOOD : Style.WARN)
        .dim(" (" + phase.detail() + ")");
  }

  private void single(PodTimeline pod) {
    lines.add(figures(pod));
    lines.add(Text.empty());
    lines.add(strip.axis());
    lines.add(strip.tokens(pod));
    lines.add(strip.sessions(pod));
    lines.add(strip.service());
    if (!pod.agentCalls().isEmpty()) {
      lines.add(strip.agentCalls(pod));
    }
    lines.add(strip.exchanges(pod));
    lines.add(strip.calls(pod));
    lines.add(Text.empty());
    lines.add(session(pod));
    lines.add(token(pod));
  }

  private void several() {
    lines.add(strip.axis());
    lines.add(strip.service());
    for (PodTimeline pod : run.pods()) {
      lines.add(Text.empty());
      lines.add(Text.of("   ").bold(pod.title()));
      lines.add(figures(pod));
      lines.add(strip.sessions(pod));
      lines.add(strip.exchanges(pod));
      lines.add(strip.calls(pod));
    }
  }

  private Text figures(PodTimeline pod) {
    long failed = Measure.FAILED.of(run, pod);
    long other = Measure.OTHER_IDENTITY.of(run, pod);
    Text line =
        Text.of("   ")
            .bold(Measure.SERVED.text(run, pod))
            .plain(" served  ")
            .add(Measure.FAILED.text(run, pod) + " failed", failed == 0 ? Style.GOOD : Style.BAD)
            .plain("  longest wait " + Measure.LONGEST_WAIT.text(run, pod));
    return other == 0
        ? line
        : line.add("  " + Measure.OTHER_IDENTITY.text(run, pod) + " as the node", Style.BAD);
  }

  private Text session(PodTimeline pod) {
    List<SessionSpan> sessions = pod.sessions();
    if (sessions.isEmpty()) {
      return strip.named("session").plain("none yet");
    }
    SessionSpan last = sessions.get(sessions.size() - 1);
    return life("session", sessions.size(), last.issuedAt(), last.expiresAt());
  }

  private Text token(PodTimeline pod) {
    List<TokenSpan> tokens = pod.tokens();
    if (tokens.isEmpty()) {
      return strip.named("token").plain("none");
    }
    TokenSpan last = tokens.get(tokens.size() - 1);
    return life("token", tokens.size(), last.writtenAt(), last.expiresAt());
  }

  private Text life(String name, int number, Instant from, Instant until) {
    Duration left = Duration.between(run.until(), until);
    double share = (double) left.toMillis() / Math.max(1, Duration.between(from, until).toMillis());
    int full = (int) Math.round(Math.min(1, Math.max(0, share)) * BAR);
    return strip
        .named(name + " " + number)
        .add("#".repeat(full), share > 1.0 / 3 ? Style.GOOD : Style.WARN)
        .dim(".".repeat(BAR - full))
        .plain(String.format(Locale.ROOT, "  %.1f s left", Math.max(0, left.toMillis()) / 1000.0));
  }

  private void events(int most) {
    int first = Math.max(0, story.size() - most);
    story.subList(first, story.size()).forEach(each -> lines.add(event(run.from(), each)));
  }

  /** Returns an event as a line, with the time since the start. */
  static Text event(Instant start, Happening happening) {
    double seconds = Duration.between(start, happening.at()).toMillis() / 1000.0;
    return Text.of("   ")
        .dim(String.format(Locale.ROOT, "%6.1f s  ", seconds))
        .add("%-12s".formatted(happening.kind().label()), style(happening.kind()))
        .plain(happening.text());
  }

  private static Style style(Happening.Kind kind) {
    return switch (kind) {
      case CREDENTIALS -> Style.GOOD;
      case EXCHANGE, STS, EKS_AUTH -> Style.WARN;
      case DENIAL -> Style.BAD;
      case POD, TOKEN, CLEANUP -> Style.NAME;
    };
  }
}
