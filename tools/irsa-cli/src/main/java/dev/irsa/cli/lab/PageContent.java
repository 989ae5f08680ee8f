package dev.irsa.cli.lab;

import dev.irsa.cli.report.Report;
import dev.irsa.cli.report.Report.Finding;
import dev.irsa.cli.report.Report.StoryLine;
import dev.irsa.cli.report.Report.Tile;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.Timeline;
import java.time.Duration;
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
        result(verdict.claims()),
        content.introduction(),
        content.tiles(),
        verdict.timeline(),
        findings(verdict.claims()),
        story(verdict.story()),
        origin(verdict.timeline(), verdict.took()));
  }

  private String command() {
    return verdict.evidence().mechanism() == Mechanism.IRSA
        ? "irsa lab"
        : "irsa lab --pod-identity";
  }

  static List<Finding> findings(List<Claim> claims) {
    return claims.stream()
        .map(claim -> new Finding(claim.holds(), claim.statement(), claim.finding()))
        .toList();
  }

  static List<StoryLine> story(List<Happening> story) {
    return story.stream()
        .map(each -> new StoryLine(each.at(), each.kind().label(), each.text()))
        .toList();
  }

  static String result(List<Claim> claims) {
    int all = claims.size();
    long failed = claims.stream().filter(claim -> !claim.holds()).count();
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

  static String origin(Timeline run, Duration took) {
    String version = PageContent.class.getPackage().getImplementationVersion();
    return ("Made on %s in %.1f s by irsa%s on Java %s, from the lab's request log."
            + " All traffic stayed on loopback. Hover over a mark for its details.")
        .formatted(
            DATE.format(run.from()),
            took.toMillis() / 1_000.0,
            version == null ? "" : " " + version,
            System.getProperty("java.version"));
  }
}
