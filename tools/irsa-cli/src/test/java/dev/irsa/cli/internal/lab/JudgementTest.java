package dev.irsa.cli.internal.lab;

import static dev.irsa.cli.internal.timeline.SampleTimeline.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.irsa.cli.internal.pod.CallStream;
import dev.irsa.cli.internal.pod.PodMessage;
import dev.irsa.cli.internal.timeline.SampleTimeline;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Call.Outcome;
import dev.irsa.cli.internal.timeline.Timeline.Claim;
import dev.irsa.cli.internal.timeline.Timeline.Event;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import dev.irsa.cli.internal.timeline.Timeline.Exchange.Result;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Newcomer;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import dev.irsa.cli.internal.timeline.Timeline.Token;
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
      case REGION -> lostRegion(sample);
      case THROTTLE -> throttled(sample);
      case CLOCK_SKEW -> steady(sample);
      case REVOKED -> revoked(sample);
      case COLD_HERD -> herd(sample);
      case POD_IDENTITY -> lateAgent(sample);
      case DEMONSTRATION -> demonstration(sample);
    }
    return sample;
  }

  /** Five sessions of 3 s, three failures, and the denial after the deletion at 15.5 s. */
  private static void demonstration(SampleTimeline sample) {
    List<Health> failures = List.of(Health.DOWN, Health.THROTTLED, Health.HANGING);
    for (int i = 0; i < 5; i++) {
      Health health = i == 0 || i == 4 ? Health.WELL : failures.get(i - 1);
      sample.phases.add(new Phase(health, "on purpose", at(i * 3), at(i * 3 + 3)));
      sample.exchanges.add(new Exchange(Result.ISSUED, at(i * 3), at(i * 3), "ASIA" + i));
      sample.agentExchanges.add(sample.exchanges.get(sample.exchanges.size() - 1));
      sample.exchange(i * 3 + 1, Result.FAILED);
      sample.session(i * 3, i * 3 + 3.5);
    }
    List.of(0, 5, 10).forEach(at -> sample.tokens.add(new Token(at(at), at(at + 5), at(at + 6))));
    List<String> streams = List.of("v2-sts", "v2-s3", "v1-sts");
    for (int i = 0; i < 1_200; i++) {
      double at = 0.1 + i * 0.012;
      sample.call(at, Outcome.SERVED, "ASIA" + (int) (at / 3), streams.get(i % 3));
      sample.callsMade.merge(streams.get(i % 3), 1, Integer::sum);
    }
    sample.events.add(new Event(at(15.5), Event.Kind.CLEANUP, "service account deleted", true));
    deny(sample.exchanges, CredentialSource.IRSA);
    deny(sample.agentExchanges, CredentialSource.POD_IDENTITY);
    for (CallStream stream : List.of(CallStream.V2_STS, CallStream.V1_STS)) {
      sample.denials.add(new PodMessage.Denied(stream, "Sdk", "Typed", "AccessDenied", "no"));
    }
  }

  private static void deny(List<Exchange> exchanges, CredentialSource source) {
    exchanges.add(new Exchange(Result.FAILED, at(16), at(16), source.denied().toString()));
  }

  private static void lastMinute(SampleTimeline sample) {
    phases(sample, Health.DOWN, 2, 8);
    steady(sample);
    sample.exchange(6, Result.FAILED);
    sample.exchange(9, Result.ISSUED);
    sample.session(9, 20);
  }

  private static void lostRegion(SampleTimeline sample) {
    phases(sample, Health.DOWN, 2, 16);
    sample.exchange(0.5, Result.ISSUED);
    sample.session(0.5, 10);
    sample.exchange(6, Result.FAILED);
    sample.exchange(6.1, Result.ISSUED);
    sample.session(6.1, 20);
    sample.newcomers.add(new Newcomer("irsa", at(7), at(8)));
    for (int second = 1; second < 15; second++) {
      sample.call(second, Outcome.SERVED);
    }
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
  @EnumSource
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
  @EnumSource
  void aRequestForTheNodesRoleFailsEveryScenarioAlthoughNoCallUsedIt(Scenario scenario) {
    SampleTimeline sample = sample(scenario);
    sample.sessions.add(0, new Session(true, "ASIANODE", at(1), at(1), at(90)));

    assertEquals(List.of("identity"), failed(scenario, sample));
  }

  @ParameterizedTest
  @EnumSource
  void aScenarioThatWasAbortedHasFailed(Scenario scenario) {
    Timeline run = sample(scenario).build();

    List<String> failed = failed(judged(scenario, run, "timed out"));

    assertEquals(List.of("script"), failed);
  }

  static Stream<Arguments> defects() {
    Scenario all = Scenario.DEMONSTRATION;
    return Stream.of(
        defect(all, "identity", run -> change(run, Outcome.OTHER_IDENTITY, "ASIA0")),
        defect(all, "complete", run -> run.callsMade.put("v1-sts", 401)),
        defect(all, "failures", run -> run.call(8, Outcome.THREW)),
        defect(all, "renewals", run -> change(run, Outcome.SERVED, "ASIAx")),
        defect(all, "rotations", run -> run.tokens.remove(0)),
        defect(all, "trouble", run -> run.exchanges.remove(3)),
        defect(all, "waits", run -> run.waited(4, 5)),
        defect(all, "denial", run -> run.exchange(16.1, Result.ISSUED)),
        defect(all, "denial", run -> run.denials.remove(1)),
        defect(all, "denial", run -> run.call(16, Outcome.SERVED)),
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
        defect(Scenario.REGION, "spare", run -> run.sessions.remove(1)),
        defect(Scenario.REGION, "failures", run -> run.call(12, Outcome.THREW)),
        defect(Scenario.REGION, "newcomer", run -> run.newcomers.clear()),
        defect(
            Scenario.REGION,
            "newcomer",
            run -> run.newcomers.set(0, new Newcomer("irsa", at(7), null))),
        defect(Scenario.REGION, "trouble", run -> run.exchanges.remove(1)),
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

  private static void change(SampleTimeline run, Outcome outcome, String key) {
    Call call = run.calls.get(0);
    run.calls.set(0, new Call(outcome, call.stream(), call.at(), key, "detail"));
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
  void tooFewCallsAreReportedWithTheirNumber() {
    SampleTimeline sample = sample(Scenario.DEMONSTRATION);
    sample.calls.subList(0, 900).clear();

    Claim calls = judged(Scenario.DEMONSTRATION, sample.build()).get(1);

    assertEquals("300: v2-sts 100, v2-s3 100, v1-sts 100", calls.finding());
    assertFalse(calls.holds());
  }

  @Test
  void withPodIdentityEverySessionComesFromTheAgent() {
    SampleTimeline sample = sample(Scenario.DEMONSTRATION);
    sample.denials.replaceAll(
        each ->
            new PodMessage.Denied(each.stream(), "Sdk", "Typed", "ResourceNotFoundException", ""));
    assertEquals(List.of(), failed(ofAgent(sample)));

    sample.agentExchanges.remove(2);
    assertEquals(List.of("agent"), failed(ofAgent(sample)));
  }

  private static List<Claim> ofAgent(SampleTimeline sample) {
    return Judgement.of(
        Scenario.DEMONSTRATION::judge, CredentialSource.POD_IDENTITY, sample.build(), List.of());
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
    return Judgement.of(scenario::judge, CredentialSource.IRSA, run, List.of(problems));
  }

  private static List<String> failed(List<Claim> claims) {
    return claims.stream().filter(claim -> !claim.holds()).map(Claim::id).toList();
  }
}
