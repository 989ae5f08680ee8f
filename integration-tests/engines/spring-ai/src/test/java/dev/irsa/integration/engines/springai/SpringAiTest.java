package dev.irsa.integration.engines.springai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.GuardedPod;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.ai.bedrock.converse.BedrockChatOptions;
import org.springframework.ai.bedrock.converse.BedrockProxyChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import software.amazon.awssdk.regions.Region;

/**
 * A model builds its own clients. Their default chain is the pod, because Spring AI brings the
 * module sts, until STS denies the role: then it is the node.
 */
@Tag("engines")
class SpringAiTest {

  private final GuardedPod pod = new GuardedPod();
  private InstanceMetadata node;

  @BeforeEach
  void standOnANode() throws IOException {
    node = pod.standOnANode();
    // Nobody listens there.
    pod.set("aws.endpointUrlBedrockRuntime", "http://127.0.0.1:1");
  }

  @AfterEach
  void close() {
    pod.close();
  }

  private static BedrockProxyChatModel.Builder model() {
    return BedrockProxyChatModel.builder()
        .region(Region.EU_WEST_1)
        .defaultOptions(BedrockChatOptions.builder().model("amazon.nova-lite-v1:0").build());
  }

  private static RuntimeException call(BedrockProxyChatModel model) {
    return assertThrows(RuntimeException.class, () -> model.call(new Prompt("Hello")));
  }

  private static RuntimeException stream(BedrockProxyChatModel model) {
    return assertThrows(
        RuntimeException.class, () -> model.stream(new Prompt("Hello")).blockLast());
  }

  private static boolean isOurs(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(IrsaCredentialsException.class::isInstance);
  }

  private void denyTheRole() {
    pod.world.lab.sts().faults().always(Fault.error("AccessDenied", 403, "as told"));
  }

  @Test
  void itsOwnClientsAreThePodAndAreRemarkedOnce() {
    pod.set("irsa.guard", "deny");
    BedrockProxyChatModel model = model().build();
    RuntimeException called = call(model);
    RuntimeException streamed = stream(model);

    assertTrue(!isOurs(called) && !isOurs(streamed), () -> called + ", " + streamed);
    assertEquals(List.of(), pod.reports());
    String remark = "dev.irsa BedrockRuntime Converse is signed by the pod's role";
    assertEquals(1, pod.lines(remark).size(), pod.ours()::toString);
  }

  @Test
  void itsOwnClientsAreReportedOnceEachIfTheyEndAtTheNode() {
    denyTheRole();
    BedrockProxyChatModel model = model().build();
    for (int i = 0; i < 2; i++) {
      call(model);
      stream(model);
    }

    assertEquals(2, pod.reports().size(), pod.reports()::toString);
    String report = pod.reports().get(0);
    assertTrue(report.contains("BedrockRuntime Converse is signed by the role of the"), report);
  }

  @Test
  void withDenyTheyAreNotSent() {
    denyTheRole();
    pod.set("irsa.guard", "deny");
    BedrockProxyChatModel model = model().build();

    assertTrue(isOurs(call(model)));
    assertTrue(isOurs(stream(model)));
  }

  @Test
  void withOurProviderTheyAreThePodInOneSession() {
    pod.set("irsa.guard", "deny");
    BedrockProxyChatModel model =
        model().credentialsProvider(IrsaCredentialsProvider.create()).build();
    RuntimeException called = call(model);
    RuntimeException streamed = stream(model);

    assertTrue(!isOurs(called) && !isOurs(streamed), () -> called + ", " + streamed);
    assertEquals(List.of(), pod.lines("dev.irsa BedrockRuntime"));
    assertEquals(List.of(), pod.reports());
    assertEquals(1, pod.world.exchanges());
    assertEquals(0, node.requests());
  }
}
