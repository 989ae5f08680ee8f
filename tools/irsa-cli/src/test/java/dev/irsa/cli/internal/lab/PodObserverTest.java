package dev.irsa.cli.internal.lab;

import static dev.irsa.cli.internal.lab.SampleRequests.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.cli.internal.pod.CallStream;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Call.Outcome;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Session;
import dev.irsa.cli.internal.timeline.Timeline.Wait;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.SessionTags;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodObserverTest {
  private final SampleRequests sample = new SampleRequests();

  @Test
  void aSessionLastsFromItsExchangeAndIsUsedUntilItsLastCall() {
    List<Session> sessions = pod().sessions();

    assertEquals(5, sessions.size());
    Session second = sessions.get(1);
    assertEquals("ASIA1", second.key());
    assertEquals(at(6_002), second.issuedAt());
    assertEquals(at(11_962), second.lastUsedAt());
    assertEquals(at(15_000), second.expiresAt());
  }

  @Test
  void credentialsThatTheAgentGivesAgainAreTheSameSession() {
    SampleRequests withAgent = new SampleRequests(CredentialSource.POD_IDENTITY);
    withAgent.requests.add(SampleRequests.agentExchange(26_000, 200, "ASIA4", null));

    Timeline.Pod pod = withAgent.timeline().pods().get(0);

    assertEquals(5, pod.sessions().size());
    assertEquals(10, pod.exchanges().size());
    assertEquals(9, pod.agentExchanges().size());
  }

  @Test
  void aCallAsAnotherIdentityIsNotServedAsThePod() {
    sample.replaceFirst(
        request -> PodObserver.streamOf(request) == CallStream.V2_S3,
        request -> served(request, "arn:aws:sts::111122223333:assumed-role/node/i-1"));

    assertEquals(1, count(Outcome.OTHER_IDENTITY));
    assertEquals(1_323, count(Outcome.SERVED));
  }

  @Test
  void sessionsOfTheNodesRoleAreToldApart() {
    AccessKey.Principal node =
        new AccessKey.Principal(
            "arn:aws:sts::111122223333:assumed-role/node/i-1", "AROA:i-1", null);
    sample.nodeKeys.add(
        new AccessKey("ASIANODE", "s", "t", node, at(1_000), at(90_000), SessionTags.NONE));

    assertEquals(
        List.of(false, true, false),
        pod().sessions().stream().map(Session::ofNode).limit(3).toList());
    assertEquals(at(90_000), pod().sessions().get(1).expiresAt());
  }

  @Test
  void credentialsOfAnotherServiceAccountAreNotThoseOfThePod() {
    sample.replaceFirst(
        request -> request.action().equals(CredentialSource.IRSA.exchange()),
        request ->
            SampleRequests.record(
                "sts", 0, 200, request.details().withSubject("system:serviceaccount:a:b"), false));

    assertEquals("for another pod", pod().exchanges().get(0).detail());
  }

  @Test
  void aPauseOfTheControlStreamAsWellIsNotAWait() {
    sample.requests.removeIf(
        request ->
            PodObserver.streamOf(request) != null
                && SampleRequests.phase(Health.DOWN, 3_000, 3_900).covers(request.arrivedAt()));

    assertTrue(pod().waits().stream().allMatch(wait -> wait.length().toMillis() < 100));
  }

  @Test
  void everyCallOfAHerdWaitsFromTheStart() {
    sample.requests.removeIf(request -> PodObserver.streamOf(request) == CallStream.V2_STS);
    sample.requests.add(SampleRequests.call(CallStream.V2_STS, 6_000, "ASIA0"));
    sample.requests.add(SampleRequests.call(CallStream.V2_STS, 11_000, "ASIA0"));
    sample.podMessages.add(SampleRequests.failed(CallStream.V2_STS, 100, 12_000, "no credentials"));
    sample.start = new PodObserver.Start(at(0), 20);

    assertEquals(
        List.of(6_000L, 11_000L, 11_900L),
        pod().waits().stream()
            .filter(wait -> wait.stream().equals("v2-sts"))
            .map(wait -> wait.length().toMillis())
            .sorted()
            .toList());
  }

  @Test
  void aCallThatTheServiceRejectedIsCountedOnceAlthoughThePodReportsItAsWell() {
    sample.requests.add(rejected(8_010));
    sample.podMessages.add(SampleRequests.failed(CallStream.V2_STS, 8_005, 8_020, "403"));

    assertEquals(1, count(Outcome.REJECTED));
    assertEquals(0, count(Outcome.THREW));
  }

  @Test
  void aCallThatFailedInThePodIsAWaitUntilItsEnd() {
    sample.podMessages.add(
        SampleRequests.failed(CallStream.V1_STS, 8_000, 8_900, "no credentials"));

    assertEquals(1, count(Outcome.THREW));
    Wait longest =
        pod().waits().stream()
            .reduce((one, other) -> one.length().compareTo(other.length()) >= 0 ? one : other)
            .orElseThrow();
    assertEquals(new Wait("v1-sts", at(8_000), at(8_900), Duration.ofMillis(900)), longest);
  }

  private Timeline.Pod pod() {
    return sample.timeline().pods().get(0);
  }

  private long count(Outcome outcome) {
    return pod().calls().stream().map(Call::outcome).filter(outcome::equals).count();
  }

  private static RequestRecord served(RequestRecord call, String caller) {
    return SampleRequests.record(
        call.service(),
        10,
        200,
        SampleRequests.caller(call.action(), call.accessKeyId(), caller),
        call.proxied());
  }

  private static RequestRecord rejected(long millis) {
    return SampleRequests.record(
        "sts", millis, 403, SampleRequests.caller("GetCallerIdentity", "ASIA1", null), false);
  }
}
