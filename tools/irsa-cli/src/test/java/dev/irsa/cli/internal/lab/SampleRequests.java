package dev.irsa.cli.internal.lab;

import dev.irsa.cli.internal.pod.CallStream;
import dev.irsa.cli.internal.pod.PodMessage;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Event;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import dev.irsa.policy.AccessKey;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.kubernetes.TokenVolume.BoundToken;
import dev.irsa.testkit.kubernetes.TokenVolume.VolumeEvent;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The requests of a successful demonstration, over 30 s with a session every 6 s. Each test changes
 * one part of it.
 */
final class SampleRequests {

  static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  static final String ROLE = "arn:aws:iam::111122223333:role/eksctl-demo-Role1-AbCd";
  private static final String SUBJECT =
      "system:serviceaccount:" + LabPod.NAMESPACE + ":" + LabPod.ACCOUNT;
  private static final String SESSIONS =
      "arn:aws:sts::111122223333:assumed-role/eksctl-demo-Role1-AbCd/";
  static final String CALLER = SESSIONS + "irsa-pod";

  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final Duration SESSION = Duration.ofSeconds(6);

  final List<RequestRecord> requests = new ArrayList<>();
  final List<Instant> rotatedAt = new ArrayList<>(List.of(at(9_600), at(19_200)));
  final List<Phase> failures = new ArrayList<>();
  final List<PodMessage> podMessages = new ArrayList<>();
  final List<AccessKey> nodeKeys = new ArrayList<>();
  PodObserver.Start start = new PodObserver.Start(START, 1);
  Instant waitsFrom = START;

  private final CredentialSource source;

  SampleRequests() {
    this(CredentialSource.IRSA);
  }

  SampleRequests(CredentialSource source) {
    this.source = source;
    for (int key = 0; key < 5; key++) {
      add(key * SESSION.toMillis(), 200, "ASIA" + key, null);
    }
    List.of(Health.DOWN, Health.THROTTLED, Health.HANGING).forEach(this::fail);
    for (CallStream stream : CallStream.values()) {
      calls(stream);
    }
    for (CallStream stream : List.of(CallStream.V2_STS, CallStream.V1_STS)) {
      podMessages.add(
          new PodMessage.Denied(
              stream, "SdkException", "ExchangeRejectedException", source.denied().code(), "no"));
    }
    add(31_000, source.denied().status(), null, source.denied().code());
  }

  /** Adds an exchange and, with an agent, the agent's own exchange. */
  private void add(long millis, int status, String key, String errorCode) {
    if (source == CredentialSource.IRSA) {
      requests.add(exchange("sts", source.exchange(), millis, status, key, errorCode));
    } else {
      requests.add(
          exchange("eks-auth", CredentialSource.AGENT_EXCHANGE, millis, status, key, errorCode));
      requests.add(agentExchange(millis + 1, status, key, errorCode));
    }
  }

  /** Returns what happened, over 32 s. */
  Timeline timeline() {
    return timelineOf(requests, 32_000);
  }

  /** Returns what happened by these requests until a time. */
  Timeline timelineOf(List<RequestRecord> made, long millis) {
    Timeline.Pod pod =
        new PodObserver("irsa", "irsa", SUBJECT, SESSIONS, start, SampleRequests::expiration)
            .observe(made, volume(), podMessages, nodeKeys, waitsFrom, at(millis));
    return new Timeline(
        source.service(),
        START,
        at(Math.min(30_500, millis)),
        at(millis),
        phases(at(millis)),
        List.of(
            new Event(at(0), Event.Kind.POD, "started", false),
            new Event(at(30_600), Event.Kind.CLEANUP, "service account deleted", true)),
        List.of(pod),
        List.of());
  }

  private List<Phase> phases(Instant end) {
    List<Phase> phases = new ArrayList<>();
    Instant from = START;
    for (Phase failure : failures) {
      phases.add(new Phase(Health.WELL, "issues credentials", from, failure.from()));
      phases.add(failure);
      from = failure.until();
    }
    phases.add(new Phase(Health.WELL, "issues credentials", from, end));
    return phases;
  }

  private List<VolumeEvent> volume() {
    List<VolumeEvent> events = new ArrayList<>();
    events.add(written(VolumeEvent.Kind.MOUNTED, START));
    rotatedAt.forEach(rotation -> events.add(written(VolumeEvent.Kind.ROTATED, rotation)));
    return events;
  }

  private static VolumeEvent written(VolumeEvent.Kind kind, Instant at) {
    return new VolumeEvent(at, kind, new BoundToken("token", at, at.plusSeconds(12)), null);
  }

  /** Returns when the key {@code ASIA<n>} expires, which was issued in the n-th session. */
  private static Instant expiration(String key) {
    Instant issuedAt = START.plus(SESSION.multipliedBy(key.charAt(4) - '0'));
    return issuedAt.plus(Duration.ofSeconds(9));
  }

  static PodMessage.CallFailed failed(
      CallStream stream, long startMillis, long endMillis, String message) {
    return new PodMessage.CallFailed(
        stream, at(startMillis).toEpochMilli(), at(endMillis).toEpochMilli(), message);
  }

  static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  /** Replaces the first request that matches the condition. */
  void replaceFirst(Predicate<RequestRecord> condition, UnaryOperator<RequestRecord> change) {
    for (int i = 0; i < requests.size(); i++) {
      if (condition.test(requests.get(i))) {
        requests.set(i, change.apply(requests.get(i)));
        return;
      }
    }
    throw new AssertionError("nothing to replace");
  }

  private void fail(Health health) {
    long begin = 5_000 + failures.size() * SESSION.toMillis();
    failures.add(phase(health, begin, begin + 900));
    add(begin + 300, 503, null, "ServiceUnavailable");
  }

  static Phase phase(Health health, long from, long until) {
    return new Phase(health, "on purpose", at(from), at(until));
  }

  private void calls(CallStream stream) {
    long period = 1_000 / stream.callsPerSecond();
    int made = 0;
    for (long millis = 10; millis < LENGTH.toMillis(); millis += period) {
      requests.add(call(stream, millis, "ASIA" + millis / SESSION.toMillis()));
      made++;
    }
    if (stream.needsCredentials()) {
      podMessages.add(new PodMessage.Ended(stream, made));
    }
  }

  static RequestRecord exchange(
      String service, String action, long millis, int status, String key, String errorCode) {
    String role = service.equals("agent") ? null : ROLE;
    RequestDetails details =
        new RequestDetails(action, null, role, "irsa-pod", key, SUBJECT, CALLER, errorCode);
    return record(service, millis, status, details, false);
  }

  /** Returns a response of the agent to the pod. */
  static RequestRecord agentExchange(long millis, int status, String key, String errorCode) {
    return exchange(
        "agent", CredentialSource.POD_IDENTITY.exchange(), millis, status, key, errorCode);
  }

  static RequestRecord call(CallStream stream, long millis, String key) {
    return switch (stream) {
      case V2_STS -> record("sts", millis, 200, caller("GetCallerIdentity", key, CALLER), false);
      case V1_STS -> record("sts", millis, 200, caller("GetCallerIdentity", key, CALLER), true);
      case V2_S3 -> record("s3", millis, 200, caller("ListObjectsV2", key, CALLER), false);
      case CONTROL -> record("oidc", millis, 200, RequestDetails.of("discovery"), true);
    };
  }

  static RequestDetails caller(String action, String key, String arn) {
    return RequestDetails.of(action).withAccessKeyId(key).withCallerArn(arn);
  }

  static RequestRecord record(
      String service, long millis, int status, RequestDetails details, boolean proxied) {
    return new RequestRecord(
        at(millis), at(millis + 2), service, details, status, "id", null, 1, proxied, true);
  }
}
