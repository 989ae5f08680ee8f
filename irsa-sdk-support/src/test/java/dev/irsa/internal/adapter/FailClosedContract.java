package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.Adapter.Driven;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the real chain in a process whose system properties replace the environment of a pod, and
 * outside a pod, where the chain ends with the SDK's own default chain. {@link ChainContract} has
 * each kind of failure, {@code ChainRulesTest} each setting that makes the process one of a pod.
 */
public abstract class FailClosedContract<C> extends ChainOnANode<C> {

  protected final PodLab world = new PodLab();

  protected FailClosedContract(Adapter<C> adapter) throws IOException {
    super(adapter);
  }

  @BeforeEach
  void beAPod() {
    properties.clear("aws.profile");
    properties.set("aws.roleArn", world.roleArn());
    properties.set("aws.webIdentityTokenFile", world.pod.tokenFile().toString());
    properties.set("aws.region", world.lab.region());
    properties.set("aws.endpointUrlSts", world.pod.plainStsEndpoint().toString());
  }

  @AfterEach
  void closeTheLab() {
    world.close();
  }

  private void beNoPod() {
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile");
  }

  private void assertKey(Driven<C> chain, String expected) {
    for (Supplier<C> way : chain.ways()) {
      assertEquals(expected, adapter.accessKeyId(way.get()));
    }
  }

  private <T extends CredentialsException> T failure(Class<T> kind) {
    List<T> failures = new ArrayList<>();
    try (Driven<C> chain = adapter.chain()) {
      for (Supplier<C> way : chain.ways()) {
        var thrown = assertThrows(adapter.sdkExceptionType(), way::get);
        failures.add(assertInstanceOf(kind, thrown.getCause()));
      }
    }
    assertEquals(0, node.requests());
    return failures.get(0);
  }

  // In a pod.

  @Test
  void inAPodTheChainGivesThePodsRole() {
    try (Driven<C> chain = adapter.chain()) {
      assertTrue(chain.callerArn(world).contains(":assumed-role/eksctl-"));
      assertEquals(IrsaStatus.State.FRESH, chain.status().state());

      chain.refresh();

      assertEquals(2, world.exchanges());
    }
    assertEquals(0, node.requests());
  }

  @Test
  void aRejectedExchangeNeverLeadsToTheNodesRole() {
    world.lab.deleteServiceAccount(world.account);

    assertEquals("AccessDenied", failure(ExchangeRejectedException.class).code());
  }

  @Test
  void anIncompleteConfigurationNeverLeadsToTheNodesRole() {
    properties.clear("aws.webIdentityTokenFile");

    var failure = failure(MisconfiguredException.class);

    assertTrue(failure.getMessage().contains("AWS_WEB_IDENTITY_TOKEN_FILE"), failure.getMessage());
  }

  @Test
  void settingsThatIgnoreThePodsConfigurationNeverLeadToTheNodesRole() {
    List<Consumer<IrsaCredentials.Builder>> ignoring =
        List.of(
            core -> core.identitySource(IdentitySource.CONTAINER),
            core -> core.useEnvironmentIdentity(false),
            core -> core.environment(Map.of()));
    for (Consumer<IrsaCredentials.Builder> settings : ignoring) {
      try (Driven<C> chain = adapter.chainBuilder().configure(settings).build()) {
        chain.ways().forEach(way -> assertThrows(adapter.sdkExceptionType(), way::get));
      }
    }
    assertEquals(0, node.requests());
  }

  @Test
  void theBuildersSettingsApplyToThePodsSession() throws Exception {
    BlockingQueue<IrsaEvent> heard = new LinkedBlockingQueue<>();
    BlockingQueue<IrsaEvent> alsoHeard = new LinkedBlockingQueue<>();

    try (Driven<C> chain =
        adapter
            .chainBuilder()
            .configure(core -> core.addListener(heard::add).addListener(alsoHeard::add))
            .configure(core -> core.roleSessionName("told"))
            .build()) {
      assertEquals(world.lab.roleOf(world.account).sessionArn("told"), chain.callerArn(world));
      assertEquals("told", chain.status().roleSessionName());
      assertNotNull(heard.poll(30, TimeUnit.SECONDS));
      assertNotNull(alsoHeard.poll(30, TimeUnit.SECONDS));
    }
  }

  // Outside a pod.

  @Test
  void outsideAPodTheNodesRoleIsUsedAndItsRejectionIsIgnored() {
    beNoPod();
    try (Driven<C> chain = adapter.chain()) {
      assertKey(chain, NodeRole.KEY);
      chain.invalidate(NodeRole.KEY);

      assertKey(chain, NodeRole.KEY);
      assertEquals(IrsaStatus.State.MISCONFIGURED, chain.status().state());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "app"})
  void outsideAPodTheProfileIsUsedAsTheSdkDoes(String profile) throws Exception {
    beNoPod();
    write(
        "credentials",
        "[%s]\naws_access_key_id = AKIA1\naws_secret_access_key = SECRET".formatted(profile));
    if (!profile.equals("default")) {
      properties.set("aws.profile", profile);
    }

    try (Driven<C> chain = adapter.chain()) {
      assertKey(chain, "AKIA1");
    }
    assertEquals(0, node.requests());
  }

  /** As after the restore of a frozen process in a pod. */
  @Test
  void afterAllIsDiscardedAnOpenChainLeavesTheRoleOfANodeBefore() {
    beNoPod();
    try (Driven<C> chain = adapter.chain()) {
      assertEquals(NodeRole.KEY, adapter.accessKeyId(chain.credentials()));
      properties.set("aws.roleArn", world.roleArn());
      properties.set("aws.webIdentityTokenFile", world.pod.tokenFile().toString());
      IrsaCredentials.discardAll();

      for (Supplier<C> way : chain.ways()) {
        assertNotEquals(NodeRole.KEY, adapter.accessKeyId(way.get()));
      }
    }
  }
}
