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
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.adapter.Adapter.Driven;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.server.Fault;
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

/** Tests the real chain in a process whose system properties replace the environment of a pod. */
public abstract class FailClosedContract<C> {

  protected final PodLab world = new PodLab();
  protected final InstanceMetadata node = NodeRole.start();
  protected final SystemProperties properties = new SystemProperties();
  protected final Adapter<C> adapter;

  protected FailClosedContract(Adapter<C> adapter) throws IOException {
    this.adapter = adapter;
  }

  @BeforeEach
  void beAPod() {
    adapter.beOnANode(properties, node);
    properties.set("aws.roleArn", world.roleArn());
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
  void outsideAPodTheNodesRoleIsUsed() {
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile");

    try (Driven<C> chain = adapter.chain()) {
      for (Supplier<C> way : chain.ways()) {
        assertEquals(NodeRole.KEY, adapter.accessKeyId(way.get()));
      }
      assertEquals(IrsaStatus.State.MISCONFIGURED, chain.status().state());
    }
  }

  @Test
  void aRejectedExchangeNeverLeadsToTheNodesRole() {
    world.lab.deleteServiceAccount(world.account);

    assertEquals("AccessDenied", failure(ExchangeRejectedException.class).code());
  }

  @Test
  void throttledExchangesNeverLeadToTheNodesRole() {
    world.lab.sts().faults().always(Fault.throttle());

    assertTrue(failure(ExchangeUnavailableException.class).isThrottled());
  }

  @Test
  void anIncompleteConfigurationNeverLeadsToTheNodesRole() {
    properties.clear("aws.webIdentityTokenFile");

    var failure = failure(MisconfiguredException.class);

    assertTrue(failure.getMessage().contains("AWS_WEB_IDENTITY_TOKEN_FILE"), failure.getMessage());
  }

  @Test
  void theOnlySourceOfTheProcessNeverLeadsToTheNodesRole() {
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile");
    for (String source : List.of("web-identity", "container", "bogus")) {
      properties.set("irsa.identitySource", source);

      var failure = failure(MisconfiguredException.class);

      assertTrue(failure.getMessage().contains("irsa.identitySource"), failure.getMessage());
    }
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
  void aRoleGivenInCodeAloneIsAnIncompleteConfigurationToo() {
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile");

    try (Driven<C> chain = adapter.chainBuilder().roleArn(world.roleArn()).build()) {
      var thrown = assertThrows(adapter.exceptionType(), chain::credentials);

      assertTrue(thrown.getMessage().contains("AWS_WEB_IDENTITY_TOKEN_FILE"), thrown.getMessage());
    }
    assertEquals(0, node.requests());
  }

  @Test
  void aMissingTokenFileNeverLeadsToTheNodesRole() {
    properties.set("aws.webIdentityTokenFile", "/nonexistent/token");

    failure(TokenUnavailableException.class);
  }

  @Test
  void theSameChainRecoversAfterARejection() {
    world.lab.sts().faults().next(Fault.error("AccessDenied", 403, "not yet"));
    try (Driven<C> chain = adapter.chain()) {
      assertThrows(adapter.sdkExceptionType(), chain::credentials);

      // Resets the pause after a rejection, which a close does not.
      chain.close();
      assertThrows(adapter.sdkExceptionType(), chain::credentials);
      IrsaCredentials.discardAll();

      assertNotEquals(NodeRole.KEY, adapter.accessKeyId(chain.credentials()));
    }
    assertEquals(0, node.requests());
  }

  /** As after the restore of a frozen process in another pod. */
  @Test
  void afterAllIsDiscardedAnOpenChainHasTheIdentityOfThen() {
    try (Driven<C> chain = adapter.chain()) {
      chain.credentials();
      properties.set("aws.roleSessionName", "restored");
      IrsaCredentials.discardAll();

      assertTrue(chain.callerArn(world).endsWith("/restored"));
      assertEquals("restored", chain.status().roleSessionName());
    }
  }

  @Test
  void afterAllIsDiscardedAnOpenChainLeavesTheRoleOfANodeBefore() {
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile");
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

  @Test
  void theBuildersSettingsApplyToThePodsSession() throws Exception {
    BlockingQueue<IrsaEvent> heard = new LinkedBlockingQueue<>();
    BlockingQueue<IrsaEvent> alsoHeard = new LinkedBlockingQueue<>();

    try (Driven<C> chain =
        adapter
            .chainBuilder()
            .addListener(heard::add)
            .addListener(alsoHeard::add)
            .configure(core -> core.roleSessionName("told"))
            .build()) {
      assertEquals(world.lab.roleOf(world.account).sessionArn("told"), chain.callerArn(world));
      assertEquals("told", chain.status().roleSessionName());
      assertNotNull(heard.poll(30, TimeUnit.SECONDS));
      assertNotNull(alsoHeard.poll(30, TimeUnit.SECONDS));
    }
  }
}
