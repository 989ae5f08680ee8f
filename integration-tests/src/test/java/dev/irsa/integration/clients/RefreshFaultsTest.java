package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Gate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults of the web identity providers: too many calls, and callers that block. */
final class RefreshFaultsTest extends SdkFaults {

  private static final Fault DOWN = Fault.error("InternalFailure", 500, "down");

  /** On a busy machine, a handshake takes a part of it. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The response is held until all threads have called; otherwise the test fails. */
  @ParameterizedTest
  @EnumSource
  void twentyColdThreadsCallTwentyTimes(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk);
    Gate gate = Gate.closed();
    pod.faults().always(Fault.gate(gate));
    try (Probe probe = pod.start()) {
      probe.ask("make web-identity");
      probe.send("together 20");
      gate.awaitArrivals(20, SOON);
      gate.open();
      Answer answer = probe.answer();

      assertStill(
          pod.exchanges().size() == 20,
          sdk,
          "20 cold threads, STS slow",
          "calls " + pod.exchanges().size(),
          "waited " + answer.text("waited") + " ms in all");
    }
  }

  @ParameterizedTest
  @EnumSource
  void withNinetySecondsLeftAndStsFailingManyCallsAreMade(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk, Duration.ofSeconds(90));
    try (Probe probe = pod.start()) {
      probe.ask("make web-identity");
      probe.ask("get 1");
      pod.faults().always(DOWN);
      pod.lab.requests().clear();
      Answer answer = probe.ask("paced 10 PT0.5S");

      // Ours: one refresh, of three calls at most, then a pause; no caller waits.
      assertStill(
          pod.exchanges().size() >= 8,
          sdk,
          "90 s left, STS answers 500, 10 gets in 5 s",
          "calls " + pod.exchanges().size(),
          answer);
    }
  }

  /** For a session that is received with 62 s left, the last minute begins two seconds later. */
  @ParameterizedTest
  @EnumSource
  void withLessThanAMinuteLeftAndStsDownTheyThrow(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk, Duration.ofSeconds(62));
    try (Probe probe = pod.start()) {
      probe.ask("make web-identity");
      Answer first = probe.ask("get 1");
      pod.faults().always(Fault.reset());
      Answer answer = probe.ask("paced 5 PT1S");

      assertEquals(1, first.number("served"), first::toString);
      assertStill(answer.number("threw") >= 1, sdk, "more than 50 s left, STS down", answer);
    }
  }

  /** Uses a shorter timeout of the STS client, since the SDK's takes minutes. */
  @ParameterizedTest
  @EnumSource
  void whenStsHangsEachOfFourAttemptsWaitsForTheClientsTimeout(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk);
    pod.faults().always(Fault.hang());
    try (Probe probe = pod.start()) {
      long patience = probe.ask("make impatient " + PATIENCE).number("patience");
      Answer answer = probe.ask("get 1");

      // The lab notices later than the SDK that a request was given up.
      int attempts = pod.lab.requests().await(SdkPod.EXCHANGE, 4, SOON).size();
      assertStill(
          attempts == 4 && answer.number("waited") >= 4 * PATIENCE.toMillis(),
          sdk,
          "STS accepts and hangs, cold",
          "attempts " + attempts,
          "waited " + answer.text("waited") + " ms with a timeout of" + PATIENCE.toMillis() + " ms",
          "by default " + attempts + " x " + patience + " ms");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExpirationInThePastCausesACallForEachGet(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk);
    pod.faults().always(Fault.expiration("2020-01-01T00:00:00Z"));
    try (Probe probe = pod.start()) {
      probe.ask("make web-identity");
      Answer answer = probe.ask("get 10");

      assertStill(
          pod.exchanges().size() >= 10,
          sdk,
          "expiry in the past, 10 gets",
          "calls " + pod.exchanges().size(),
          answer);
    }
  }

  @Test
  void resolveIdentityBlocksUntilStsHasResponded() throws Exception {
    SdkPod pod = pod(Generation.V2);
    pod.faults().always(Fault.delay(Duration.ofSeconds(2)));
    try (Probe probe = pod.start()) {
      probe.ask("make web-identity");
      long returned = probe.ask("resolve").number("returned");

      assertStill(
          returned >= 2000,
          Generation.V2,
          "resolveIdentity, STS takes 2 s",
          "returned after " + returned + " ms");
    }
  }

  /** The refresh is due some seconds after the first call, and fails. */
  @Test
  void v2DoesNotTryABackgroundRefreshThatFailedAgainWithoutACaller() throws Exception {
    SdkPod pod = pod(Generation.V2, Duration.ofSeconds(60));
    try (Probe probe = pod.start()) {
      probe.ask("make refreshing PT10S PT57S");
      probe.ask("get 1");
      pod.faults().always(DOWN);
      int attempts = 1 + 4;
      pod.lab.requests().await(SdkPod.EXCHANGE, attempts, SOON);

      // About 55 of this session's 60 s are left.
      AssertionError silence =
          assertThrows(
              AssertionError.class,
              () ->
                  pod.lab
                      .requests()
                      .awaitArrivals(SdkPod.EXCHANGE, attempts + 1, Duration.ofSeconds(15)));
      assertStill(
          pod.exchanges().size() == attempts,
          Generation.V2,
          "background refresh fails, no caller",
          silence.getMessage().replaceAll(", but.*", ""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void tenProvidersCallTenTimes(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk);
    try (Probe probe = pod.start()) {
      for (int i = 0; i < 10; i++) {
        probe.ask("make web-identity");
      }
      Answer answer = probe.ask("each");

      assertStill(
          pod.exchanges().size() == 10,
          sdk,
          "ten providers in one process",
          "calls " + pod.exchanges().size(),
          answer.text("served") + " served",
          "additional threads " + probe.ask("facts").text("threads"));
    }
  }

  /** As above, the last minute begins after two seconds; with usual sessions, after an hour. */
  @Test
  void afterCloseV2ServesUntilTheLastMinuteThenFails() throws Exception {
    SdkPod pod = pod(Generation.V2, Duration.ofSeconds(62));
    try (Probe probe = pod.start()) {
      probe.ask("make web-identity");
      probe.ask("get 1");
      probe.ask("close");
      Answer answer = probe.ask("paced 5 PT1S");

      assertStill(
          answer.number("threw") >= 1 && answer.text("message").contains("shut down"),
          Generation.V2,
          "gets after close()",
          answer);
    }
  }

  @Test
  void afterCloseOneClassContinuesToCall() throws Exception {
    SdkPod pod = pod(Generation.V2, Duration.ofSeconds(60));
    try (Probe probe = pod.start()) {
      probe.ask("make sts-refreshing PT10S PT57S");
      probe.ask("get 1");
      probe.ask("close");
      int before = pod.exchanges().size();
      pod.lab.requests().await(SdkPod.EXCHANGE, before + 1, Duration.ofSeconds(20));

      assertStill(
          pod.exchanges().size() > before,
          Generation.V2,
          "StsWebIdentityTokenFileCredentialsProvider after close()",
          "calls before " + before,
          "after " + (pod.exchanges().size() - before));
    }
  }

  @Test
  void v1CannotBeClosed() throws Exception {
    SdkPod pod = pod(Generation.V1);
    try (Probe probe = pod.start()) {
      Answer facts = probe.ask("make web-identity");

      assertStill(
          facts.text("closeable").equals("false"), Generation.V1, "web identity provider", facts);
    }
  }
}
