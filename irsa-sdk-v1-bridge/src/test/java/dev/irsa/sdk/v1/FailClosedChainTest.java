package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentialsProvider;
import dev.irsa.adapter.NodeMetadata;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.ExchangeRejectedException;
import dev.irsa.identity.ExchangeUnavailableException;
import dev.irsa.identity.MisconfiguredException;
import dev.irsa.identity.TokenUnavailableException;
import dev.irsa.testkit.server.Fault;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real chain in a process that is told by system properties what a pod's environment says. */
class FailClosedChainTest {

  private final PodLab world = new PodLab();
  private final NodeMetadata node;
  private final Map<String, String> before = new HashMap<>();

  FailClosedChainTest() throws Exception {
    node = new NodeMetadata();
  }

  @BeforeEach
  void beAPod() {
    set("com.amazonaws.sdk.ec2MetadataServiceEndpointOverride", node.endpoint());
    set("aws.roleArn", world.lab.roleOf(world.account).arn());
    set("aws.webIdentityTokenFile", world.pod.tokenFile().toString());
    set("aws.region", world.lab.region());
    set("aws.endpointUrlSts", world.pod.plainStsEndpoint().toString());
  }

  @AfterEach
  void restore() {
    before.forEach(
        (key, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(key);
          } else {
            System.setProperty(key, value);
          }
        });
    node.close();
    world.close();
  }

  private void set(String key, String value) {
    before.putIfAbsent(key, System.getProperty(key, ""));
    System.setProperty(key, value);
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
    System.clearProperty("aws.roleArn");
    System.clearProperty("aws.webIdentityTokenFile");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.getInstance()) {
      assertEquals(NodeMetadata.NODE_KEY, chain.getCredentials().getAWSAccessKeyId());
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
    System.clearProperty("aws.webIdentityTokenFile");

    var failure = failure(MisconfiguredException.class);

    assertTrue(failure.getMessage().contains("AWS_WEB_IDENTITY_TOKEN_FILE"), failure.getMessage());
    assertEquals(0, node.calls());
  }

  @Test
  void aTokenFileThatIsNotThereNeverLeadsToTheNodesRole() {
    set("aws.webIdentityTokenFile", "/nonexistent/token");

    failure(TokenUnavailableException.class);

    assertEquals(0, node.calls());
  }

  @Test
  void keysInSystemPropertiesGoFirst() {
    set("aws.accessKeyId", "AKIASTATIC");
    set("aws.secretKey", "secret");

    AWSCredentialsProvider chain = new IrsaCredentialsProviderChain();

    assertEquals("AKIASTATIC", chain.getCredentials().getAWSAccessKeyId());
    assertEquals(0, world.exchanges());
  }
}
