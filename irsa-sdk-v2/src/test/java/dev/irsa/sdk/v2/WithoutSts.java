package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.SystemProperties;
import dev.irsa.internal.adapter.NodeRole;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.server.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests the real chain without the SDK's own provider for web identities. The build runs this test
 * with only the {@code auth} module of the SDK.
 */
class WithoutSts {

  private final PodLab world = new PodLab();
  private final InstanceMetadata node;
  private final SystemProperties properties = new SystemProperties();

  WithoutSts() throws Exception {
    node = NodeRole.start();
  }

  @BeforeEach
  void beOnANode() {
    properties.set("aws.configFile", "/dev/null");
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
    properties.set("aws.roleArn", world.roleArn());
    properties.set("aws.webIdentityTokenFile", world.pod.tokenFile().toString());
    properties.set("aws.region", world.lab.region());
    world.lab.sts().faults().always(Fault.error("ServiceUnavailable", 503, "away"));
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      var away = assertThrows(IrsaCredentialsException.class, chain::resolveCredentials);
      assertInstanceOf(ExchangeUnavailableException.class, away.getCause());

      world.lab.sts().faults().clear();
      // Resets the pause after failures.
      IrsaCredentials.discardAll();

      assertNotEquals(NodeRole.KEY, chain.resolveCredentials().accessKeyId());
    }
    assertEquals(0, node.requests());
  }

  @Test
  void aProviderIsBuiltWithoutTheModule() {
    try (IrsaCredentialsProvider provider =
        IrsaCredentialsProvider.builder()
            .configure(core -> core.environment(world.environment()))
            .build()) {
      assertNotEquals(NodeRole.KEY, provider.resolveCredentials().accessKeyId());
    }
  }

  @Test
  void aChainedRoleNeedsTheModuleAsLittle() {
    RoleRequest data = RoleRequest.of(world.roleTrustingThePod("data").arn());
    try (IrsaCredentialsProvider provider =
        IrsaCredentialsProvider.builder()
            .configure(core -> core.environment(world.environment()))
            .build()) {
      assertNotEquals(NodeRole.KEY, provider.chainedRole(data).resolveCredentials().accessKeyId());
    }
    assertEquals(1, world.lab.requests().count(PodLab.CHAINING));
  }
}
