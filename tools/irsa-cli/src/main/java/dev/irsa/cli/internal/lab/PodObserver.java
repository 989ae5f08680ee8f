package dev.irsa.cli.internal.lab;

import dev.irsa.cli.internal.pod.CallStream;
import dev.irsa.cli.internal.pod.PodMessage;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Call.Outcome;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import dev.irsa.cli.internal.timeline.Timeline.Exchange.Result;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import dev.irsa.cli.internal.timeline.Timeline.Token;
import dev.irsa.policy.AccessKey;
import dev.irsa.testkit.kubernetes.TokenVolume.BoundToken;
import dev.irsa.testkit.kubernetes.TokenVolume.VolumeEvent;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Derives what happened to a pod from the lab's request log, from its token volume, and, for calls
 * that never reached the lab, from its own messages.
 *
 * @param name identifies the pod
 * @param title what supplies its credentials, in words
 * @param subject the subject of its tokens
 * @param sessionPrefix with what the ARNs of its role's sessions begin
 * @param start its first calls
 * @param expirations finds the expiration of a key by its id; null for an unknown key
 */
record PodObserver(
    String name,
    String title,
    String subject,
    String sessionPrefix,
    Start start,
    Function<String, @Nullable Instant> expirations) {

  /** How far apart the pod and the lab may record the same failed call. */
  private static final Duration SAME_CALL = Duration.ofMillis(100);

  /**
   * The first calls of a pod.
   *
   * @param at when they were due
   * @param callers how many of each stream were due then, each by a thread of its own
   */
  record Start(Instant at, int callers) {}

  /**
   * Returns what happened so far.
   *
   * @param requests the pod's requests
   * @param volume the events of its token volume
   * @param messages what the pod reported
   * @param nodeKeys the sessions of the node's role that it was given
   * @param waitsFrom from when a wait counts
   */
  Timeline.Pod observe(
      List<RequestRecord> requests,
      List<VolumeEvent> volume,
      List<PodMessage> messages,
      List<AccessKey> nodeKeys,
      Instant waitsFrom,
      Instant now) {
    List<PodMessage.CallFailed> failures = of(PodMessage.CallFailed.class, messages);
    List<Exchange> exchanges =
        exchanges(
            requests, CredentialSource.IRSA.exchange(), CredentialSource.POD_IDENTITY.exchange());
    List<Call> calls = calls(requests, failures);
    CredentialWaits waits = new CredentialWaits(start, waitsFrom);
    return new Timeline.Pod(
        name,
        title,
        tokens(volume, now),
        sessions(exchanges, nodeKeys, calls),
        exchanges,
        exchanges(requests, CredentialSource.AGENT_EXCHANGE),
        calls,
        waits.of(requests, failures),
        CredentialWaits.stalled(requests),
        of(PodMessage.Ended.class, messages).stream()
            .collect(Collectors.toMap(each -> each.stream().id(), PodMessage.Ended::made)),
        of(PodMessage.Denied.class, messages));
  }

  private static <T extends PodMessage> List<T> of(Class<T> kind, List<PodMessage> messages) {
    return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * Returns the stream of a request; null if it is an exchange. SDK 1.x has no endpoint override,
   * so its calls come through the lab's proxy.
   */
  static @Nullable CallStream streamOf(RequestRecord request) {
    return switch (request.service()) {
      case "s3" -> CallStream.V2_S3;
      case "oidc" -> CallStream.CONTROL;
      default ->
          !request.action().equals("GetCallerIdentity")
              ? null
              : request.proxied() ? CallStream.V1_STS : CallStream.V2_STS;
    };
  }

  /** Returns how a request that failed ended, in words. */
  private static String failure(RequestRecord request) {
    String code = request.errorCode();
    return code == null ? Integer.toString(request.status()) : request.status() + " " + code;
  }

  private static List<Token> tokens(List<VolumeEvent> volume, Instant now) {
    Deque<Token> tokens = new ArrayDeque<>();
    Instant replacedAt = now;
    for (int i = volume.size() - 1; i >= 0; i--) {
      BoundToken token = volume.get(i).token();
      if (token != null) {
        tokens.addFirst(new Token(volume.get(i).at(), replacedAt, token.expiresAt()));
        replacedAt = volume.get(i).at();
      }
    }
    return List.copyOf(tokens);
  }

  private List<Exchange> exchanges(List<RequestRecord> requests, String... actions) {
    Set<String> wanted = Set.of(actions);
    return requests.stream()
        .filter(request -> wanted.contains(request.action()))
        .map(this::exchange)
        .toList();
  }

  private Exchange exchange(RequestRecord request) {
    if (request.succeeded()) {
      // A session of another service account would be the pod's only by name.
      boolean own = request.subject() == null || subject.equals(request.subject());
      return exchange(
          Result.ISSUED, request, own ? String.valueOf(request.accessKeyId()) : "for another pod");
    }
    if (request.status() != 0) {
      return exchange(Result.FAILED, request, failure(request));
    }
    String fault = request.fault();
    return exchange(
        Result.UNANSWERED,
        request,
        "no response" + (fault == null ? ", the client hung up" : " (" + fault + ")"));
  }

  private static Exchange exchange(Result result, RequestRecord request, String detail) {
    return new Exchange(result, request.arrivedAt(), request.answeredAt(), detail);
  }

  /** Returns the sessions: of each key, from the exchange that first brought it. */
  private List<Session> sessions(
      List<Exchange> exchanges, List<AccessKey> nodeKeys, List<Call> calls) {
    Map<String, Instant> lastUses = new HashMap<>();
    calls.stream()
        .filter(call -> !call.failed())
        .forEach(call -> lastUses.merge(call.key(), call.at(), PodObserver::later));
    Set<String> known = new HashSet<>();
    List<Session> all = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      if (exchange.succeeded() && known.add(exchange.detail())) {
        Instant issuedAt = exchange.answeredAt();
        Instant expiresAt = expirations.apply(exchange.detail());
        all.add(
            new Session(
                false,
                exchange.detail(),
                issuedAt,
                lastUses.getOrDefault(exchange.detail(), issuedAt),
                expiresAt == null ? issuedAt : expiresAt));
      }
    }
    for (AccessKey key : nodeKeys) {
      Instant end = key.expiresAt() == null ? Instant.MAX : key.expiresAt();
      Instant lastUse = lastUses.getOrDefault(key.accessKeyId(), key.issuedAt());
      all.add(new Session(true, key.accessKeyId(), key.issuedAt(), lastUse, end));
    }
    all.sort(Comparator.comparing(Session::issuedAt));
    return all;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private List<Call> calls(List<RequestRecord> requests, List<PodMessage.CallFailed> failures) {
    List<Call> calls = new ArrayList<>();
    for (RequestRecord request : requests) {
      CallStream stream = streamOf(request);
      if (stream != null && stream.needsCredentials()) {
        calls.add(call(stream.id(), request));
      }
    }
    List<Call> rejected =
        calls.stream().filter(call -> call.outcome() == Outcome.REJECTED).toList();
    for (PodMessage.CallFailed failure : failures) {
      if (rejected.stream().noneMatch(call -> isSame(call, failure))) {
        calls.add(
            new Call(
                Outcome.THREW, failure.stream().id(), failure.endedAt(), "", failure.message()));
      }
    }
    calls.sort(Comparator.comparing(Call::at));
    return calls;
  }

  private Call call(String stream, RequestRecord request) {
    String key = String.valueOf(request.accessKeyId());
    if (!request.succeeded()) {
      return new Call(Outcome.REJECTED, stream, request.arrivedAt(), key, failure(request));
    }
    String caller = String.valueOf(request.callerArn());
    Outcome outcome = caller.startsWith(sessionPrefix) ? Outcome.SERVED : Outcome.OTHER_IDENTITY;
    return new Call(outcome, stream, request.arrivedAt(), key, caller);
  }

  /** Returns whether a service rejected the call that failed in the pod. */
  private static boolean isSame(Call rejected, PodMessage.CallFailed failure) {
    return rejected.stream().equals(failure.stream().id())
        && !rejected.at().isBefore(failure.startedAt().minus(SAME_CALL))
        && !rejected.at().isAfter(failure.endedAt().plus(SAME_CALL));
  }
}
