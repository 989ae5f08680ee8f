package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An SDK's own default chain in a process of its own, and our provider beside it, in real time: STS
 * of the region fails for longer than a session, in three ways, and STS of another region is the
 * spare endpoint.
 */
final class SpareEndpointFaultsTest extends SdkFaults {

  private static final Duration SESSION = Duration.ofSeconds(20);

  /** How STS of the region fails. */
  private enum Failure {
    REFUSES,
    HANGS,
    RESPONDS_503;

    void begin(Endpoint sts) {
      switch (this) {
        case REFUSES -> sts.stop();
        case HANGS -> sts.faults().always(Fault.hang());
        case RESPONDS_503 ->
            sts.faults().always(Fault.error("ServiceUnavailable", 503, "unavailable"));
      }
    }
  }

  /** An unmodified application: its own clients, providers and signatures. */
  @ParameterizedTest
  @EnumSource
  void withTheAgentTheSpareServesTheSdkIfTheFirstRefuses(Generation sdk) throws Exception {
    IrsaLab lab = IrsaLab.builder().region("eu-central-1").spareRegion("eu-west-3").start();
    SdkPod pod = pod(sdk, lab).byHostNames().with("IRSA_STS_SPARE", "eu-west-3").withAgent();
    lab.sts().stop();
    Probe probe = pod.start();
    probe.ask("make chain");

    Answer answer = probe.ask("get 1");

    assertEquals(1, answer.number("served"), probe.errors());
    assertFalse(isNodeRole(answer), probe.errors());
    assertEquals("eu-west-3", pod.exchanges().get(0).region());
  }

  /** A hanging region is left out for SDK 1.x, each of whose calls then takes 50 s. */
  @ParameterizedTest
  @CsvSource({"V2, REFUSES", "V2, HANGS", "V2, RESPONDS_503", "V1, REFUSES", "V1, RESPONDS_503"})
  void aSpareEndpointOutlastsTheOutageOfItsRegion(Generation sdk, Failure failure)
      throws Exception {
    IrsaLab lab =
        IrsaLab.builder()
            .region("eu-central-1")
            .spareRegion("eu-west-3")
            .sessionLifetime(SESSION)
            .start();
    SdkPod pod = pod(sdk, lab);
    Probe probe = pod.start();
    probe.ask("make chain");
    try (IrsaCredentialsProvider ours =
        IrsaCredentialsProvider.builder()
            .configure(core -> core.environment(pod.pod().exports()))
            .build()) {
      assertEquals(1, probe.ask("get 1").number("served"));
      assertTrue(pod.isPodsKey(ours.resolveCredentials().accessKeyId()));
      failure.begin(lab.sts());
      lab.time().sleep(SESSION.plusSeconds(5));

      probe.send("get 1");
      long start = System.nanoTime();
      String key = ours.resolveCredentials().accessKeyId();
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      Answer sdks = probe.answer();

      assertTrue(pod.isPodsKey(key), key);
      assertTrue(waited.compareTo(Duration.ofSeconds(1)) < 0, waited::toString);
      assertEquals(lab.sts("eu-west-3").secureUri().resolve("/"), ours.status().endpoint());
      assertStill(
          sdks.number("served") == 0 || isNodeRole(sdks),
          sdk,
          "STS of the region " + failure,
          outcome(sdks),
          seconds(sdks));
    }
  }
}
