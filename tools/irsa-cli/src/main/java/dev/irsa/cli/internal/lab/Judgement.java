package dev.irsa.cli.internal.lab;

import static java.util.stream.Collectors.joining;

import dev.irsa.cli.internal.pod.CallStream;
import dev.irsa.cli.internal.pod.PodMain;
import dev.irsa.cli.internal.pod.PodMessage;
import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Claim;
import dev.irsa.cli.internal.timeline.Timeline.Event;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges the first pod of a run by what the lab saw. Messages of the pod count only as evidence
 * against it, and for the text of the denial, which the lab does not see. Other pods are measured
 * and not judged.
 */
final class Judgement {

  /** The least that a demonstration must show. */
  static final int CALLS = 1_000;

  static final int RENEWALS = 3;
  static final int ROTATIONS = 2;

  /**
   * Longer than a pause of a busy machine, and shorter than a wait for an exchange that hangs,
   * which is at least a second.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(800);

  /** The time for the first calls of a JVM on a very busy machine. */
  private static final Duration FIRST_CALL = Duration.ofSeconds(8);

  /** The library's own budget of a session for a minute is 12 to 15 requests. */
  private static final long MOST_REQUESTS = 15;

  /** Each stream has one call under way when its session is rejected, and may repeat it once. */
  private static final long MOST_REJECTED_PER_STREAM = 2;

  private final CredentialSource source;
  private final Timeline run;
  private final Timeline.Pod pod;
  private final List<Claim> claims = new ArrayList<>();

  private Judgement(CredentialSource source, Timeline run) {
    this.source = source;
    this.run = run;
    this.pod = run.subject();
  }

  /**
   * Returns all claims with their findings.
   *
   * @param claims makes the claims of the scenario
   * @param problems why the scenario did not run to its end; empty if it did
   */
  static List<Claim> of(
      Consumer<Judgement> claims, CredentialSource source, Timeline run, List<String> problems) {
    Judgement judgement = new Judgement(source, run);
    judgement.identity();
    claims.accept(judgement);
    judgement.claim(
        "script",
        "the scenario ran to its end",
        problems.isEmpty(),
        problems.isEmpty() ? "complete" : String.join("; ", problems));
    return List.copyOf(judgement.claims);
  }

  void demonstration() {
    if (source == CredentialSource.POD_IDENTITY) {
      throughAgent();
    }
    long served = value(Measure.SERVED);
    claim(
        "calls",
        "at least %s calls were served".formatted(Measure.number(CALLS)),
        served >= CALLS,
        streams()
            .map(stream -> stream + " " + Measure.number(served(stream)))
            .collect(joining(", ", Measure.number(served) + ": ", "")));
    complete();
    unfailing();
    renewedOften();
    long rotations = value(Measure.ROTATIONS);
    claim(
        "rotations",
        "the token was rotated at least %d times".formatted(ROTATIONS),
        rotations >= ROTATIONS,
        rotations + " rotations");
    throughFailures();
    withoutWaiting();
    denied();
  }

  void lastMinute() {
    unfailing();
    withoutWaiting();
    metFailure();
    fewRequests(MOST_REQUESTS);
    renewedAfter(endOfFailure());
  }

  void lostRegion() {
    unfailing();
    withoutWaiting();
    metFailure();
    fewRequests(MOST_REQUESTS);
    List<Session> meanwhile =
        pod.sessions().stream()
            .filter(each -> run.failures().stream().anyMatch(it -> it.covers(each.issuedAt())))
            .toList();
    long served = count(call -> call.served() && call.at().isAfter(endOfFirstSession()));
    claim(
        "spare",
        "the spare region issued credentials while the first was down, which served after the first"
            + " session had ended",
        !meanwhile.isEmpty() && served > 0,
        "sessions issued meanwhile: %d, calls served after the first session: %s"
            .formatted(meanwhile.size(), Measure.number(served)));
    servedNewcomer();
  }

  private void servedNewcomer() {
    Duration waited =
        run.newcomers().stream().findFirst().map(Timeline.Newcomer::waited).orElse(null);
    claim(
        "newcomer",
        "a pod that started while the region was down got its role",
        waited != null,
        waited == null ? "no call was served" : "first call served after " + text(waited));
  }

  private Instant endOfFirstSession() {
    return pod.sessions().stream()
        .filter(each -> !each.ofNode())
        .map(Session::expiresAt)
        .findFirst()
        .orElse(run.until());
  }

  void throttled() {
    long later = value(Measure.FAILED) - value(Measure.FAILED_BEFORE_FIRST);
    claim(
        "failures",
        "calls failed only as long as there were no credentials at all",
        later == 0,
        "failed before the first credentials: %d, later: %d"
            .formatted(value(Measure.FAILED_BEFORE_FIRST), later));
    metFailure();
    fewRequests(MOST_REQUESTS);
    recovered();
  }

  void skewed() {
    unfailing();
    withoutWaiting();
    fewRequests(1);
  }

  void revoked() {
    long failed = value(Measure.FAILED);
    long streams = pod.calls().stream().map(Call::stream).distinct().count();
    long most = streams * MOST_REJECTED_PER_STREAM;
    claim(
        "failures",
        "at most %d calls failed until the rejection was noticed".formatted(most),
        failed <= most,
        Measure.number(failed) + " failed");
    long rejected = count(call -> call.outcome() == Call.Outcome.REJECTED);
    claim(
        "rejected",
        "services did reject the session",
        rejected > 0,
        "rejected calls: " + Measure.number(rejected));
    renewedAfter(turningPoint());
    fewRequests(MOST_REQUESTS);
  }

  void herd() {
    long served = value(Measure.SERVED);
    long failed = value(Measure.FAILED);
    claim(
        "calls",
        "all %d calls were served".formatted(PodMain.HERD),
        served == PodMain.HERD && failed == 0,
        "%d served, %s".formatted(served, failures(failed)));
    fewRequests(1);
    Duration response =
        pod.exchanges().stream()
            .map(each -> Duration.between(each.arrivedAt(), each.answeredAt()))
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    Duration most = response.plus(FIRST_CALL);
    claim(
        "waits",
        "no caller waited for more than the one response",
        longestWait().compareTo(most) <= 0,
        "the response took %s, the longest wait was %s (allowed: %s)"
            .formatted(text(response), text(longestWait()), text(most)));
  }

  void lateAgent() {
    unfailing();
    Instant servedAt =
        pod.calls().stream().filter(Call::served).map(Call::at).findFirst().orElse(run.until());
    Duration after = Duration.between(endOfFailure(), servedAt);
    claim(
        "waits",
        "the first call was served soon after the agent had started",
        after.compareTo(FIRST_CALL) <= 0 && count(Call::served) > 0,
        "first call served %s after the agent had started (allowed: %s)"
            .formatted(text(after), text(FIRST_CALL)));
    recovered();
  }

  private void identity() {
    long other = value(Measure.OTHER_IDENTITY);
    long node = value(Measure.NODE_SESSIONS);
    claim(
        "identity",
        "every call was made as the pod's role, and the node's role was not requested",
        other == 0 && node == 0 && value(Measure.SERVED) > 0,
        "calls as %s: %s, as another identity: %s; sessions of the node's role: %s"
            .formatted(
                pod.calls().stream()
                    .filter(Call::served)
                    .map(Call::detail)
                    .findFirst()
                    .orElse("the pod's role"),
                Measure.SERVED.text(run, pod),
                Measure.number(other),
                Measure.number(node)));
  }

  private void throughAgent() {
    Set<String> issued =
        pod.agentExchanges().stream()
            .filter(Exchange::succeeded)
            .map(Exchange::detail)
            .collect(Collectors.toSet());
    claim(
        "agent",
        "every session was issued by EKS Auth for the service account, and came from the agent",
        !pod.sessions().isEmpty() && issued.containsAll(keys().toList()),
        "requests of the pod to the agent: %d, of the agent to EKS Auth: %d; sessions: %d"
            .formatted(pod.exchanges().size(), pod.agentExchanges().size(), pod.sessions().size()));
  }

  private void complete() {
    List<String> gaps =
        streams()
            .filter(stream -> pod.callsMade().getOrDefault(stream, 0) != served(stream))
            .map(
                stream ->
                    "%s: made %d, served %d"
                        .formatted(stream, pod.callsMade().getOrDefault(stream, 0), served(stream)))
            .toList();
    claim(
        "complete",
        "every call that the pod made was served",
        gaps.isEmpty(),
        gaps.isEmpty() ? "the counts of pod and lab agree" : String.join("; ", gaps));
  }

  private void unfailing() {
    long failed = value(Measure.FAILED);
    claim("failures", "no call failed", failed == 0, failures(failed));
  }

  private String failures(long failed) {
    return pod.calls().stream()
        .filter(Call::failed)
        .findFirst()
        .filter(first -> failed > 0)
        .map(first -> "failed: %d, first: %s: %s".formatted(failed, first.stream(), first.detail()))
        .orElse("0 failed");
  }

  private void renewedOften() {
    Set<String> used = new LinkedHashSet<>();
    pod.calls().stream()
        .filter(call -> call.served() && isSteady(call.at()))
        .forEach(call -> used.add(call.key()));
    List<String> issued = keys().filter(used::contains).toList();
    claim(
        "renewals",
        "credentials were renewed at least %d times, and the new ones were used"
            .formatted(RENEWALS),
        issued.size() - 1 >= RENEWALS && issued.size() == used.size(),
        issued.size() + " sessions: " + String.join(", ", issued));
  }

  /** Requires that in each failure an exchange failed, and calls were served. */
  private void throughFailures() {
    List<String> findings = new ArrayList<>();
    int survived = 0;
    List<Phase> failures = run.failures();
    for (Phase phase : failures) {
      long failed =
          pod.exchanges().stream()
              .filter(each -> !each.succeeded() && phase.covers(each.arrivedAt()))
              .count();
      long served = count(call -> call.served() && phase.covers(call.at()));
      findings.add(
          "%s: exchanges failed %d, calls served %d"
              .formatted(phase.health().label(), failed, served));
      survived += failed > 0 && served > 0 ? 1 : 0;
    }
    claim(
        "trouble",
        "%s failed in 3 ways, and calls still succeeded".formatted(run.service()),
        survived >= 3 && survived == failures.size(),
        findings.isEmpty() ? run.service() + " never failed" : String.join("; ", findings));
  }

  private void withoutWaiting() {
    claim(
        "waits",
        "callers did not wait for credentials while valid ones existed",
        longestWait().compareTo(LONGEST_WAIT) <= 0,
        "longest wait: %s (allowed: %s)".formatted(text(longestWait()), text(LONGEST_WAIT)));
  }

  private void metFailure() {
    long failed = value(Measure.FAILED_EXCHANGES) + value(Measure.FAILED_AGENT_CALLS);
    claim(
        "trouble",
        "the pod met the difficulty: requests for credentials failed",
        failed > 0,
        "requests that failed or were not answered: " + failed);
  }

  private void fewRequests(long most) {
    long made = value(Measure.EXCHANGES);
    claim(
        "requests",
        most == 1
            ? "one request for credentials was enough"
            : "at most %d requests for credentials were made".formatted(most),
        made <= most,
        "requests for credentials: " + made);
  }

  private void renewedAfter(Instant moment) {
    List<Session> later =
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
    long served = count(call -> call.served() && call.at().isAfter(endOfFailure()));
    claim(
        "recovery",
        "afterwards calls were served",
        served > 0,
        "calls served afterwards: " + Measure.number(served));
  }

  private void denied() {
    Instant deletedAt = turningPoint();
    String denied = source.denied().toString();
    // The agent may renew what it keeps for older tokens of the pod, which have expired.
    List<Exchange> exchanges =
        (source == CredentialSource.IRSA ? pod.exchanges() : pod.agentExchanges())
            .stream()
                .filter(each -> each.arrivedAt().isAfter(deletedAt))
                .filter(each -> !each.detail().endsWith("ExpiredTokenException"))
                .toList();
    boolean refused =
        !exchanges.isEmpty() && exchanges.stream().allMatch(each -> each.detail().equals(denied));
    long served = count(call -> !call.failed() && call.at().isAfter(deletedAt));
    List<PodMessage.Denied> told = pod.denials();
    boolean typed =
        told.stream().map(PodMessage.Denied::stream).distinct().count() == 2
            && told.stream().allMatch(each -> each.code().equals(source.denied().code()));
    claim(
        "denial",
        "after the service account was deleted, the exchange was denied and no call was served",
        refused && served == 0 && typed,
        "exchanges: %d, %s; calls served: %d; %s"
            .formatted(
                exchanges.size(),
                (refused ? "all " : "not all ") + denied,
                served,
                typed ? "both SDKs' callers got the typed error" : "typed errors: " + told.size()));
  }

  private void claim(String id, String statement, boolean holds, String finding) {
    claims.add(new Claim(id, statement, holds, finding));
  }

  private long value(Measure measure) {
    return measure.of(run, pod);
  }

  private long count(Predicate<Call> condition) {
    return pod.calls().stream().filter(condition).count();
  }

  private boolean isSteady(Instant moment) {
    return !moment.isAfter(run.steadyUntil());
  }

  /** Returns the streams of calls that need credentials. */
  private Stream<String> streams() {
    return Stream.of(CallStream.values()).filter(CallStream::needsCredentials).map(CallStream::id);
  }

  private long served(String stream) {
    return count(call -> call.stream().equals(stream) && !call.failed() && isSteady(call.at()));
  }

  /** Returns the keys of the sessions that the pod was given. */
  private Stream<String> keys() {
    return pod.sessions().stream().filter(each -> !each.ofNode()).map(Session::key);
  }

  private Duration longestWait() {
    return Duration.ofMillis(value(Measure.LONGEST_WAIT));
  }

  private Instant endOfFailure() {
    return run.failures().stream()
        .map(Phase::until)
        .max(Comparator.naturalOrder())
        .orElse(run.from());
  }

  /** Returns when the last event was that matters to everything after it. */
  private Instant turningPoint() {
    Event event = run.turningPoint();
    return event == null ? run.until() : event.at();
  }

  private static String text(Duration duration) {
    return Measure.duration(duration.toMillis());
  }
}
