package dev.irsa.cli.lab;

import dev.irsa.cli.terminal.Screen;
import dev.irsa.cli.terminal.Style;
import dev.irsa.cli.terminal.Text;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The verdict for people. */
final class Summary {

  private Summary() {}

  static void show(Verdict verdict, Screen screen) {
    show(verdict.claims(), verdict.took(), screen);
  }

  static void show(ScenarioVerdict verdict, Screen screen) {
    figures(verdict.timeline(), screen);
    show(verdict.claims(), verdict.took(), screen);
  }

  /** Shows the figures of the pods, one column for each. */
  private static void figures(Timeline run, Screen screen) {
    Text head = Text.of("   ").bold("%-42s".formatted("What the lab measured"));
    for (PodTimeline pod : run.pods()) {
      head = head.bold("%16s".formatted(pod.title()));
    }
    screen.line(Text.empty());
    screen.line(head);
    for (Measure measure : Measure.values()) {
      if (measure.appliesTo(run)) {
        screen.line(figures(measure, run));
      }
    }
  }

  private static Text figures(Measure measure, Timeline run) {
    Text line = Text.of("   %-42s".formatted(measure.label()));
    for (PodTimeline pod : run.pods()) {
      line =
          line.add(
              "%16s".formatted(measure.text(run, pod)),
              measure.isWorse(run, pod) ? Style.BAD : Style.PLAIN);
    }
    return line;
  }

  private static void show(List<Claim> claims, Duration took, Screen screen) {
    screen.line(Text.empty());
    screen.line(Text.empty().bold("Results according to the lab's request log"));
    for (Claim claim : claims) {
      screen.line(
          Text.of("   ")
              .add(claim.holds() ? "ok      " : "FAILED  ", claim.holds() ? Style.GOOD : Style.BAD)
              .plain(claim.statement()));
      screen.line(Text.of("           ").dim(claim.finding()));
    }
    screen.line(Text.empty());
    screen.line(conclusion(claims, took));
  }

  private static Text conclusion(List<Claim> claims, Duration length) {
    List<Claim> failed = claims.stream().filter(claim -> !claim.holds()).toList();
    String took = String.format(Locale.ROOT, " (%.1f s)", length.toMillis() / 1000.0);
    return failed.isEmpty()
        ? Text.empty().add("All " + claims.size() + " claims hold.", Style.GOOD).dim(took)
        : Text.empty()
            .add(
                "%d of %d claims failed: %s."
                    .formatted(
                        failed.size(),
                        claims.size(),
                        String.join(", ", failed.stream().map(Claim::id).toList())),
                Style.BAD)
            .dim(took);
  }
}
