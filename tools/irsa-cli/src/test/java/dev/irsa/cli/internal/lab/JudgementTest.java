package dev.irsa.cli.internal.lab;

import static dev.irsa.cli.internal.timeline.SampleTimeline.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
  private static SampleTimeline sample(Scenario scenario) {
    SampleTimeline sample = new SampleTimeline();
    switch (scenario) {
      case OUTAGE, HANG, STALLED_TOKEN -> lastMinute(sample);
      case THROTTLE -> throttled(sample);
      case CLOCK_SKEW -> steady(sample);
      case REVOKED -> revoked(sample);
      case COLD_HERD -> herd(sample);
      case POD_IDENTITY -> lateAgent(sample);
      case DEMONSTRATION -> throw new AssertionError("see DemonstrationJudgementTest");
    }
    return sample;
  }

  private static void lastMinute(SampleTimeline sample) {
    phases(sample, Health.DOWN, 2, 8);
    steady(sample);
    sample.exchange(6, Result.FAILED);
    sample.exchange(9, Result.ISSUED);
    sample.session(9, 20);
  }

  private static void throttled(SampleTimeline sample) {
    phases(sample, Health.THROTTLED, 0, 6);
    sample.exchange(0.1, Result.FAILED);
    sample.call(3, Outcome.THREW);
    sample.call(4, Outcome.THREW);
    sample.exchange(8, Result.ISSUED);
    sample.session(8, 20);
    sample.call(9, Outcome.SERVED);
  }

  private static void revoked(SampleTimeline sample) {
    steady(sample);
    sample.events.add(new Event(at(5), Event.Kind.CREDENTIALS, "sessions rejected", true));
    sample.call(5.1, Outcome.REJECTED);
    sample.exchange(5.2, Result.ISSUED);
    sample.session(5.3, 20);
    sample.call(5.4, Outcome.SERVED);
  }

  private static void herd(SampleTimeline sample) {
    phases(sample, Health.SLOW, 0, 8);
    sample.exchanges.add(new Exchange(Result.ISSUED, at(0.5), at(6.5), "ASIA0"));
    sample.session(6.5, 20);
    for (int i = 0; i < 20; i++) {
      sample.call(7, Outcome.SERVED);
      sample.waited(0, 7);
    }
  }

  private static void lateAgent(SampleTimeline sample) {
    phases(sample, Health.DOWN, 0, 5);
    sample.exchange(5.5, Result.ISSUED);
    sample.session(5.5, 20);
    sample.call(6, Outcome.SERVED);
  }

  /** One session that is issued at once and used. */
  private static void steady(SampleTimeline sample) {
    sample.exchange(0.5, Result.ISSUED);
    sample.session(0.5, 20);
    for (int second = 1; second < 15; second++) {
      sample.call(second, Outcome.SERVED);
    }
  }

  private static void phases(SampleTimeline sample, Health trouble, double from, double to) {
    sample.phases.add(new Phase(Health.WELL, "issues", at(0), at(from)));
    sample.phases.add(new Phase(trouble, "on purpose", at(from), at(to)));
    sample.phases.add(new Phase(Health.WELL, "issues", at(to), at(20)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEMONSTRATION")
  void everyClaimHoldsIfTheLibraryDoesWhatItPromises(Scenario scenario) {
    assertEquals(List.of(), failed(scenario, sample(scenario)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEMONSTRATION")
  void aCallAsTheNodeFailsEveryScenario(Scenario scenario) {
    SampleTimeline sample = sample(scenario);
    sample.call(9, Outcome.OTHER_IDENTITY);

    assertEquals(List.of("identity"), failed(scenario, sample));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEMONSTRATION")
  void aRequestForTheNodesRoleFailsEveryScenarioAlthoughNoCallUsedIt(Scenario scenario) {
    SampleTimeline sample = sample(scenario);
    sample.sessions.add(0, new Session(true, "ASIANODE", at(1), at(1), at(90)));

    assertEquals(List.of("identity"), failed(scenario, sample));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEMONSTRATION")
  void aScenarioThatWasAbortedHasFailed(Scenario scenario) {
    Timeline run = sample(scenario).build();

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
      Scenario scenario, String claim, Consumer<SampleTimeline> defect) {
    return Arguments.of(scenario, claim, defect);
  }

  private static void hammer(SampleTimeline run) {
    for (int i = 0; i < 13; i++) {
      run.exchange(3, Result.FAILED);
    }
    run.exchange(3, Result.FAILED);
  }

  private static void rejectAll(SampleTimeline run) {
    run.call(5.2, Outcome.REJECTED);
    run.call(5.3, Outcome.REJECTED);
  }

  private static void late(SampleTimeline run) {
    run.calls.clear();
    run.call(14, Outcome.SERVED);
  }

  /** Replaces the last session by one that no call uses. */
  private static void unused(SampleTimeline run, double from) {
    run.sessions.remove(run.sessions.size() - 1);
    run.sessions.add(new Session(false, "ASIA9", at(from), at(from), at(90)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("defects")
  void aDefectFailsTheClaimThatItIsAbout(
      Scenario scenario, String claim, Consumer<SampleTimeline> defect) {
    SampleTimeline sample = sample(scenario);
    defect.accept(sample);

    assertEquals(List.of(claim), failed(scenario, sample));
  }

  @Test
  void whatAnotherPodDoesIsNotJudged() {
    SampleTimeline other = new SampleTimeline();
    other.call(3, Outcome.OTHER_IDENTITY);
    other.call(4, Outcome.THREW);
    SampleTimeline sample = sample(Scenario.OUTAGE);
    Timeline run = sample.of(sample.pod("irsa"), other.pod("sdk-v2"));

    assertEquals(List.of(), failed(judged(Scenario.OUTAGE, run)));
  }

  private static List<String> failed(Scenario scenario, SampleTimeline sample) {
    return failed(judged(scenario, sample.build()));
  }

  private static List<Claim> judged(Scenario scenario, Timeline run, String... problems) {
    return Judgement.of(scenario, Mechanism.IRSA, run, List.of(problems));
  }

  private static List<String> failed(List<Claim> claims) {
    return claims.stream().filter(claim -> !claim.holds()).map(Claim::id).toList();
  }
}
