package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.SystemProperties;
import dev.irsa.integration.WayIn.Opened;
import dev.irsa.internal.adapter.NodeRole;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A rule for all modules: code that is configured for one identity never gets another. The test
 * offers everything that the SDKs would take: keys in properties and in the shared files, a
 * container endpoint and the role of the node. Chains take keys in properties first by contract, so
 * they are tested without these.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class IdentityRuleTest {

  private static final Duration DEADLINE = Duration.ofMillis(100);

  /** What is wrong with STS. */
  private enum Trouble {
    DENIES,
    THROTTLES,
    IS_DOWN,
    HANGS;

    Fault fault() {
      return switch (this) {
        case DENIES -> Fault.error("AccessDenied", 403, "as told");
        case THROTTLES -> Fault.throttle();
        case IS_DOWN -> Fault.reset();
        case HANGS -> Fault.hang();
      };
    }
  }

  @TempDir private Path folder;

  private final PodLab podInLab = new PodLab();
  private final WayIn.Pod pod = WayIn.Pod.in(podInLab);
  private final SystemProperties properties = new SystemProperties();
  private InstanceMetadata others;

  @BeforeEach
  void standBeside() throws IOException {
    others = NodeRole.start();
    properties.set("aws.ec2MetadataServiceEndpoint", others.endpoint());
    properties.set("com.amazonaws.sdk.ec2MetadataServiceEndpointOverride", others.endpoint());
    properties.set(
        "aws.containerCredentialsFullUri", others.endpoint() + InstanceMetadata.CREDENTIALS);
    Path keys =
        Files.writeString(
            folder.resolve("credentials"),
            """
            [default]
            aws_access_key_id = AKIAOTHEROTHEROTHER
            aws_secret_access_key = other
            """);
    properties.set("aws.sharedCredentialsFile", keys.toString());
  }

  private void setKeys() {
    properties.set("aws.accessKeyId", "AKIAOTHEROTHEROTHER");
    properties.set("aws.secretKey", "other");
    properties.set("aws.secretAccessKey", "other");
  }

  @AfterEach
  void close() {
    properties.close();
    others.close();
    podInLab.close();
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsConfiguredForOneIdentityNeverGetsAnother(WayIn way) {
    if (!way.name().endsWith("_CHAIN")) {
      setKeys();
    }
    Opened served = way.open(pod, "served", event -> {});
    String key = served.accessKeyId().get();
    assertTrue(podInLab.lab.accessKeys().find(key).isPresent(), key);

    for (Trouble trouble : Trouble.values()) {
      podInLab.faults().always(trouble.fault());
      assertFails(way, trouble);
      podInLab.faults().clear();
    }
    if (way.assumesAnotherRole()) {
      for (Trouble trouble : Trouble.values()) {
        podInLab.lab.sts().faults().on("AssumeRole").always(trouble.fault());
        assertFails(way, trouble);
        podInLab.lab.sts().faults().on("AssumeRole").clear();
      }
    }

    served.end().run();
    assertEquals(0, others.requests());
  }

  /** Uses a new session, which has no credentials yet. */
  private void assertFails(WayIn way, Trouble trouble) {
    String session = trouble + "-" + podInLab.lab.requests().all().size();
    Opened opened = way.open(pod.withDeadline(DEADLINE), session, event -> {});
    RuntimeException failure =
        assertThrows(
            RuntimeException.class,
            () -> {
              throw new AssertionError(trouble + ", and got " + opened.accessKeyId().get());
            });
    assertTrue(failure.getClass().getName().startsWith("dev.irsa."), failure::toString);
    opened.end().run();
  }
}
