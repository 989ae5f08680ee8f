package dev.irsa.cli.lab;

import dev.irsa.cli.report.Report;
import dev.irsa.cli.report.Report.Finding;
import dev.irsa.cli.report.Report.StoryLine;
import dev.irsa.cli.report.Report.Tile;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.Timeline;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Words a verdict for the page of the report. */
final class PageContent {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Verdict verdict;
  private final Timeline run;
  private final PodTimeline pod;

  private PageContent(Verdict verdict) {
    this.verdict = verdict;
    this.run = verdict.timeline();
    this.pod = run.pods().get(0);
  }

  static Report of(Verdict verdict) {
    PageContent content = new PageContent(verdict);
    return new Report(
        content.command(),
        verdict.holds(),
        content.result(),
        content.introduction(),
        content.tiles(),
        verdict.timeline(),
        verdict.claims().stream()
            .map(claim -> new Finding(claim.holds(), claim.statement(), claim.finding()))
            .toList(),
        verdict.story().stream().map(PageContent::line).toList(),
        content.origin());
  }

  private String command() {
    return verdict.evidence().mechanism() == Mechanism.IRSA
        ? "irsa lab"
        : "irsa lab --pod-identity";
  }

  private static StoryLine line(Happening happening) {
    return new StoryLine(happening.at(), happening.kind().label(), happening.text());
  }

  private String result() {
    int all = verdict.claims().size();
    long failed = verdict.claims().stream().filter(claim -> !claim.holds()).count();
    return failed == 0
        ? "All %d claims hold".formatted(all)
        : "%d of %d claims failed".formatted(failed, all);
  }

  private String introduction() {
    List<String> troubles =
        verdict.evidence().incidents().stream().map(Incident::name).distinct().toList();
    String trouble =
        troubles.isEmpty()
            ? ""
            : " while %s was %s in turn".formatted(run.service(), joined(troubles));
    return "A pod with both AWS SDKs for Java called STS and S3 %s times. Its token was rotated,"
            .formatted(Measure.SERVED.text(run, pod))
        + " and its credentials were renewed before they expired"
        + trouble
        + ". Then its service account was deleted.";
  }

  private static String joined(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  private List<Tile> tiles() {
    return Stream.of(
            Measure.SERVED,
            Measure.FAILED,
            Measure.LONGEST_WAIT,
            Measure.SESSIONS,
            Measure.ROTATIONS,
            Measure.FAILED_EXCHANGES)
        .map(measure -> new Tile(measure.text(run, pod), tileLabel(measure)))
        .toList();
  }

  private String tileLabel(Measure measure) {
    if (measure != Measure.FAILED_EXCHANGES) {
      return measure.label();
    }
    String server = verdict.evidence().mechanism() == Mechanism.IRSA ? "STS" : "the agent";
    return "requests to %s that failed unnoticed".formatted(server);
  }

  private String origin() {
    String version = PageContent.class.getPackage().getImplementationVersion();
    return ("Made on %s in %.1f s by irsa%s on Java %s, from the lab's request log."
            + " All traffic stayed on loopback. Hover over a mark for its details.")
        .formatted(
            DATE.format(run.from()),
            verdict.took().toMillis() / 1_000.0,
            version == null ? "" : " " + version,
            System.getProperty("java.version"));
  }
}
