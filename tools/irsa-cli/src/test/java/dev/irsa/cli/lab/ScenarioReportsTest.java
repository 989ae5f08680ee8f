package dev.irsa.cli.lab;

import static dev.irsa.cli.timeline.StagedTimeline.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.cli.report.Report;
import dev.irsa.cli.report.ReportPage;
import dev.irsa.cli.terminal.Screen;
import dev.irsa.cli.terminal.Text;
import dev.irsa.cli.timeline.Call.Outcome;
import dev.irsa.cli.timeline.Exchange.Result;
import dev.irsa.cli.timeline.ServiceHealth;
import dev.irsa.cli.timeline.ServicePhase;
import dev.irsa.cli.timeline.SessionSpan;
import dev.irsa.cli.timeline.SessionSpan.Source;
import dev.irsa.cli.timeline.StagedTimeline;
import dev.irsa.cli.timeline.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reports of a throttled pod beside one that used the node's role. */
class ScenarioReportsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private static Timeline run() {
    StagedTimeline ours = new StagedTimeline();
    ours.health.add(new ServicePhase(ServiceHealth.THROTTLED, "responds with 400", at(0), at(6)));
    ours.health.add(new ServicePhase(ServiceHealth.WELL, "issues", at(6), at(20)));
    ours.exchange(0.1, Result.FAILED);
    ours.exchange(8, Result.ISSUED);
    ours.session(8, 20);
    ours.call(3, Outcome.THREW);
    ours.call(9, Outcome.SERVED);
    StagedTimeline other = new StagedTimeline();
    other.exchange(0.1, Result.FAILED);
    other.sessions.add(new SessionSpan(Source.NODE, "ASIANODE", at(4), at(15), at(90)));
    other.call(4, Outcome.OTHER_IDENTITY);
    other.call(5, Outcome.OTHER_IDENTITY);
    other.call(5, Outcome.REJECTED);
    return ours.of(ours.pod("irsa"), other.pod("sdk-v2"));
  }

  private static ScenarioVerdict verdict(Timeline run) {
    return new ScenarioVerdict(
        Scenario.THROTTLE,
        Mechanism.IRSA,
        Peer.SDK_V2,
        ScenarioJudgement.of(Scenario.THROTTLE, run, List.of()),
        List.of(new Happening(at(6), Happening.Kind.STS, "recovered")),
        run,
        Duration.ofSeconds(24));
  }

  @Test
  void theSummaryHasAColumnForEachPod() {
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    Summary.show(verdict(run()), Screen.plain(stream));

    String summary = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(summary.matches("(?s).*\\R +calls served as another identity +0 +2\\R.*"), summary);
    assertTrue(
        summary.matches("(?s).*\\R +sessions of the node's role received +0 +1\\R.*"), summary);
    assertTrue(summary.contains("All 6 claims hold. (24.0 s)"), summary);
    assertTrue(summary.lines().limit(14).allMatch(line -> line.length() < 80), summary);
  }

  @Test
  void programsGetTheFiguresOfBothPods() throws Exception {
    Map<String, Object> document = JSONObjectUtils.parse(new LabReport(verdict(run())).json());

    assertEquals("throttle", document.get("scenario"));
    assertEquals(true, document.get("holds"));
    List<?> pods = (List<?>) document.get("pods");
    assertEquals(List.of("irsa", "sdk-v2"), pods.stream().map(pod -> member(pod, "name")).toList());
    Object irsa = member(pods.get(0), "figures");
    Object sdk = member(pods.get(1), "figures");
    assertEquals(
        List.of(0L, 2L), List.of(member(irsa, "otherIdentity"), member(sdk, "otherIdentity")));
    assertEquals(
        List.of(9_000L, -1L),
        List.of(member(irsa, "firstServedMillis"), member(sdk, "firstServedMillis")));
  }

  private static Object member(Object object, String name) {
    return ((Map<?, ?>) object).get(name);
  }

  @Test
  void thePageShowsBothPodsOnOneAxis() {
    Report report = new LabReport(verdict(run())).page();

    String html = ReportPage.html(report);

    assertEquals("irsa lab --scenario throttle --peer sdk-v2", report.title());
    assertTrue(html.contains("class=\"heading\""), html);
    assertTrue(html.contains("role of the node"), html);
    assertTrue(html.contains("The node has a role of its own"), html);
    assertEquals(
        List.of("0", "2"),
        report.tiles().get(1).figures().stream().map(Report.Figure::text).toList());
  }

  @Test
  void theLiveViewOfTwoPodsFitsOnAScreenOf80Columns() {
    List<Happening> story =
        Collections.nCopies(9, new Happening(at(6), Happening.Kind.STS, "recovered"));

    List<String> lines = LiveView.lines(run(), story).stream().map(Text::unstyled).toList();

    assertTrue(lines.stream().allMatch(line -> line.length() < 80), lines::toString);
    assertTrue(lines.size() <= 23, lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.contains("2 as the node")), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.matches(" +calls +_+n_+n_*")), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.matches(" +sessions +n+ *")), lines::toString);
    assertFalse(lines.stream().anyMatch(line -> line.contains("token")), lines::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "POD_IDENTITY, POD_IDENTITY, irsa lab --scenario pod-identity",
    "HANG, POD_IDENTITY, irsa lab --scenario hang --pod-identity",
    "HANG, IRSA, irsa lab --scenario hang"
  })
  void theTitleIsTheCommandLine(Scenario scenario, Mechanism mechanism, String title) {
    ScenarioVerdict verdict =
        new ScenarioVerdict(
            scenario, mechanism, null, List.of(), List.of(), run(), Duration.ofSeconds(1));

    assertEquals(title, verdict.command());
  }
}
