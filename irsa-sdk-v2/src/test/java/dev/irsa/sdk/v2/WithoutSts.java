package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.internal.adapter.NodeMetadata;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.internal.adapter.SystemProperties;
import dev.irsa.testkit.server.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the real chain without the SDK's own provider for web identities. The build runs this test
 * with only the {@code auth} module of the SDK.
 */
class WithoutSts {

  @TempDir private Path folder;

  private final PodLab world = new PodLab();
  private final NodeMetadata node;
  private final SystemProperties properties = new SystemProperties();

  WithoutSts() throws Exception {
    node = new NodeMetadata();
  }

  @BeforeEach
  void beOnANode() throws Exception {
    String profiles =
        "[profile web]\n%s[profile data]\nsource_profile = web\nrole_arn = %s\n"
            .formatted(world.webIdentityProfile(), world.roleTrustingThePod("data").arn());
    properties.set(
        "aws.configFile", Files.writeString(folder.resolve("config"), profiles).toString());
    properties.set("aws.sharedCredentialsFile", "/dev/null");
    properties.set("aws.ec2MetadataServiceEndpoint", node.endpoint());
    properties.set("aws.endpointUrlSts", world.pod.plainStsEndpoint().toString());
  }

  @AfterEach
  void restore() {
    properties.close();
    node.close();
    world.close();
  }

  @Test
  void aWebIdentityIsServedOrFailsWithoutTheModule() {
    assertThrows(
        ClassNotFoundException.class,
        () -> Class.forName("software.amazon.awssdk.services.sts.StsClient"));
    properties.set("aws.profile", "web");
    world.lab.sts().faults().always(Fault.error("ServiceUnavailable", 503, "away"));
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      var away = assertThrows(IrsaCredentialsException.class, chain::resolveCredentials);
      assertInstanceOf(ExchangeUnavailableException.class, away.getCause());

      world.lab.sts().faults().clear();
      // Resets the pause after failures.
      IrsaCredentials.discardAll();

      assertNotEquals(NodeMetadata.NODE_KEY, chain.resolveCredentials().accessKeyId());
    }
    assertEquals(0, node.calls());
  }

  @Test
  void aProviderIsBuiltWithoutTheModule() {
    try (IrsaCredentialsProvider provider =
        IrsaCredentialsProvider.builder()
            .configure(core -> core.environment(world.environment()))
            .build()) {
      assertNotEquals(NodeMetadata.NODE_KEY, provider.resolveCredentials().accessKeyId());
    }
  }

  @Test
  void aSourceProfileNeedsTheModuleAsLittle() {
    properties.set("aws.profile", "data");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertNotEquals(NodeMetadata.NODE_KEY, chain.resolveCredentials().accessKeyId());
    }
    assertEquals(1, world.lab.requests().count(PodLab.CHAINING));
    assertEquals(0, node.calls());
  }
}
