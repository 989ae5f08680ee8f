package dev.irsa.integration.engines.bedrock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.GuardedPod;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.langchain4j.model.bedrock.BedrockChatModel;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * A model builds its own client, whose default chain has no web identities without module sts: in a
 * pod with a role it signs as the node.
 */
@Tag("engines")
class LangChainTest {

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

  private static RuntimeException chat(BedrockChatModel.Builder model) {
    return assertThrows(
        RuntimeException.class,
        () -> model.modelId("amazon.nova-lite-v1:0").maxRetries(0).build().chat("Hello"));
  }

  private static boolean isOurs(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(IrsaCredentialsException.class::isInstance);
  }

  @Test
  void itsOwnClientIsReportedInTheFirstCallAndOnce() {
    chat(BedrockChatModel.builder().region(Region.EU_WEST_1));

    assertEquals(1, pod.reports().size(), pod.reports()::toString);
    String report = pod.reports().get(0);
    assertTrue(report.contains("BedrockRuntime Converse is signed by the role of the"), report);
  }

  @Test
  void withDenyItIsNotSent() {
    pod.set("irsa.guard", "deny");
    RuntimeException failure = chat(BedrockChatModel.builder().region(Region.EU_WEST_1));

    assertTrue(isOurs(failure), failure::toString);
  }

  @Test
  void aClientWithOurProviderIsThePod() {
    pod.set("irsa.guard", "deny");
    try (BedrockRuntimeClient client =
        BedrockRuntimeClient.builder()
            .region(Region.EU_WEST_1)
            .credentialsProvider(IrsaCredentialsProvider.create())
            .build()) {
      RuntimeException failure = chat(BedrockChatModel.builder().client(client));

      assertTrue(!isOurs(failure), failure::toString);
    }
    assertEquals(List.of(), pod.reports());
    assertEquals(1, pod.world.exchanges());
    assertEquals(0, node.requests());
  }
}
