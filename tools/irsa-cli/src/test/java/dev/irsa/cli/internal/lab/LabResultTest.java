package dev.irsa.cli.internal.lab;

import static dev.irsa.cli.internal.timeline.SampleTimeline.at;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.irsa.cli.internal.pod.CallStream;
import dev.irsa.cli.internal.terminal.Screen;
import dev.irsa.cli.internal.timeline.SampleTimeline;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call.Outcome;
import dev.irsa.cli.internal.timeline.Timeline.Claim;
import dev.irsa.cli.internal.timeline.Timeline.Event;
import dev.irsa.cli.internal.timeline.Timeline.Exchange.Result;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What people and programs get of a run. The texts of a demonstration are compared with files, in
 * which ESC stands for the escape character. With {@code -Dirsa.golden=print} the actual output is
 * printed when they differ.
 */
class LabResultTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  /** Returns a demonstration in which one call failed. */
  private static LabResult failed() {
    SampleRequests requests = new SampleRequests();
    requests.podMessages.add(
        SampleRequests.failed(CallStream.V1_STS, 8_000, 8_001, "no credentials"));
    return demonstration(requests);
  }

  private static LabResult demonstration(SampleRequests requests) {
    return result(Scenario.DEMONSTRATION, requests.timeline(), null, Duration.ofMillis(42_300));
  }

  private static LabResult result(
      Scenario scenario, Timeline run, ComparedSdk comparedSdk, Duration took) {
    List<Claim> claims = Judgement.of(scenario::judge, CredentialSource.IRSA, run, List.of());
    return new LabResult(scenario, CredentialSource.IRSA, comparedSdk, claims, run, took);
  }

  /** Returns a throttled pod beside one that used the node's role. */
  private static LabResult throttled() {
    SampleTimeline ours = new SampleTimeline();
    ours.phases.add(new Phase(Health.THROTTLED, "responds with 400", at(0), at(6)));
    ours.phases.add(new Phase(Health.WELL, "issues", at(6), at(20)));
    ours.events.addAll(
        Collections.nCopies(9, new Event(at(6), Event.Kind.STS, "recovered", false)));
    ours.exchange(0.1, Result.FAILED);
    ours.exchange(8, Result.ISSUED);
    ours.session(8, 20);
    ours.call(3, Outcome.THREW);
    ours.call(9, Outcome.SERVED);
    SampleTimeline other = new SampleTimeline();
    other.exchange(0.1, Result.FAILED);
    other.sessions.add(new Session(true, "ASIANODE", at(4), at(15), at(90)));
    other.call(4, Outcome.OTHER_IDENTITY, "ASIANODE");
    other.call(5, Outcome.OTHER_IDENTITY, "ASIANODE");
    other.call(5, Outcome.REJECTED, "ASIANODE");
    return result(
        Scenario.THROTTLE,
        ours.of(ours.pod("irsa"), other.pod("SDK 2.59.1")),
        ComparedSdk.SDK_V2,
        Duration.ofSeconds(24));
  }

  @Test
  void aPipeGetsTheSummaryInPlainLines() throws IOException {
    Summary.show(demonstration(new SampleRequests()), Screen.plain(stream));

    assertGolden("summary.txt", written());
  }

  @Test
  void aTerminalGetsTheSummaryOfAFailureInColours() throws IOException {
    Summary.show(failed(), Screen.live(stream, true, 80));

    assertGolden("summary-failed.ansi", written());
  }

  @Test
  void programsGetOneJsonDocument() throws IOException {
    assertGolden("report.json", failed().json());
  }

  @Test
  void aTerminalShowsOfEachPodItsFiguresAndWhatIsLeft() throws IOException {
    assertGolden("live.txt", screen(new SampleRequests().timeline()));
    assertTrue(screen(throttled().run()).contains("  2 as the node"), screen(throttled().run()));
  }

  @Test
  void aPipeGetsEveryEventAsALine() {
    Event event = new Event(at(12.34), Event.Kind.STS, "down: responds with 503", false);

    assertEquals(
        "     12.3 s  sts         down: responds with 503",
        LiveView.event(SampleTimeline.START, event).written(false));
  }

  private static String screen(Timeline run) {
    return LiveView.lines(run).stream().map(text -> text.written(false)).collect(joining("\n"));
  }

  @Test
  void theFindingIsTheFigureThatTheScenarioIsAbout() {
    assertEquals(
        "irsa: 0 calls as the node's role; SDK 2.59.1: 2, for good", throttled().finding());
    assertEquals(
        "1 of 1,325 calls failed while STS was down, throttled and hanging", failed().finding());
  }

  /**
   * The calls without credentials that the lab did not see are those that the pod made too late.
   */
  @Test
  void aMachineThatIsTooSlowIsSaidToBeWhenAClaimFails() {
    assertEquals("1 of 10 claims failed: failures.", failed().verdict());

    SampleRequests slow = new SampleRequests();
    slow.podMessages.add(SampleRequests.failed(CallStream.V1_STS, 8_000, 8_001, "late"));
    slow.requests.removeIf(
        request ->
            request.service().equals("oidc")
                && request.arrivedAt().isAfter(SampleRequests.at(8_000))
                && request.arrivedAt().isBefore(SampleRequests.at(13_000)));
    assertEquals(
        "1 of 10 claims failed: failures. This machine was too slow to tell why: in 30.5 s, calls that"
            + " need no credentials were 5.0 s late. Try again when it is idle.",
        demonstration(slow).verdict());
  }

  @Test
  void failuresBeforeTheFirstCredentialsAreExplained() {
    String text = throttled().page();

    assertTrue(
        text.contains(
            " 1 calls of irsa failed before its first credentials, while STS was throttled. SDK"
                + " 2.59.1 made 2 calls as the node's role, to the end of the run; 1 more as this"
                + " role were rejected."),
        text);
  }

  @Test
  void theSummaryHasAColumnForEachPod() {
    Summary.show(throttled(), Screen.plain(stream));

    String summary = written();
    assertTrue(summary.matches("(?s).*\\R +calls served as the node's role +0 +2\\R.*"), summary);
    assertTrue(
        summary.matches("(?s).*\\R +sessions of the node's role received +0 +1\\R.*"), summary);
    assertTrue(summary.contains("All 6 claims hold. (24.0 s)"), summary);
    assertTrue(summary.lines().limit(14).allMatch(line -> line.length() < 80), summary);
  }

  @Test
  void thePageBeginsWithTheCommandAndTheFinding() {
    String html = throttled().page();

    assertTrue(
        html.contains("<h1>irsa: 0 calls as the node's role; SDK 2.59.1: 2, for good</h1>"), html);
    assertTrue(html.contains(">irsa lab --scenario throttle --peer sdk-v2<"), html);
    assertTrue(html.contains("The node has a role of its own"), html);
  }

  @Test
  void thePageHasTheDataThatItsScriptDraws() throws IOException {
    JsonNode data = data(throttled().page());

    assertEquals("[3000]", data.at("/pods/0/calls/failed-at-first").toString());
    assertEquals("[9000]", data.at("/pods/0/calls/served").toString());
    assertEquals(
        "{\"as-other\":[4000,5000],\"failed\":[5000]}", data.at("/pods/1/calls").toString());
    assertEquals("failed", data.at("/pods/0/exchanges/0/result").asText());
    assertEquals("[\"0\",\"2\"]", data.at("/rows/1/texts").toString());
    assertEquals("[false,true]", data.at("/rows/1/worse").toString());
  }

  @Test
  void hostileTextsAreTextInThePage() throws IOException {
    String hostile = "</script><script>alert(1)</script> {{finding}} & \u0000 \u001b";
    SampleTimeline run = new SampleTimeline();
    run.events.add(new Event(at(1), Event.Kind.POD, hostile, true));

    String page = result(Scenario.REVOKED, run.of(run.pod(hostile)), null, Duration.ZERO).page();

    assertEquals(2, page.split("</script>", -1).length - 1, page);
    assertEquals(hostile, data(page).at("/events/0/text").asText());
    assertEquals(hostile, data(page).at("/pods/0/title").asText());
  }

  @Test
  void thePageNeedsNothingElse() {
    String page = throttled().page();

    for (String element :
        List.of("<link", "<img", "<iframe", "@import", " src=", "url(", "https:")) {
      assertFalse(page.contains(element), element);
    }
    assertEquals(
        List.of("http://www.w3.org/2000/svg"),
        Pattern.compile("http:[^\"]*").matcher(page).results().map(MatchResult::group).toList());
  }

  private static JsonNode data(String page) throws IOException {
    return new JsonMapper().readTree(page.replaceFirst("(?s).*id=\"data\">(.*?)</script>.*", "$1"));
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void assertGolden(String file, String actual) throws IOException {
    String shown = actual.replace("\u001b", "ESC").replace(System.lineSeparator(), "\n").strip();
    if (!golden(file).equals(shown) && "print".equals(System.getProperty("irsa.golden"))) {
      System.out.println("---- " + file + "\n" + shown + "\n----");
    }
    assertEquals(golden(file), shown);
  }

  private static String golden(String file) throws IOException {
    try (InputStream golden = LabResultTest.class.getResourceAsStream(file)) {
      return new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
