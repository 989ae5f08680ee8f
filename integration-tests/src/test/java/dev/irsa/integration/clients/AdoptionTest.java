package dev.irsa.integration.clients;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code docs/adopting.md} says of the SDKs' own providers, and {@link AgentFaultsTest} and
 * {@link LabScenarioTest} do not measure.
 */
final class AdoptionTest extends SdkFaults {

  @ParameterizedTest
  @EnumSource
  void sessionNameIsATimeInsteadOfThePodsName(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk);
    Probe probe = pod.start();
    probe.make("web-identity");

    String name = pod.exchanges().get(0).sessionName();
    assertStill(name.matches("aws-sdk-java-\\d+"), sdk, "session name", name);
  }

  @Test
  void withoutARegionV2AsksInUsEast1() throws Exception {
    SdkPod pod = pod(Generation.V2).byHostNames().without("AWS_REGION", "AWS_DEFAULT_REGION");
    Probe probe = pod.start();
    Answer answer = probe.make("chain");

    List<String> hosts = pod.hosts();
    assertStill(
        hosts.equals(List.of("sts.us-east-1.amazonaws.com"))
            || hosts.equals(List.of("sts.amazonaws.com")),
        Generation.V2,
        "no region",
        hosts,
        answer);
  }

  @Test
  void withoutARegionV1GoesOnToTheRoleOfTheNode() throws Exception {
    SdkPod pod = pod(Generation.V1).without("AWS_REGION", "AWS_DEFAULT_REGION");
    Probe probe = pod.start();
    Answer answer = probe.make("chain");

    assertStill(isNodeRole(answer), Generation.V1, "no region", pod.hosts(), answer);
  }

  @Test
  void withoutTheRegionalSwitchV1AsksTheGlobalEndpoint() throws Exception {
    SdkPod pod =
        pod(Generation.V1)
            .with("AWS_REGION", "us-west-2")
            .without("AWS_DEFAULT_REGION", "AWS_STS_REGIONAL_ENDPOINTS");
    Probe probe = pod.start();
    probe.make("web-identity");

    assertStill(
        pod.hosts().equals(List.of("sts.amazonaws.com")),
        Generation.V1,
        "us-west-2 without the regional switch",
        pod.hosts());
  }
}
