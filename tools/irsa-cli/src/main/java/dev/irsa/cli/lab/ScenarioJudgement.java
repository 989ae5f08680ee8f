package dev.irsa.cli.lab;

import dev.irsa.cli.pod.PodMain;
import dev.irsa.cli.timeline.Call;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.ServiceHealth;
import dev.irsa.cli.timeline.ServicePhase;
import dev.irsa.cli.timeline.SessionSpan;
import dev.irsa.cli.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Judges the first pod of a scenario by what the lab saw. Other pods are measured and not judged.
 */
final class ScenarioJudgement {
  /** Longer than a pause of a busy machine, and shorter than a wait for an exchange that fails. */
  private static final Duration LONGEST_WAIT = Demands.standard().longestWait();

  /** The time for the first calls of a JVM on a very busy machine. */
  private static final Duration FIRST_CALL = Duration.ofSeconds(8);

  /** The library's own budget of a session for a minute is 12 to 15 requests. */
  private static final long MOST_REQUESTS = 15;

  /** Each stream has one call under way when its session is rejected, and may repeat it once. */
  private static final long MOST_REJECTED_PER_STREAM = 2;

  private final Timeline run;
  private final PodTimeline pod;
  private final List<Claim> claims = new ArrayList<>();

  private ScenarioJudgement(Timeline run) {
    this.run = run;
    this.pod = run.pods().get(0);
  }

  /**
   * Returns all claims with their findings.
   *
   * @param problems why the scenario was not played to its end; empty if it was
   */
  static List<Claim> of(Scenario scenario, Timeline run, List<String> problems) {
    ScenarioJudgement judgement = new ScenarioJudgement(run);
    judgement.identity();
    switch (scenario) {
      case OUTAGE, HANG, STALLED_TOKEN -> judgement.lastMinute();
      case THROTTLE -> judgement.throttled();
      case CLOCK_SKEW -> judgement.skewed();
      case REVOKED -> judgement.revoked();
      case COLD_HERD -> judgement.herd();
      case POD_IDENTITY -> judgement.lateAgent();
    }
    judgement.played(problems);
    return List.copyOf(judgement.claims);
  }

  private void lastMinute() {
    unfailing();
    withoutWaiting();
    metTrouble();
    fewRequests(MOST_REQUESTS);
    renewed();
  }

  private void throttled() {
    failsOnlyBeforeFirst();
    metTrouble();
    fewRequests(MOST_REQUESTS);
    recovered();
  }

  private void skewed() {
    unfailing();
    withoutWaiting();
    fewRequests(1);
  }

  private void revoked() {
    long streams = pod.calls().stream().map(Call::stream).distinct().count();
    long failed = Measure.FAILED.of(run, pod);
    long most = streams * MOST_REJECTED_PER_STREAM;
    claim(
        "failures",
        "at most %d calls failed until the rejection was noticed".formatted(most),
        failed <= most,
        Measure.number(failed) + " failed");
    claim(
        "rejected",
        "services did reject the session",
        outcomes(Call.Outcome.REJECTED) > 0,
        "rejected calls: " + Measure.number(outcomes(Call.Outcome.REJECTED)));
    Instant rejectedAt = lastMoment();
    renewedAfter(rejectedAt);
    fewRequests(MOST_REQUESTS);
  }

  private void herd() {
    long served = Measure.SERVED.of(run, pod);
    claim(
        "calls",
        "all %d calls were served".formatted(PodMain.HERD),
        served == PodMain.HERD && Measure.FAILED.of(run, pod) == 0,
        "%d served, %s".formatted(served, failures(Measure.FAILED.of(run, pod))));
    fewRequests(1);
    Duration response = longestExchange();
    Duration most = response.plus(FIRST_CALL);
    Duration longest = longestWait();
    claim(
        "waits",
        "no caller waited for more than the one response",
        longest.compareTo(most) <= 0,
        "the response took %s, the longest wait was %s (allowed: %s)"
            .formatted(text(response), text(longest), text(most)));
  }

  private void lateAgent() {
    unfailing();
    Instant startedAt = endOfTrouble();
    Instant servedAt = firstServed();
    Duration after = Duration.between(startedAt, servedAt);
    claim(
        "waits",
        "the first call was served soon after the agent had started",
        after.compareTo(FIRST_CALL) <= 0 && outcomes(Call.Outcome.SERVED) > 0,
        "first call served %s after the agent had started (allowed: %s)"
            .formatted(text(after), text(FIRST_CALL)));
    recovered();
  }

  private void identity() {
    long other = Measure.OTHER_IDENTITY.of(run, pod);
    long node = Measure.NODE_SESSIONS.of(run, pod);
    claim(
        "identity",
        "every call was made as the pod's role, and the node's role was not requested",
        other == 0 && node == 0 && Measure.SERVED.of(run, pod) > 0,
        "calls as the pod's role: %s, as another identity: %s; sessions of the node's role: %s"
            .formatted(Measure.SERVED.text(run, pod), Measure.number(other), Measure.number(node)));
  }

  private void unfailing() {
    long failed = Measure.FAILED.of(run, pod);
    claim("failures", "no call failed", failed == 0, failures(failed));
  }

  private String failures(long failed) {
    return pod.calls().stream()
        .filter(Call::failed)
        .findFirst()
        .map(first -> "failed: %d, first: %s".formatted(failed, first.detail()))
        .orElse("0 failed");
  }

  private void withoutWaiting() {
    Duration longest = longestWait();
    claim(
        "waits",
        "callers did not wait for credentials while valid ones existed",
        longest.compareTo(LONGEST_WAIT) <= 0,
        "longest wait: %s (allowed: %s)".formatted(text(longest), text(LONGEST_WAIT)));
  }

  private void metTrouble() {
    long failed = Measure.FAILED_EXCHANGES.of(run, pod) + Measure.FAILED_AGENT_CALLS.of(run, pod);
    claim(
        "trouble",
        "the pod met the difficulty: requests for credentials failed",
        failed > 0,
        "requests that failed or were not answered: " + failed);
  }

  private void fewRequests(long most) {
    long made = Measure.EXCHANGES.of(run, pod);
    claim(
        "requests",
        most == 1
            ? "one request for credentials was enough"
            : "at most %d requests for credentials were made".formatted(most),
        made <= most,
        "requests for credentials: " + made);
  }

  private void renewed() {
    renewedAfter(endOfTrouble());
  }

  private void renewedAfter(Instant moment) {
    List<SessionSpan> later =
        pod.sessions().stream().filter(each -> each.issuedAt().isAfter(moment)).toList();
    claim(
        "renewal",
        "afterwards the pod got new credentials, and used them",
        later.stream().anyMatch(each -> each.lastUsedAt().isAfter(each.issuedAt())),
        later.isEmpty()
            ? "no new session"
            : "new session after %s"
                .formatted(text(Duration.between(moment, later.get(0).issuedAt()))));
  }

  private void recovered() {
    Instant end = endOfTrouble();
    long served =
        pod.calls().stream()
            .filter(call -> call.outcome() == Call.Outcome.SERVED && call.at().isAfter(end))
            .count();
    claim(
        "recovery",
        "afterwards calls were served",
        served > 0,
        "calls served afterwards: " + Measure.number(served));
  }

  private void failsOnlyBeforeFirst() {
    Instant first = firstServed();
    long failed = pod.calls().stream().filter(Call::failed).count();
    long later =
        pod.calls().stream().filter(call -> call.failed() && call.at().isAfter(first)).count();
    claim(
        "failures",
        "calls failed only as long as there were no credentials at all",
        later == 0,
        "failed before the first credentials: %d, later: %d".formatted(failed - later, later));
  }

  private void played(List<String> problems) {
    claim(
        "script",
        "the scenario was played to its end",
        problems.isEmpty(),
        problems.isEmpty() ? "complete" : String.join("; ", problems));
  }

  private void claim(String id, String statement, boolean holds, String finding) {
    claims.add(new Claim(id, statement, holds, finding));
  }

  private long outcomes(Call.Outcome outcome) {
    return pod.calls().stream().filter(call -> call.outcome() == outcome).count();
  }

  private Duration longestWait() {
    return Duration.ofMillis(Measure.LONGEST_WAIT.of(run, pod));
  }

  private Duration longestExchange() {
    return pod.exchanges().stream()
        .map(each -> Duration.between(each.arrivedAt(), each.answeredAt()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Returns when the first call was served; the end of the run if none was. */
  private Instant firstServed() {
    return pod.calls().stream()
        .filter(call -> call.outcome() == Call.Outcome.SERVED)
        .map(Call::at)
        .findFirst()
        .orElse(run.until());
  }

  private Instant endOfTrouble() {
    return run.health().stream()
        .filter(phase -> phase.health() != ServiceHealth.WELL)
        .map(ServicePhase::until)
        .max(Comparator.naturalOrder())
        .orElse(run.from());
  }

  private Instant lastMoment() {
    return run.moments().isEmpty() ? run.from() : run.moments().get(run.moments().size() - 1).at();
  }

  private static String text(Duration duration) {
    return Measure.duration(duration.toMillis());
  }
}
