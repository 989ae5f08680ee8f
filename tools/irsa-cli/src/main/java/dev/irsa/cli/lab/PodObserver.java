package dev.irsa.cli.lab;

import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.pod.PodMessage;
import dev.irsa.cli.timeline.Call;
import dev.irsa.cli.timeline.Call.Outcome;
import dev.irsa.cli.timeline.Exchange;
import dev.irsa.cli.timeline.Exchange.Result;
import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.SessionSpan;
import dev.irsa.cli.timeline.SessionSpan.Source;
import dev.irsa.cli.timeline.TokenSpan;
import dev.irsa.cli.timeline.Wait;
import dev.irsa.testkit.iam.AccessKey;
import dev.irsa.testkit.kubernetes.BoundToken;
import dev.irsa.testkit.kubernetes.VolumeEvent;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Derives what happened to a pod from the lab's request log, from its token volume, and, for calls
 * that never reached the lab, from its own messages. Thread-safe.
 */
final class PodObserver {
  /** How far apart the pod and the lab may record the same failed call. */
  private static final Duration SAME_CALL = Duration.ofMillis(100);

  private final String name;
  private final String title;
  private final String roleArn;
  private final IssuedSessions sessions;
  private final Waits.@Nullable Start start;

  /**
   * Creates an observer of a pod.
   *
   * @param start when its first calls were due; null if their waits do not count
   */
  PodObserver(
      String name,
      String title,
      String roleArn,
      IssuedSessions sessions,
      Waits.@Nullable Start start) {
    this.name = name;
    this.title = title;
    this.roleArn = roleArn;
    this.sessions = sessions;
    this.start = start;
  }

  /**
   * Returns what happened so far.
   *
   * @param requests the pod's requests
   * @param volume the events of its token volume
   * @param messages what the pod reported
   * @param nodeKeys the sessions of the node's role that it was given
   * @param waitsFrom from when a wait counts
   */
  PodTimeline observe(
      List<RequestRecord> requests,
      List<VolumeEvent> volume,
      List<PodMessage> messages,
      List<AccessKey> nodeKeys,
      Instant waitsFrom,
      Instant now) {
    Traffic traffic = new Traffic(requests);
    List<PodMessage.CallFailed> failures =
        messages.stream()
            .filter(PodMessage.CallFailed.class::isInstance)
            .map(PodMessage.CallFailed.class::cast)
            .toList();
    return new PodTimeline(
        name,
        title,
        tokens(volume, now),
        sessions(traffic, nodeKeys),
        traffic.exchanges().stream().map(PodObserver::exchange).toList(),
        traffic.agentCalls().stream().map(PodObserver::exchange).toList(),
        calls(traffic, failures),
        waits(traffic, failures, waitsFrom));
  }

  private List<SessionSpan> sessions(Traffic traffic, List<AccessKey> nodeKeys) {
    Map<String, Instant> lastUses = lastUses(traffic);
    List<SessionSpan> all = new ArrayList<>(sessions.of(traffic.issues(), lastUses));
    for (AccessKey key : nodeKeys) {
      Instant end = key.expiresAt() == null ? Instant.MAX : key.expiresAt();
      Instant lastUse = lastUses.getOrDefault(key.accessKeyId(), key.issuedAt());
      all.add(new SessionSpan(Source.NODE, key.accessKeyId(), key.issuedAt(), lastUse, end));
    }
    all.sort(Comparator.comparing(SessionSpan::issuedAt));
    return all;
  }

  private static List<TokenSpan> tokens(List<VolumeEvent> volume, Instant now) {
    Deque<TokenSpan> spans = new ArrayDeque<>();
    Instant replacedAt = now;
    for (int i = volume.size() - 1; i >= 0; i--) {
      BoundToken token = volume.get(i).token();
      if (token != null) {
        spans.addFirst(new TokenSpan(volume.get(i).at(), replacedAt, token.expiresAt()));
        replacedAt = volume.get(i).at();
      }
    }
    return List.copyOf(spans);
  }

  private static Map<String, Instant> lastUses(Traffic traffic) {
    Map<String, Instant> uses = new HashMap<>();
    for (RequestRecord call : traffic.calls()) {
      if (call.succeeded()) {
        uses.merge(
            String.valueOf(call.accessKeyId()),
            call.arrivedAt(),
            (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    return uses;
  }

  private static Exchange exchange(RequestRecord request) {
    if (request.succeeded()) {
      return exchange(Result.ISSUED, request, String.valueOf(request.accessKeyId()));
    }
    if (request.status() != 0) {
      return exchange(Result.FAILED, request, Traffic.failure(request));
    }
    String fault = request.fault();
    return exchange(Result.UNANSWERED, request, fault == null ? "the client hung up" : fault);
  }

  private static Exchange exchange(Result result, RequestRecord request, String detail) {
    return new Exchange(result, request.arrivedAt(), request.answeredAt(), detail);
  }

  private List<Call> calls(Traffic traffic, List<PodMessage.CallFailed> failures) {
    List<Call> calls = new ArrayList<>();
    traffic.calls().forEach(request -> calls.add(call(request)));
    List<Call> rejected =
        calls.stream().filter(call -> call.outcome() == Outcome.REJECTED).toList();
    for (PodMessage.CallFailed failure : failures) {
      if (rejected.stream().noneMatch(call -> isSame(call, failure))) {
        calls.add(
            new Call(Outcome.THREW, failure.stream().id(), failure.endedAt(), failure.message()));
      }
    }
    calls.sort(Comparator.comparing(Call::at));
    return calls;
  }

  private Call call(RequestRecord request) {
    CallStream stream = Traffic.streamOf(request);
    String id = stream == null ? "" : stream.id();
    if (!request.succeeded()) {
      return new Call(Outcome.REJECTED, id, request.arrivedAt(), Traffic.failure(request));
    }
    String caller = String.valueOf(request.callerArn());
    boolean own = caller.startsWith(Roles.assumedRolePrefix(roleArn));
    return new Call(own ? Outcome.SERVED : Outcome.OTHER_IDENTITY, id, request.arrivedAt(), caller);
  }

  /** Returns whether a service rejected the call that failed in the pod. */
  private static boolean isSame(Call rejected, PodMessage.CallFailed failure) {
    return rejected.stream().equals(failure.stream().id())
        && !rejected.at().isBefore(failure.startedAt().minus(SAME_CALL))
        && !rejected.at().isAfter(failure.endedAt().plus(SAME_CALL));
  }

  private List<Wait> waits(
      Traffic traffic, List<PodMessage.CallFailed> failures, Instant waitsFrom) {
    return Waits.of(traffic, failures, start).stream()
        .map(wait -> from(waitsFrom, wait))
        .filter(wait -> wait.from().isBefore(wait.until()))
        .sorted(Comparator.comparing(Wait::from))
        .toList();
  }

  /** Returns the part of a wait that counts. */
  private static Wait from(Instant waitsFrom, Wait wait) {
    if (!wait.from().isBefore(waitsFrom)) {
      return wait;
    }
    Duration left = Duration.between(waitsFrom, wait.until());
    Duration length = left.compareTo(wait.length()) < 0 ? left : wait.length();
    return new Wait(wait.stream(), waitsFrom, wait.until(), length);
  }
}
