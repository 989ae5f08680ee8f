package dev.irsa.sdk.v2;

import static dev.irsa.sdk.v2.Identities.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.adapter.NodeMetadata;
import dev.irsa.testkit.server.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The real chain in a process that is told by system properties what a pod's environment says. */
class FailClosedChainTest {

  private final PodLab world = new PodLab();
  private final NodeMetadata node;
  private final SystemProperties properties = new SystemProperties();

  FailClosedChainTest() throws Exception {
    node = new NodeMetadata();
  }

  @BeforeEach
  void beAPod() {
    properties.set("aws.ec2MetadataServiceEndpoint", node.endpoint());
    properties.set("aws.configFile", "/dev/null");
    properties.set("aws.sharedCredentialsFile", "/dev/null");
    properties.set("aws.roleArn", world.lab.roleOf(world.account).arn());
    properties.set("aws.webIdentityTokenFile", world.pod.tokenFile().toString());
    properties.set("aws.region", world.lab.region());
    properties.set("aws.endpointUrlSts", world.pod.plainStsEndpoint().toString());
  }

  @AfterEach
  void restore() {
    properties.close();
    node.close();
    world.close();
  }

  private <T extends CredentialsException> T failure(Class<T> kind) {
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      var thrown = assertThrows(SdkClientException.class, chain::resolveCredentials);
      Throwable told = chain.resolveIdentity(REQUEST).handle((identity, error) -> error).join();
      assertInstanceOf(kind, told.getCause());
      return assertInstanceOf(kind, thrown.getCause());
    }
  }

  @Test
  void inAPodTheChainGivesThePodsRole() {
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create();
        var client = world.client(chain)) {
      assertTrue(client.getCallerIdentity().arn().contains(":assumed-role/eksctl-"));
    }
    assertEquals(0, node.calls());
  }

  @Test
  void outsideAPodTheNodesRoleIsUsed() {
    properties.clear("aws.roleArn");
    properties.clear("aws.webIdentityTokenFile");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertEquals(NodeMetadata.NODE_KEY, chain.resolveCredentials().accessKeyId());
      assertEquals(NodeMetadata.NODE_KEY, chain.resolveIdentity(REQUEST).join().accessKeyId());
    }
    assertTrue(node.calls() > 0);
  }

  @Test
  void aRefusedExchangeNeverLeadsToTheNodesRole() {
    world.lab.deleteServiceAccount(world.account);

    assertEquals("AccessDenied", failure(ExchangeRejectedException.class).code());
    assertEquals(0, node.calls());
  }

  @Test
  void throttledExchangesNeverLeadToTheNodesRole() {
    world.lab.sts().faults().always(Fault.throttle());

    assertTrue(failure(ExchangeUnavailableException.class).isThrottled());
    assertEquals(0, node.calls());
  }

  @Test
  void halfAConfigurationNeverLeadsToTheNodesRole() {
    properties.clear("aws.webIdentityTokenFile");

    var failure = failure(MisconfiguredException.class);

    assertTrue(failure.getMessage().contains("AWS_WEB_IDENTITY_TOKEN_FILE"), failure.getMessage());
    assertEquals(0, node.calls());
  }

  @Test
  void aTokenFileThatIsNotThereNeverLeadsToTheNodesRole() {
    properties.set("aws.webIdentityTokenFile", "/nonexistent/token");

    failure(TokenUnavailableException.class);

    assertEquals(0, node.calls());
  }

  @Test
  void afterARefusalTheSameChainRecovers() {
    world.lab.sts().faults().next(Fault.error("AccessDenied", 403, "not yet"));
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertThrows(SdkClientException.class, chain::resolveCredentials);

      // Begins anew: the pause after a refusal outlives a close.
      chain.close();
      assertThrows(SdkClientException.class, chain::resolveCredentials);
      IrsaCredentials.forgetAll();

      assertNotEquals(NodeMetadata.NODE_KEY, chain.resolveCredentials().accessKeyId());
    }
    assertEquals(0, node.calls());
  }

  @Test
  void keysInSystemPropertiesGoFirst() {
    properties.set("aws.accessKeyId", "AKIASTATIC");
    properties.set("aws.secretAccessKey", "secret");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertEquals("AKIASTATIC", chain.resolveCredentials().accessKeyId());
    }
    assertEquals(0, world.exchanges());
  }

  @Test
  void aTotalFailureNamesEveryProvider() {
    properties.clear("aws.roleArn");
    properties.clear("aws.webIdentityTokenFile");
    node.close();

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      var thrown = assertThrows(SdkClientException.class, chain::resolveCredentials);

      assertEquals(6, thrown.getSuppressed().length);
      for (String provider :
          new String[] {
            "SystemPropertyCredentialsProvider",
            "EnvironmentVariableCredentialsProvider",
            "IrsaCredentialsProvider",
            "ProfileCredentialsProvider",
            "ContainerCredentialsProvider",
            "InstanceProfileCredentialsProvider"
          }) {
        assertTrue(thrown.getMessage().contains("- " + provider + ": "), thrown.getMessage());
      }
    }
  }
}
