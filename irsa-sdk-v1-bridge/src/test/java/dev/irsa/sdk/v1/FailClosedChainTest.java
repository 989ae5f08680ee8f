package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentialsProvider;
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
    properties.set("user.home", "/nonexistent");
    properties.set("com.amazonaws.sdk.ec2MetadataServiceEndpointOverride", node.endpoint());
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
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      var thrown = assertThrows(SdkClientException.class, chain::getCredentials);
      return assertInstanceOf(kind, thrown.getCause());
    }
  }

  @Test
  void inAPodTheChainGivesThePodsRole() {
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      assertTrue(PodLab.arnOf(world.client(chain)).contains(":assumed-role/eksctl-"));

      chain.refresh();

      assertEquals(2, world.exchanges());
    }
    assertEquals(0, node.calls());
  }

  @Test
  void outsideAPodTheNodesRoleIsUsed() {
    properties.clear("aws.roleArn");
    properties.clear("aws.webIdentityTokenFile");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      assertEquals(NodeMetadata.NODE_KEY, chain.getCredentials().getAWSAccessKeyId());
    }
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
  void keysInSystemPropertiesGoFirst() {
    properties.set("aws.accessKeyId", "AKIASTATIC");
    properties.set("aws.secretKey", "secret");

    AWSCredentialsProvider chain = new IrsaCredentialsProviderChain();

    assertEquals("AKIASTATIC", chain.getCredentials().getAWSAccessKeyId());
    assertEquals(0, world.exchanges());
  }
}
