package dev.irsa.cli.internal.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.cli.internal.pod.CallStream;
import dev.irsa.cli.internal.pod.PodMessage;
import dev.irsa.cli.internal.timeline.Timeline.Claim;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.testkit.server.RequestRecord;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DemonstrationJudgementTest {

  @Test
  void aSuccessfulDemonstrationConfirmsEveryClaim() {
    List<Claim> claims = new SampleRequests().judged();

    assertEquals(List.of(), claims.stream().filter(claim -> !claim.holds()).toList());
    assertEquals(10, claims.size());
  }

  @Test
  void aSuccessfulDemonstrationOfPodIdentityConfirmsEveryClaim() {
    List<Claim> claims = new SampleRequests(Mechanism.POD_IDENTITY).judged();

    assertEquals(List.of(), claims.stream().filter(claim -> !claim.holds()).toList());
    assertEquals(11, claims.size());
  }

  static Stream<Arguments> counterfeitsOfPodIdentity() {
    return Stream.of(
        spoilt(
            "a session was not issued by EKS Auth",
            "agent",
            sample -> sample.requests.removeIf(request -> isAgentCall(request, "ASIA3"))),
        spoilt(
            "a session was issued for another service account",
            "agent",
            sample ->
                sample.replaceFirst(
                    request -> isAgentCall(request, "ASIA3"),
                    call -> withSubject(call, "system:serviceaccount:default:other"))),
        spoilt(
            "EKS Auth still issued credentials after the deletion",
            "denial",
            sample -> sample.requests.add(SampleRequests.agentCall(31_200, 200, "ASIA9", null))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("counterfeitsOfPodIdentity")
  void oneChangedPieceOfEvidenceOfPodIdentityFailsExactlyItsClaim(
      String what, String claim, Consumer<SampleRequests> spoil) {
    SampleRequests sample = new SampleRequests(Mechanism.POD_IDENTITY);
    spoil.accept(sample);

    assertEquals(List.of(claim), failed(sample));
  }

  private static List<String> failed(SampleRequests sample) {
    return sample.judged().stream().filter(each -> !each.holds()).map(Claim::id).toList();
  }

  private static boolean isAgentCall(RequestRecord request, String key) {
    return request.action().equals(Mechanism.AGENT_EXCHANGE) && key.equals(request.accessKeyId());
  }

  private static RequestRecord withSubject(RequestRecord call, String subject) {
    return SampleRequests.record(
        call.service(),
        call.arrivedAt().toEpochMilli() - SampleRequests.START.toEpochMilli(),
        call.status(),
        call.details().withSubject(subject),
        call.proxied());
  }

  static Stream<Arguments> counterfeits() {
    return Stream.of(
        spoilt(
            "a call was made by another caller",
            "identity",
            sample ->
                sample.replaceFirst(
                    DemonstrationJudgementTest::isV2Call,
                    call -> with(call, 200, "arn:aws:sts::111122223333:assumed-role/node/i-1"))),
        spoilt(
            "the pod counted a call that the lab did not receive",
            "complete",
            sample -> {
              sample.podMessages.removeIf(said -> said instanceof PodMessage.Ended);
              sample.podMessages.add(new PodMessage.Ended(CallStream.V2_STS, 601));
              sample.podMessages.add(new PodMessage.Ended(CallStream.V2_S3, 362));
              sample.podMessages.add(new PodMessage.Ended(CallStream.V1_STS, 362));
            }),
        spoilt(
            "the pod reports a call that it could not make",
            "failures",
            sample ->
                sample.podMessages.add(
                    SampleRequests.failed(CallStream.V1_STS, 8_000, 8_001, "no credentials"))),
        spoilt(
            "a call was denied and retried by the SDK",
            "failures",
            sample ->
                sample.requests.add(
                    with(
                        SampleRequests.call(CallStream.V2_STS, 7_005, "ASIA1"),
                        403,
                        SampleRequests.CALLER))),
        spoilt(
            "the scenario was aborted",
            "script",
            sample -> sample.problems.add("timed out waiting for Godot")),
        spoilt("the token was not rotated", "rotations", sample -> sample.rotatedAt.remove(0)),
        spoilt(
            "a failure did not affect an exchange",
            "trouble",
            sample -> sample.failures.set(1, SampleRequests.phase(Health.THROTTLED, 1_000, 1_100))),
        spoilt(
            "callers waited while an exchange hung",
            "waits",
            sample -> {
              sample.requests.removeIf(
                  request ->
                      isCallOf(CallStream.V1_STS, request)
                          && SampleRequests.phase(Health.DOWN, 17_000, 17_960)
                              .covers(request.arrivedAt()));
              recount(sample);
            }),
        spoilt(
            "a key that was not issued was accepted",
            "renewals",
            sample ->
                sample.replaceFirst(
                    DemonstrationJudgementTest::isV2Call,
                    call -> SampleRequests.call(CallStream.V2_STS, 10, "ASIAx"))),
        spoilt(
            "the exchange still gave credentials after the deletion",
            "denial",
            sample -> sample.requests.add(SampleRequests.exchange(31_200, 200, "ASIA9", null))),
        spoilt(
            "one of the two SDKs did not report the denial",
            "denial",
            sample ->
                sample.podMessages.removeIf(
                    said ->
                        said instanceof PodMessage.Denied denied
                            && denied.stream() == CallStream.V1_STS)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("counterfeits")
  void oneChangedPieceOfEvidenceFailsExactlyItsClaim(
      String what, String claim, Consumer<SampleRequests> spoil) {
    SampleRequests sample = new SampleRequests();
    spoil.accept(sample);

    List<Claim> claims = sample.judged();

    assertEquals(
        List.of(claim),
        claims.stream().filter(each -> !each.holds()).map(Claim::id).toList(),
        claims::toString);
  }

  @Test
  void tooFewCallsAreReportedWithTheirNumber() {
    SampleRequests sample = new SampleRequests();
    sample.requests.removeIf(request -> isCallOf(CallStream.V2_STS, request));

    Claim calls = claim("calls", sample);

    assertEquals("724: v2-sts 0, v2-s3 362, v1-sts 362", calls.finding());
    assertTrue(!calls.holds());
  }

  @Test
  void aPauseOfTheControlStreamAsWellIsNotAWait() {
    SampleRequests sample = new SampleRequests();
    sample.requests.removeIf(
        request ->
            PodObserver.streamOf(request) != null
                && SampleRequests.phase(Health.DOWN, 3_000, 3_900).covers(request.arrivedAt()));

    Claim waits = claim("waits", sample);

    assertTrue(waits.holds(), waits::finding);
  }

  private static Claim claim(String id, SampleRequests sample) {
    return sample.judged().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private static Arguments spoilt(String what, String claim, Consumer<SampleRequests> spoil) {
    return arguments(what, claim, spoil);
  }

  /** Adjusts the pod's count to the log. */
  private static void recount(SampleRequests sample) {
    sample.podMessages.removeIf(said -> said instanceof PodMessage.Ended);
    for (CallStream stream : CallStream.values()) {
      long served = sample.requests.stream().filter(each -> isCallOf(stream, each)).count();
      sample.podMessages.add(new PodMessage.Ended(stream, (int) served));
    }
  }

  private static boolean isV2Call(RequestRecord request) {
    return isCallOf(CallStream.V2_STS, request);
  }

  private static boolean isCallOf(CallStream stream, RequestRecord request) {
    return PodObserver.streamOf(request) == stream;
  }

  private static RequestRecord with(RequestRecord call, int status, String caller) {
    return SampleRequests.record(
        call.service(),
        call.arrivedAt().toEpochMilli() - SampleRequests.START.toEpochMilli(),
        status,
        SampleRequests.caller(call.action(), call.accessKeyId(), caller),
        call.proxied());
  }
}
