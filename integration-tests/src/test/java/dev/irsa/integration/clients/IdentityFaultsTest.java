package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.server.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults of the default chains: an identity other than the pod's, and errors without their cause.
 */
final class IdentityFaultsTest extends SdkFaults {

  @ParameterizedTest
  @EnumSource
  void throttledAtFirstTheyUseTheNodesRoleAndKeepIt(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk);
    try (Probe probe = pod.start()) {
      pod.faults().always(Fault.throttle());
      probe.ask("make chain");
      Answer throttled = probe.ask("get 1");
      int calls = pod.exchanges().size();
      pod.faults().clear();
      Answer later = probe.ask("get 5");

      assertStill(
          isNodeRole(throttled) && isNodeRole(later) && pod.exchanges().size() == calls,
          sdk,
          "first calls throttled, default chain",
          throttled,
          "STS works again",
          later,
          "calls " + pod.exchanges().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheStsModuleTheyUseTheNodesRole(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk).withoutSts();
    try (Probe probe = pod.start()) {
      probe.ask("make chain");
      Answer answer = probe.ask("get 1");

      assertStill(
          isNodeRole(answer) && pod.exchanges().isEmpty(), sdk, "module for STS missing", answer);
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheStsModuleOursUsesThePodsRole(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk).withoutSts();
    try (Probe probe = pod.start()) {
      probe.ask("make ours");
      Answer answer = probe.ask("get 1");

      assertTrue(answer.text("keys").startsWith("ASIA"), answer::encode);
      assertFalse(isNodeRole(answer), answer::encode);
      assertEquals(1, pod.exchanges().size());
    }
  }

  @Test
  void withTheRoleAloneV2GoesOnToTheRoleOfTheNode() throws Exception {
    SdkPod pod = pod(Generation.V2).without("AWS_WEB_IDENTITY_TOKEN_FILE");
    try (Probe probe = pod.start()) {
      probe.ask("make chain");
      Answer answer = probe.ask("get 1");

      assertStill(isNodeRole(answer), Generation.V2, "only AWS_ROLE_ARN set", answer);
    }
  }

  @Test
  void withTheRoleAloneV1OverflowsItsStack() throws Exception {
    SdkPod pod = pod(Generation.V1).without("AWS_WEB_IDENTITY_TOKEN_FILE");
    try (Probe probe = pod.start()) {
      probe.ask("make chain");
      Answer answer = probe.ask("get 1");

      assertStill(
          answer.text("class").equals("java.lang.StackOverflowError"),
          Generation.V1,
          "only AWS_ROLE_ARN set",
          answer.text("class"));
    }
  }

  @Test
  void withoutARegionV2AsksInUsEast1() throws Exception {
    SdkPod pod = pod(Generation.V2).byHostNames().without("AWS_REGION", "AWS_DEFAULT_REGION");
    try (Probe probe = pod.start()) {
      probe.ask("make chain");
      Answer answer = probe.ask("get 1");

      List<String> hosts = pod.hosts();
      assertStill(
          hosts.equals(List.of("sts.us-east-1.amazonaws.com"))
              || hosts.equals(List.of("sts.amazonaws.com")),
          Generation.V2,
          "no region",
          hosts,
          answer);
    }
  }

  @Test
  void withoutARegionV1GoesOnToTheRoleOfTheNode() throws Exception {
    SdkPod pod = pod(Generation.V1).without("AWS_REGION", "AWS_DEFAULT_REGION");
    try (Probe probe = pod.start()) {
      probe.ask("make chain");
      Answer answer = probe.ask("get 1");

      assertStill(isNodeRole(answer), Generation.V1, "no region", pod.hosts(), answer);
    }
  }

  @Test
  void withoutTheRegionalSwitchV1AsksTheGlobalEndpoint() throws Exception {
    SdkPod pod =
        pod(Generation.V1)
            .with("AWS_REGION", "us-west-2")
            .without("AWS_DEFAULT_REGION", "AWS_STS_REGIONAL_ENDPOINTS");
    try (Probe probe = pod.start()) {
      probe.ask("make web-identity");
      probe.ask("get 1");

      assertStill(
          pod.hosts().equals(List.of("sts.amazonaws.com")),
          Generation.V1,
          "us-west-2 without the regional switch",
          pod.hosts());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whenAllProvidersFailTheErrorHasNoCause(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk).with("AWS_EC2_METADATA_DISABLED", "true");
    try (Probe probe = pod.start()) {
      pod.faults().always(Fault.error("AccessDenied", 403, "Not authorized"));
      probe.ask("make chain");
      Answer answer = probe.ask("get 1");

      assertStill(
          answer.number("threw") == 1 && answer.text("cause").equals("none"),
          sdk,
          "every provider of the chain fails",
          answer);
    }
  }
}
