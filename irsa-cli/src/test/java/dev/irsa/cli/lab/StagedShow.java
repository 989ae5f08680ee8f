package dev.irsa.cli.lab;

import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.pod.PodMessage;
import dev.irsa.testkit.server.Details;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The evidence of a successful demonstration, over 30 s with a session every 6 s. Each test changes
 * one part of it.
 */
final class StagedShow {

  static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  static final Demands DEMANDS = new Demands(1_000, 3, 2, 3, Duration.ofMillis(500));
  static final String ROLE = "arn:aws:iam::111122223333:role/eksctl-demo-Role1-AbCd";
  static final String CALLER =
      "arn:aws:sts::111122223333:assumed-role/eksctl-demo-Role1-AbCd/irsa-pod";

  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final Duration SESSION = Duration.ofSeconds(6);

  final List<RequestRecord> requests = new ArrayList<>();
  final List<Instant> rotatedAt = new ArrayList<>(List.of(at(9_600), at(19_200)));
  final List<Incident> incidents = new ArrayList<>();
  final List<PodMessage> podMessages = new ArrayList<>();
  final List<String> problems = new ArrayList<>();

  StagedShow() {
    for (int key = 0; key < 5; key++) {
      requests.add(exchange(key * SESSION.toMillis(), 200, "ASIA" + key, null));
    }
    List.of("down", "throttled", "hanging").forEach(this::incident);
    for (CallStream stream : CallStream.values()) {
      calls(stream);
    }
    for (CallStream stream : List.of(CallStream.V2_STS, CallStream.V1_STS)) {
      podMessages.add(
          new PodMessage.Denied(
              stream, "SdkException", "ExchangeRejectedException", "AccessDenied", "no"));
    }
    requests.add(exchange(31_000, 403, null, "AccessDenied"));
  }

  Evidence evidence() {
    return new Evidence(
        ROLE, requests, rotatedAt, incidents, at(0), at(30_500), at(30_600), podMessages, problems);
  }

  List<Claim> judged() {
    return Judgement.of(evidence(), DEMANDS);
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

  private void incident(String name) {
    long begin = 5_000 + incidents.size() * SESSION.toMillis();
    incidents.add(new Incident(name, at(begin), at(begin + 900)));
    requests.add(exchange(begin + 300, 503, null, "ServiceUnavailable"));
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

  static RequestRecord exchange(long millis, int status, String key, String errorCode) {
    Details details =
        new Details(Traffic.EXCHANGE, ROLE, "irsa-pod", key, "system:…", CALLER, errorCode);
    return record("sts", millis, status, details, false);
  }

  static RequestRecord call(CallStream stream, long millis, String key) {
    return switch (stream) {
      case V2_STS -> record("sts", millis, 200, caller("GetCallerIdentity", key, CALLER), false);
      case V1_STS -> record("sts", millis, 200, caller("GetCallerIdentity", key, CALLER), true);
      case V2_S3 -> record("s3", millis, 200, caller("ListObjectsV2", key, CALLER), false);
      case CONTROL -> record("oidc", millis, 200, Details.of("discovery"), true);
    };
  }

  static Details caller(String action, String key, String arn) {
    return Details.of(action).withAccessKeyId(key).withCallerArn(arn);
  }

  static RequestRecord record(
      String service, long millis, int status, Details details, boolean proxied) {
    return new RequestRecord(
        at(millis), at(millis + 2), service, details, status, "id", null, 1, proxied, true);
  }
}
