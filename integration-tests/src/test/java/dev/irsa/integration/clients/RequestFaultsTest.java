package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.testkit.server.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults in the requests of the web identity providers and in their handling of responses. */
final class RequestFaultsTest extends SdkFaults {

  private static final Fault VERIFICATION_KEY =
      Fault.error(
          "InvalidIdentityToken",
          400,
          "Couldn't retrieve verification key from your identity provider, please reference"
              + " AssumeRoleWithWebIdentity documentation for requirements");

  @ParameterizedTest
  @EnumSource
  void sessionNameIsATimeInsteadOfThePodsName(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk);
    try (Probe probe = pod.start()) {
      probe.ask("make web-identity");
      probe.ask("get 1");

      String name = pod.exchanges().get(0).sessionName();
      assertStill(name.matches("aws-sdk-java-\\d+"), sdk, "session name", name);
    }
  }

  @Test
  void v2SendsTheNewlineAtTheEndOfTheToken() throws Exception {
    Path token = Files.createTempFile(scratch, "token", "");
    Files.writeString(token, "header.claims.signature\n");
    try (Recorder sts = Recorder.start();
        Probe probe = pod(Generation.V2).with("AWS_ENDPOINT_URL_STS", sts.endpoint()).start()) {
      probe.ask("make web-identity " + token);
      probe.ask("get 1");

      String body = sts.bodies().get(0);
      assertStill(
          body.contains("WebIdentityToken=header.claims.signature%0A"),
          Generation.V2,
          "token file with a trailing newline",
          body);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyTokenFileIsSentToSts(Generation sdk) throws Exception {
    SdkPod pod = pod(sdk);
    Path token = Files.createTempFile(scratch, "token", "");
    try (Probe probe = pod.start()) {
      probe.ask("make web-identity " + token);
      Answer answer = probe.ask("get 1");

      assertEquals(1, answer.number("threw"), answer::toString);
      assertStill(
          pod.exchanges().size() == 1 && !answer.text("message").contains(token.toString()),
          sdk,
          "empty token file",
          "calls " + pod.exchanges().size(),
          pod.exchanges().stream().map(r -> r.errorCode()).toList(),
          answer);
    }
  }

  @Test
  void v2TakesAVerificationKeyThatCouldNotBeFetchedOnceForFinal() throws Exception {
    SdkPod pod = pod(Generation.V2);
    pod.faults().next(VERIFICATION_KEY);
    try (Probe probe = pod.start()) {
      probe.ask("make web-identity");
      Answer answer = probe.ask("get 1");

      assertStill(
          answer.number("threw") == 1 && pod.exchanges().size() == 1,
          Generation.V2,
          "\"verification key\" once",
          "calls " + pod.exchanges().size(),
          answer);
    }
  }
}
