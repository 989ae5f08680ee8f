package dev.irsa.cli.internal.report;

import static dev.irsa.cli.internal.timeline.SampleTimeline.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.SampleTimeline;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call.Outcome;
import dev.irsa.cli.internal.timeline.Timeline.Claim;
import dev.irsa.cli.internal.timeline.Timeline.Event;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import dev.irsa.cli.internal.timeline.Timeline.Exchange.Result;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import dev.irsa.cli.internal.timeline.Timeline.Token;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ReportPageTest {
  private static final String HOSTILE = "a </title><script>alert(1)</script> & \"b\" \u0000 \u001b";

  private final SampleTimeline sample = new SampleTimeline();

  @BeforeEach
  void prepare() {
    sample.phases.add(new Phase(Health.WELL, "issues", at(0), at(4)));
    sample.phases.add(new Phase(Health.DOWN, "responds with 503", at(4), at(9)));
    sample.phases.add(new Phase(Health.THROTTLED, "responds with 400", at(9), at(12)));
    sample.phases.add(new Phase(Health.WELL, "issues", at(12), at(20)));
    sample.events.add(new Event(at(15), Event.Kind.CLEANUP, "service account deleted", true));
    sample.tokens.add(new Token(at(0), at(8), at(10)));
    sample.tokens.add(new Token(at(8), at(20), at(18)));
    sample.session(1, 9);
    sample.session(8, 16);
    sample.exchange(1, Result.ISSUED);
    sample.exchange(5, Result.FAILED);
    sample.exchange(8, Result.ISSUED);
    for (int i = 0; i < 100; i++) {
      sample.call(1 + i * 0.1, Outcome.SERVED);
    }
    sample.call(7, Outcome.REJECTED);
    sample.waited(3, 3.5);
  }

  @Test
  void thePageIsWellFormedAndHasEveryLaneInBothLayouts() {
    Page page = page(sample.build());

    for (String layout : List.of("wide", "narrow")) {
      assertEquals(
          List.of("token file", "sessions", "sts", "refreshes", "calls"),
          page.lanes(layout).stream().map(lane -> lane.getAttribute("data-lane")).toList());
    }
  }

  @Test
  void lanesShowWhatHappened() {
    Page page = page(sample.build());

    assertEquals(2, page.lane("wide", "token file").count("g", "token"));
    assertEquals(2, page.lane("wide", "sessions").count("g", "session"));
    assertEquals(2, page.lane("wide", "sts").count("rect", "service failing"));
    assertEquals(2, page.lane("wide", "refreshes").count("g", "exchange issued"));
    assertEquals(1, page.lane("wide", "refreshes").count("g", "exchange failed"));
    assertEquals(1, page.lane("wide", "calls").count("rect", "column failed"));
    assertEquals(1, page.lane("wide", "calls").count("rect", "wait"));
  }

  @Test
  void figuresAreThoseOfTheTimeline() {
    Timeline run = sample.build();

    Page page = page(run);

    for (Measure measure : Measure.values()) {
      if (measure.appliesTo(run)) {
        assertEquals(measure.of(run, run.pods().get(0)), page.figure(measure, "irsa"));
      }
    }
  }

  @Test
  void anAgentHasALaneAndFiguresOfItsOwn() {
    sample.agentExchanges.add(new Exchange(Result.FAILED, at(5), at(5.2), "503"));
    sample.agentExchanges.add(new Exchange(Result.ISSUED, at(8), at(8.1), "ASIA1"));

    Page page = page(sample.build());

    assertEquals(1, page.lane("wide", "agent").count("g", "exchange issued"));
    assertTrue(
        page.lane("wide", "agent")
            .titles()
            .contains("5.0 s: request of the agent to STS, failed after 200 ms: 503"),
        () -> page.lane("wide", "agent").titles().toString());
    assertEquals(2, page.figure(Measure.AGENT_CALLS, "irsa"));
    assertEquals(1, page.figure(Measure.FAILED_AGENT_CALLS, "irsa"));
  }

  @Test
  void severalPodsShareTheAxisAndHaveAColumnEach() {
    Timeline run = sample.of(sample.pod("irsa"), new SampleTimeline().pod("sdk-v2"));

    Page page = page(run);

    assertEquals(
        List.of("", "irsa", "irsa", "irsa", "irsa", "sdk-v2", "sdk-v2", "sdk-v2", "sdk-v2"),
        page.lanes("wide").stream().map(lane -> lane.getAttribute("data-pod")).toList());
    assertEquals(100, page.figure(Measure.SERVED, "irsa"));
    assertEquals(0, page.figure(Measure.SERVED, "sdk-v2"));
  }

  @Test
  void sessionsOfTheNodesRoleLookDifferent() {
    sample.sessions.add(new Session(true, "ASIANODE", at(3), at(9), at(90)));

    Page page = page(sample.build());

    assertEquals(1, page.lane("wide", "sessions").count("g", "session other"));
    assertEquals(2, page.lane("wide", "sessions").count("g", "session"));
    assertTrue(page.text().contains("2 issued, 1 of the node"), page::text);
  }

  @Test
  void theFindingIsTheHeadlineAndTheClaimsComeLater() {
    Page page = page(sample.build());

    assertEquals("0 calls failed", page.all("h1").get(0).getTextContent());
    assertEquals(
        List.of("Timeline", "Figures", "All 10 claims hold."),
        page.all("h2").stream().map(Element::getTextContent).toList());
  }

  @Test
  void aLaneNeverSaysThatNothingWasServedAboveServedCalls() {
    SampleTimeline other = new SampleTimeline();
    other.call(7, Outcome.OTHER_IDENTITY);

    Page page = page(sample.of(sample.pod("irsa"), other.pod("sdk-v2")));

    assertTrue(page.text().contains("1 as the node, 0 failed"), page::text);
    assertFalse(page.text().matches("(?s).*\\b0 served.*"), page::text);
  }

  @Test
  void thePageNeedsNothingElse() {
    String html = report(sample.build()).html();

    for (String element :
        List.of("<script", "<link", "<img", "<iframe", "@import", "src=", "http")) {
      assertFalse(html.contains(element), element);
    }
    assertFalse(html.contains("url("), html);
  }

  @Test
  void hostileTextsAreShownAsText() {
    String html =
        new ReportPage(
                HOSTILE,
                false,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(new Claim(HOSTILE, HOSTILE, false, HOSTILE)),
                sample.of(sample.pod(HOSTILE)),
                HOSTILE)
            .html();

    assertFalse(html.contains("<script"), html);
    assertTrue(Page.parse(html).text().contains("alert(1)"));
  }

  @Test
  void manyRequestsAndSessionsAreShownAsColumnsAndTicks() {
    for (int i = 0; i < 400; i++) {
      sample.exchange(9 + i * 0.01, Result.FAILED);
      sample.session(9 + i * 0.01, 15);
    }

    Page page = page(sample.build());

    assertEquals(0, page.lane("wide", "refreshes").count("g", "exchange failed"));
    assertTrue(page.lane("wide", "refreshes").count("rect", "column failed") > 10);
    assertEquals(402, page.lane("wide", "sessions").count("rect", "tick session"));
  }

  @Test
  void everyCoordinateIsWithinTheChart() {
    sample.session(-5, 100);
    Page page = page(sample.build());

    for (Element rect : page.all("rect")) {
      double x = Double.parseDouble(rect.getAttribute("x"));
      double width = Double.parseDouble(rect.getAttribute("width"));
      assertTrue(x >= 0 && x + width <= 1121, () -> rect.getAttribute("class") + " at " + x);
      assertTrue(Double.parseDouble(rect.getAttribute("height")) >= 0);
    }
  }

  private static Page page(Timeline run) {
    return Page.parse(report(run).html());
  }

  private static ReportPage report(Timeline run) {
    return new ReportPage(
        "irsa lab",
        true,
        "0 calls failed",
        "What happened.",
        "All 10 claims hold.",
        List.of(new Claim("it", "it works", true, "100 served")),
        run,
        "Made by a test.");
  }
}
