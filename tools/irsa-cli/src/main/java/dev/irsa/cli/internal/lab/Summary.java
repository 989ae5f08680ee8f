package dev.irsa.cli.internal.lab;

import static java.util.stream.Collectors.joining;

import dev.irsa.cli.internal.terminal.Screen;
import dev.irsa.cli.internal.terminal.Style;
import dev.irsa.cli.internal.terminal.Text;
import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Claim;
import java.util.Locale;

/** The result for people, at a terminal: figures, claims, and last what was found out. */
final class Summary {
  private Summary() {}

  static void show(LabResult result, Screen screen) {
    Timeline run = result.run();
    String pods = run.pods().stream().map(pod -> "%13s".formatted(pod.title())).collect(joining());
    screen.line(Text.empty());
    screen.line(Text.of("   ").bold("%-48s%s".formatted("What the lab measured", pods)));
    for (Measure measure : Measure.values()) {
      if (measure.appliesTo(run)) {
        screen.line(figures(measure, run));
      }
    }
    screen.line(Text.empty());
    screen.line(Text.empty().bold("What is claimed of irsa, by the lab's request log"));
    for (Claim claim : result.claims()) {
      screen.line(
          Text.of("   ")
              .add(claim.holds() ? "ok      " : "FAILED  ", claim.holds() ? Style.GOOD : Style.BAD)
              .plain(claim.statement()));
      screen.line(Text.of("           ").dim(claim.finding()));
    }
    screen.line(Text.empty());
    screen.line(Text.empty().bold(result.finding()));
    screen.line(
        Text.empty()
            .add(result.verdict(), result.holds() ? Style.GOOD : Style.BAD)
            .dim(String.format(Locale.ROOT, " (%.1f s)", result.took().toMillis() / 1000.0)));
  }

  private static Text figures(Measure measure, Timeline run) {
    Text line = Text.of("   %-48s".formatted(measure.label()));
    for (Timeline.Pod pod : run.pods()) {
      line =
          line.add(
              "%13s".formatted(measure.text(run, pod)),
              measure.isWorse(run, pod) ? Style.BAD : Style.PLAIN);
    }
    return line;
  }
}
