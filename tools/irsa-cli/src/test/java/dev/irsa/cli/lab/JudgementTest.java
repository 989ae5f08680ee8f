package dev.irsa.cli.lab;

import static dev.irsa.cli.timeline.StagedTimeline.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.cli.timeline.Claim;
import dev.irsa.cli.timeline.StagedTimeline;
import dev.irsa.cli.timeline.Timeline;
import dev.irsa.cli.timeline.Timeline.Call.Outcome;
import dev.irsa.cli.timeline.Timeline.Event;
import dev.irsa.cli.timeline.Timeline.Exchange;
import dev.irsa.cli.timeline.Timeline.Exchange.Result;
import dev.irsa.cli.timeline.Timeline.Health;
import dev.irsa.cli.timeline.Timeline.Phase;
import dev.irsa.cli.timeline.Timeline.Session;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario as it should go, and with one thing that must not happen. */
class JudgementTest {

  /** Returns a run of a scenario in which every claim holds. */
  private static StagedTimeline staged(Scenario scenario) {
    StagedTimeline staged = new StagedTimeline();
    switch (scenario) {
      case OUTAGE, HANG, STALLED_TOKEN -> lastMinute(staged);
      case THROTTLE -> throttled(staged);
      case CLOCK_SKEW -> steady(staged);
      case REVOKED -> revoked(staged);
      case COLD_HERD -> herd(staged);
      case POD_IDENTITY -> lateAgent(staged);
      case DEMONSTRATION -> throw new AssertionError("see DemonstrationJudgementTest");
    }
    return staged;
  }

  private static void lastMinute(StagedTimeline staged) {
    phases(staged, Health.DOWN, 2, 8);
    steady(staged);
    staged.exchange(6, Result.FAILED);
    staged.exchange(9, Result.ISSUED);
    staged.session(9, 20);
  }

  private static void throttled(StagedTimeline staged) {
    phases(staged, Health.THROTTLED, 0, 6);
    staged.exchange(0.1, Result.FAILED);
    staged.call(3, Outcome.THREW);
    staged.call(4, Outcome.THREW);
    staged.exchange(8, Result.ISSUED);
    staged.session(8, 20);
    staged.call(9, Outcome.SERVED);
  }

  private static void revoked(StagedTimeline staged) {
    steady(staged);
    staged.events.add(new Event(at(5), Event.Kind.CREDENTIALS, "sessions rejected", true));
    staged.call(5.1, Outcome.REJECTED);
    staged.exchange(5.2, Result.ISSUED);
    staged.session(5.3, 20);
    staged.call(5.4, Outcome.SERVED);
  }

  private static void herd(StagedTimeline staged) {
    phases(staged, Health.SLOW, 0, 8);
    staged.exchanges.add(new Exchange(Result.ISSUED, at(0.5), at(6.5), "ASIA0"));
    staged.session(6.5, 20);
    for (int i = 0; i < 20; i++) {
      staged.call(7, Outcome.SERVED);
      staged.waited(0, 7);
    }
  }

  private static void lateAgent(StagedTimeline staged) {
    phases(staged, Health.DOWN, 0, 5);
    staged.exchange(5.5, Result.ISSUED);
    staged.session(5.5, 20);
    staged.call(6, Outcome.SERVED);
  }

  /** One session that is issued at once and used. */
  private static void steady(StagedTimeline staged) {
    staged.exchange(0.5, Result.ISSUED);
    staged.session(0.5, 20);
    for (int second = 1; second < 15; second++) {
      staged.call(second, Outcome.SERVED);
    }
  }

  private static void phases(StagedTimeline staged, Health trouble, double from, double to) {
    staged.phases.add(new Phase(Health.WELL, "issues", at(0), at(from)));
    staged.phases.add(new Phase(trouble, "on purpose", at(from), at(to)));
    staged.phases.add(new Phase(Health.WELL, "issues", at(to), at(20)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEMONSTRATION")
  void everyClaimHoldsIfTheLibraryDoesWhatItPromises(Scenario scenario) {
    assertEquals(List.of(), failed(scenario, staged(scenario)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEMONSTRATION")
  void aCallAsTheNodeFailsEveryScenario(Scenario scenario) {
    StagedTimeline staged = staged(scenario);
    staged.call(9, Outcome.OTHER_IDENTITY);

    assertEquals(List.of("identity"), failed(scenario, staged));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEMONSTRATION")
  void aRequestForTheNodesRoleFailsEveryScenarioAlthoughNoCallUsedIt(Scenario scenario) {
    StagedTimeline staged = staged(scenario);
    staged.sessions.add(0, new Session(true, "ASIANODE", at(1), at(1), at(90)));

    assertEquals(List.of("identity"), failed(scenario, staged));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEMONSTRATION")
  void aScenarioThatWasAbortedHasFailed(Scenario scenario) {
    Timeline run = staged(scenario).build();

    List<String> failed = failed(judged(scenario, run, "timed out"));

    assertEquals(List.of("script"), failed);
  }

  static Stream<Arguments> defects() {
    return Stream.of(
        defect(Scenario.OUTAGE, "failures", run -> run.call(6, Outcome.THREW)),
        defect(Scenario.OUTAGE, "failures", run -> run.call(6, Outcome.REJECTED)),
        defect(Scenario.HANG, "waits", run -> run.waited(4, 5)),
        defect(Scenario.OUTAGE, "trouble", run -> run.exchanges.remove(1)),
        defect(Scenario.OUTAGE, "renewal", run -> run.sessions.remove(1)),
        defect(Scenario.STALLED_TOKEN, "renewal", run -> unused(run, 9)),
        defect(Scenario.OUTAGE, "requests", JudgementTest::hammer),
        defect(Scenario.THROTTLE, "failures", run -> run.call(12, Outcome.THREW)),
        defect(Scenario.THROTTLE, "requests", JudgementTest::hammer),
        defect(Scenario.CLOCK_SKEW, "requests", run -> run.exchange(3, Result.ISSUED)),
        defect(Scenario.CLOCK_SKEW, "failures", run -> run.call(3, Outcome.THREW)),
        defect(Scenario.CLOCK_SKEW, "waits", run -> run.waited(4, 5)),
        defect(Scenario.REVOKED, "failures", JudgementTest::rejectAll),
        defect(Scenario.REVOKED, "rejected", run -> run.calls.remove(14)),
        defect(Scenario.REVOKED, "renewal", run -> unused(run, 5.3)),
        defect(Scenario.COLD_HERD, "requests", run -> run.exchange(5, Result.ISSUED)),
        defect(Scenario.COLD_HERD, "waits", run -> run.waited(0, 14.5)),
        defect(Scenario.COLD_HERD, "calls", run -> run.calls.remove(0)),
        defect(Scenario.COLD_HERD, "calls", run -> run.call(8, Outcome.THREW)),
        defect(Scenario.POD_IDENTITY, "failures", run -> run.call(2, Outcome.THREW)),
        defect(Scenario.POD_IDENTITY, "waits", JudgementTest::late));
  }

  private static Arguments defect(
      Scenario scenario, String claim, Consumer<StagedTimeline> defect) {
    return Arguments.of(scenario, claim, defect);
  }

  private static void hammer(StagedTimeline run) {
    for (int i = 0; i < 13; i++) {
      run.exchange(3, Result.FAILED);
    }
    run.exchange(3, Result.FAILED);
  }

  private static void rejectAll(StagedTimeline run) {
    run.call(5.2, Outcome.REJECTED);
    run.call(5.3, Outcome.REJECTED);
  }

  private static void late(StagedTimeline run) {
    run.calls.clear();
    run.call(14, Outcome.SERVED);
  }

  /** Replaces the last session by one that no call uses. */
  private static void unused(StagedTimeline run, double from) {
    run.sessions.remove(run.sessions.size() - 1);
    run.sessions.add(new Session(false, "ASIA9", at(from), at(from), at(90)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("defects")
  void aDefectFailsTheClaimThatItIsAbout(
      Scenario scenario, String claim, Consumer<StagedTimeline> defect) {
    StagedTimeline staged = staged(scenario);
    defect.accept(staged);

    assertEquals(List.of(claim), failed(scenario, staged));
  }

  @Test
  void whatAnotherPodDoesIsNotJudged() {
    StagedTimeline other = new StagedTimeline();
    other.call(3, Outcome.OTHER_IDENTITY);
    other.call(4, Outcome.THREW);
    StagedTimeline staged = staged(Scenario.OUTAGE);
    Timeline run = staged.of(staged.pod("irsa"), other.pod("sdk-v2"));

    assertEquals(List.of(), failed(judged(Scenario.OUTAGE, run)));
  }

  private static List<String> failed(Scenario scenario, StagedTimeline staged) {
    return failed(judged(scenario, staged.build()));
  }

  private static List<Claim> judged(Scenario scenario, Timeline run, String... problems) {
    return Judgement.of(scenario, Mechanism.IRSA, run, List.of(problems));
  }

  private static List<String> failed(List<Claim> claims) {
    return claims.stream().filter(claim -> !claim.holds()).map(Claim::id).toList();
  }
}
