package dev.irsa.cli.lab;

import dev.irsa.cli.report.Report;
import dev.irsa.cli.report.Report.Figure;
import dev.irsa.cli.report.Report.Tile;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.Timeline;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Words the verdict on a scenario for the page of the report. */
final class ScenarioContent {
  private final ScenarioVerdict verdict;
  private final Timeline run;

  private ScenarioContent(ScenarioVerdict verdict) {
    this.verdict = verdict;
    this.run = verdict.timeline();
  }

  static Report of(ScenarioVerdict verdict) {
    ScenarioContent content = new ScenarioContent(verdict);
    return new Report(
        verdict.command(),
        verdict.holds(),
        PageContent.result(verdict.claims()),
        content.introduction(),
        content.tiles(),
        verdict.timeline(),
        PageContent.findings(verdict.claims()),
        PageContent.story(verdict.story()),
        PageContent.origin(verdict.timeline(), verdict.took()));
  }

  private String introduction() {
    return verdict.scenario().situation() + " " + pods(verdict.peer());
  }

  /** Returns which pods there are, in words. */
  static String pods(@Nullable Peer peer) {
    return peer == null
        ? "The pod has this project's provider chain."
        : "Two pods meet it at the same moment, each in a lab of its own: one with this project's"
            + " provider chain, one with the default chain of %s.".formatted(peer.title())
            + " The claims are on the first one; the second one is measured beside it.";
  }

  private List<Tile> tiles() {
    return Stream.of(
            Measure.SERVED,
            Measure.OTHER_IDENTITY,
            Measure.FAILED,
            Measure.LONGEST_WAIT,
            Measure.EXCHANGES)
        .map(measure -> new Tile(measure.label(), figures(measure)))
        .toList();
  }

  private List<Figure> figures(Measure measure) {
    boolean several = run.pods().size() > 1;
    return run.pods().stream()
        .map(pod -> figure(measure, pod, several ? pod.title() : ""))
        .toList();
  }

  private Figure figure(Measure measure, PodTimeline pod, String name) {
    return new Figure(name, measure.text(run, pod), measure.isWorse(run, pod));
  }
}
