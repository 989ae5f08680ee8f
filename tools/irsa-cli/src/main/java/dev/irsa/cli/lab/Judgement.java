package dev.irsa.cli.lab;

import static java.util.function.Predicate.not;

import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.pod.PodMessage;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a demonstration by the lab's own log. Messages of the pod count only as evidence against
 * it, and for the text of the denial, which the lab does not see.
 */
final class Judgement {

  private final Evidence evidence;
  private final Demands demands;
  private final Traffic all;
  private final Traffic steady;
  private final Traffic afterwards;

  private Judgement(Evidence evidence, Demands demands) {
    this.evidence = evidence;
    this.demands = demands;
    this.all = new Traffic(evidence.requests());
    this.steady = all.where(request -> !request.arrivedAt().isAfter(evidence.stoppedAt()));
    this.afterwards = all.where(request -> request.arrivedAt().isAfter(evidence.deletedAt()));
  }

  /** Returns all claims with their findings. */
  static List<Claim> of(Evidence evidence, Demands demands) {
    Judgement judgement = new Judgement(evidence, demands);
    List<Claim> claims =
        new ArrayList<>(
            List.of(
                judgement.identity(),
                judgement.served(),
                judgement.complete(),
                judgement.unfailing(),
                judgement.renewed(),
                judgement.rotated(),
                judgement.throughTrouble(),
                judgement.withoutWaiting(),
                judgement.denied(),
                judgement.played()));
    if (evidence.mechanism() == Mechanism.POD_IDENTITY) {
      claims.add(1, judgement.throughAgent());
    }
    return claims;
  }

  private Claim identity() {
    String expected = Roles.assumedRolePrefix(evidence.roleArn());
    List<RequestRecord> served = steady.calls().stream().filter(RequestRecord::succeeded).toList();
    List<String> others =
        served.stream()
            .map(request -> String.valueOf(request.callerArn()))
            .filter(arn -> !arn.startsWith(expected))
            .distinct()
            .toList();
    return new Claim(
        "identity",
        "every call was made as the assumed role",
        !served.isEmpty() && others.isEmpty(),
        others.isEmpty()
            ? served.stream().map(RequestRecord::callerArn).findFirst().orElse("no call was served")
            : "also " + String.join(", ", others));
  }

  private Claim throughAgent() {
    List<String> issued =
        all.agentCalls().stream()
            .filter(RequestRecord::succeeded)
            .filter(call -> Stage.SUBJECT.equals(call.subject()))
            .map(call -> String.valueOf(call.accessKeyId()))
            .toList();
    return new Claim(
        "agent",
        "every session was issued by EKS Auth for the service account, and came from the agent",
        !all.issuedKeys().isEmpty() && issued.containsAll(all.issuedKeys()),
        "requests of the pod to the agent: %d, of the agent to EKS Auth: %d; sessions: %d"
            .formatted(all.exchanges().size(), all.agentCalls().size(), all.issuedKeys().size()));
  }

  private Claim served() {
    return new Claim(
        "calls",
        "at least %s calls were served".formatted(Measure.number(demands.calls())),
        steady.served() >= demands.calls(),
        Traffic.credentialStreams().stream()
            .map(stream -> stream.id() + " " + Measure.number(servedBy(stream)))
            .collect(Collectors.joining(", ", Measure.number(steady.served()) + ": ", "")));
  }

  private long servedBy(CallStream stream) {
    return steady.of(stream).stream().filter(RequestRecord::succeeded).count();
  }

  private Claim complete() {
    List<String> gaps = new ArrayList<>();
    for (CallStream stream : Traffic.credentialStreams()) {
      long made =
          said(PodMessage.Ended.class)
              .filter(ended -> ended.stream() == stream)
              .mapToInt(PodMessage.Ended::made)
              .sum();
      if (made != servedBy(stream)) {
        gaps.add("%s: made %d, served %d".formatted(stream.id(), made, servedBy(stream)));
      }
    }
    return new Claim(
        "complete",
        "every call that the pod made was served",
        gaps.isEmpty(),
        gaps.isEmpty() ? "the counts of pod and lab agree" : String.join("; ", gaps));
  }

  private Claim unfailing() {
    List<String> failures =
        Stream.concat(
                steady.failedCalls().stream()
                    .map(
                        failed ->
                            "%s returned %d %s"
                                .formatted(failed.action(), failed.status(), failed.errorCode())),
                said(PodMessage.CallFailed.class)
                    .map(failed -> failed.stream().id() + ": " + failed.message()))
            .toList();
    return new Claim(
        "failures",
        "no call failed",
        failures.isEmpty(),
        failures.isEmpty()
            ? "0 failed"
            : "failed: %d, first: %s".formatted(failures.size(), failures.get(0)));
  }

  private Claim renewed() {
    List<String> used = steady.usedKeys();
    List<String> issued = steady.issuedKeys().stream().filter(used::contains).toList();
    return new Claim(
        "renewals",
        "credentials were refreshed at least %d times, and the new ones were used"
            .formatted(demands.renewals()),
        issued.size() - 1 >= demands.renewals() && issued.size() == used.size(),
        issued.size() + " generations: " + String.join(", ", issued));
  }

  private Claim rotated() {
    long rotations =
        evidence.rotatedAt().stream().filter(at -> !at.isAfter(evidence.stoppedAt())).count();
    return new Claim(
        "rotations",
        "the token was rotated at least %d times".formatted(demands.rotations()),
        rotations >= demands.rotations(),
        rotations + " rotations");
  }

  private Claim throughTrouble() {
    List<String> findings = new ArrayList<>();
    int survived = 0;
    for (Incident incident : evidence.incidents()) {
      Traffic during = steady.where(request -> incident.covers(request.arrivedAt()));
      long failed = during.exchanges().stream().filter(not(RequestRecord::succeeded)).count();
      findings.add(
          "%s: exchanges failed %d, calls served %d"
              .formatted(incident.name(), failed, during.served()));
      if (failed > 0 && during.served() > 0) {
        survived++;
      }
    }
    return new Claim(
        "trouble",
        "%s failed in %d ways, and calls still succeeded".formatted(service(), demands.incidents()),
        survived >= demands.incidents() && survived == evidence.incidents().size(),
        findings.isEmpty() ? service() + " never failed" : String.join("; ", findings));
  }

  private String service() {
    return evidence.mechanism().service();
  }

  private Claim withoutWaiting() {
    Duration longest =
        Waits.longest(steady.where(request -> !request.arrivedAt().isBefore(evidence.readyAt())));
    return new Claim(
        "waits",
        "callers did not wait for credentials while valid ones existed",
        longest.compareTo(demands.longestWait()) <= 0,
        "longest pause of a stream, without pauses of the whole pod: %d ms (allowed: %d ms)"
            .formatted(longest.toMillis(), demands.longestWait().toMillis()));
  }

  private Claim denied() {
    Rejection denied = evidence.mechanism().denied();
    String code = denied.code();
    List<RequestRecord> exchanges = exchangesAtService();
    boolean refused = !exchanges.isEmpty() && exchanges.stream().allMatch(denied::isOf);
    boolean silent = afterwards.served() == 0;
    List<PodMessage.Denied> told = said(PodMessage.Denied.class).toList();
    boolean typed =
        told.stream().map(PodMessage.Denied::stream).distinct().count() == 2
            && told.stream().allMatch(each -> each.code().equals(code));
    return new Claim(
        "denial",
        "after the service account was deleted, the exchange was denied and no call was served",
        refused && silent && typed,
        "exchanges: %d, %s; calls served: %d; %s"
            .formatted(
                exchanges.size(),
                (refused ? "all " : "not all ") + code,
                afterwards.served(),
                typed ? "both SDKs' callers got the typed error" : "typed errors: " + told.size()));
  }

  /**
   * Returns the exchanges at the service after the deletion. Those of the agent that are for older
   * tokens of the pod are rejected since these have expired.
   */
  private List<RequestRecord> exchangesAtService() {
    return evidence.mechanism() == Mechanism.IRSA
        ? afterwards.exchanges()
        : afterwards.agentCalls().stream()
            .filter(call -> !"ExpiredTokenException".equals(call.errorCode()))
            .toList();
  }

  private Claim played() {
    List<String> problems = evidence.problems();
    return new Claim(
        "script",
        "the demonstration ran to its end",
        problems.isEmpty(),
        problems.isEmpty() ? "complete" : String.join("; ", problems));
  }

  private <T extends PodMessage> Stream<T> said(Class<T> kind) {
    return evidence.podMessages().stream().filter(kind::isInstance).map(kind::cast);
  }
}
