package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.internal.adapter.Adapter.Driven;
import dev.irsa.policy.Role;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Default chains of both SDKs in a pod of EKS Pod Identity on a node that has a role: the place of
 * the container credentials, and that nothing leads from them to the node's role.
 */
public abstract class ContainerChainContract<C> extends ChainOnANode<C> {

  private static final String KEYS =
      "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = SECRET";

  protected final ContainerLab pod = new ContainerLab();
  private final CapturedLogs log = CapturedLogs.open();

  protected ContainerChainContract(Adapter<C> adapter) throws IOException {
    super(adapter);
  }

  @BeforeEach
  void beAPod() {
    pod.enter(properties);
  }

  @AfterEach
  void closeTheLab() {
    log.close();
    pod.close();
  }

  private void assertKey(Driven<C> chain, String expected) {
    for (Supplier<C> way : chain.ways()) {
      assertEquals(expected, adapter.accessKeyId(way.get()));
    }
  }

  /** Fails closed: each way ends with a failure of this kind, and the node is not asked. */
  private <T extends CredentialsException> T failure(Class<T> kind) {
    return failure(kind, Duration.ofSeconds(20));
  }

  private <T extends CredentialsException> T failure(Class<T> kind, Duration deadline) {
    T failure = null;
    try (Driven<C> chain =
        adapter.chainBuilder().configure(core -> core.deadline(deadline)).build()) {
      for (Supplier<C> way : chain.ways()) {
        var thrown = assertThrows(adapter.sdkExceptionType(), way::get);
        failure = assertInstanceOf(kind, thrown.getCause());
      }
    }
    assertEquals(0, node.requests());
    return failure;
  }

  // The place of the container credentials.

  @Test
  void thePodsRoleIsServedBeforeTheNodesRole() {
    try (Driven<C> chain = adapter.chain()) {
      String arn = chain.callerArn(pod.world);

      assertTrue(arn.startsWith(pod.sessions()), arn);
      assertKey(chain, adapter.accessKeyId(chain.credentials()));
    }
    assertEquals(1, pod.requests());
    assertEquals(0, node.requests());
  }

  @Test
  void theStatusDescribesThePodsSessionEvenBeforeTheFirstCall() {
    try (Driven<C> chain = adapter.chainBuilder().build()) {
      IrsaStatus before = chain.status();
      chain.credentials();

      assertEquals(IrsaStatus.State.EMPTY, before.state());
      assertEquals(IdentitySource.CONTAINER, before.source());
      assertEquals(pod.lab.agent().uri(), before.endpoint());
      assertEquals(IrsaStatus.State.FRESH, chain.status().state());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "reports"})
  void keysGoBeforeThePodsRoleWithOneWarningAndBeforeANamedProfile(String profile) {
    properties.set("aws.profile", profile);
    adapter.setStaticKeys(properties, "AKIA1");
    try (Driven<C> chain = adapter.chainBuilder().build()) {
      assertKey(chain, "AKIA1");
      assertEquals(1, warnings().size());
    }
    assertEquals(0, pod.requests());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        KEYS,
        "[default]\ncredential_process = /nonexistent/command",
        "[default]\nrole_arn = x\nweb_identity_token_file = /nonexistent/token"
      })
  void thePodsRoleGoesBeforeADefaultProfile(String profile) throws Exception {
    write("credentials", profile);
    write("config", profile);
    try (Driven<C> chain = adapter.chain()) {
      assertTrue(chain.callerArn(pod.world).startsWith(pod.sessions()));
      assertEquals(List.of(), warnings());
    }
  }

  /** Sessions of other tests may still write their lines. */
  private List<String> warnings() {
    return log.lines().stream().filter(line -> line.contains("shadow")).toList();
  }

  @Test
  void aNamedProfileBesideThePodsRoleIsAnErrorThatNamesBothAndTheWaysOut() throws Exception {
    write("credentials", KEYS);
    properties.set("aws.profile", "default");

    MisconfiguredException conflict = failure(MisconfiguredException.class);

    assertTrue(conflict.isConfigured());
    assertEquals(1, conflict.problems().size());
    assertEquals(
        "AWS_PROFILE (from aws.profile): names profile \"default\" beside"
            + " AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE."
            + " Fix: unset aws.profile to use the pod's role, or give the client the SDK's own"
            + " ProfileCredentialsProvider to use the profile",
        conflict.problems().get(0).toString());
    assertEquals(0, pod.requests());
  }

  @Test
  void aNamedProfileBesideHalfOfPodIdentityIsReportedWithWhatIsMissing() {
    properties.set("aws.profile", "reports");
    pod.leave(properties);
    properties.set("aws.containerAuthorizationTokenFile", "/token");

    MisconfiguredException conflict = failure(MisconfiguredException.class);

    assertEquals(2, conflict.problems().size(), conflict::getMessage);
    assertTrue(conflict.getMessage().contains("profile \"reports\" beside"));
    assertTrue(conflict.getMessage().contains("CREDENTIALS_FULL_URI or "), conflict::getMessage);
  }

  @Test
  void withoutANamedProfileTheSameChainRecovers() {
    try (Driven<C> chain = adapter.chainBuilder().build()) {
      properties.set("aws.profile", "reports");
      assertThrows(adapter.exceptionType(), chain::credentials);
      properties.set("aws.profile", " ");

      assertTrue(chain.callerArn(pod.world).startsWith(pod.sessions()));
    }
  }

  @Test
  void irsaGoesBeforeContainerCredentialsAndANamedProfile() throws Exception {
    write("credentials", KEYS);
    properties.set("aws.profile", "default");
    pod.addIrsa(properties);
    try (Driven<C> chain = adapter.chain()) {
      assertTrue(chain.callerArn(pod.world).startsWith(pod.irsaSessions()));
      assertEquals(IdentitySource.WEB_IDENTITY, chain.status().source());
    }
    assertEquals(0, pod.requests());
  }

  @Test
  void irsaThatFailsDoesNotLeadToContainerCredentials() {
    pod.addIrsa(properties);
    pod.lab.deleteServiceAccount(pod.world.account);

    failure(ExchangeRejectedException.class);

    assertEquals(0, pod.requests());
  }

  @Test
  void halfOfIrsaDoesNotLeadToContainerCredentials() {
    properties.set("aws.roleArn", pod.world.roleArn());

    MisconfiguredException wrong = failure(MisconfiguredException.class);

    assertTrue(wrong.getMessage().contains("AWS_WEB_IDENTITY_TOKEN_FILE: is not set"));
    assertTrue(wrong.getMessage().contains("remove aws.roleArn"), wrong::getMessage);
    assertEquals(0, pod.requests());
  }

  @Test
  void containerCredentialsGivenInCodeGoBeforeProfiles() throws Exception {
    write("credentials", KEYS);
    properties.set("aws.profile", "default");
    pod.leave(properties);
    try (Driven<C> chain =
        adapter.chainBuilder().container(pod.lab.agent().uri(), pod.pod.tokenFile()).build()) {
      assertTrue(chain.callerArn(pod.world).startsWith(pod.sessions()));
    }
  }

  // Nothing leads from container credentials to the node's role.

  @Test
  void aDenialNeverLeadsToTheNodesRole() {
    pod.lab.disassociate(pod.account);

    assertEquals("ResourceNotFoundException", failure(ExchangeRejectedException.class).code());
  }

  static Stream<Arguments> outages() {
    return Stream.of(
        arguments("throttling", Fault.error("ThrottlingException", 429, "slow")),
        arguments("a failure", Fault.error("InternalServerException", 500, "oops")),
        arguments("silence", Fault.hang()),
        arguments("another server", Fault.answer(404, "text/html", "<html></html>")),
        arguments("no agent", null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outages")
  void anOutageNeverLeadsToTheNodesRole(String row, Fault fault) {
    if (fault == null) {
      pod.lab.agent().stop();
    } else {
      pod.lab.agent().faults().always(fault);
    }

    failure(ExchangeUnavailableException.class, Duration.ofSeconds(1));
  }

  @Test
  void aMissingTokenFileNeverLeadsToTheNodesRole() {
    properties.set("aws.containerAuthorizationTokenFile", "/nonexistent/token");

    failure(TokenUnavailableException.class);
  }

  /**
   * {@code ContainerConfigurationTest} and {@code ContainerHostsTest} have the other kinds of
   * halves.
   */
  @Test
  void anIncompleteConfigurationNeverLeadsToTheNodesRole() {
    pod.leave(properties);
    properties.set("aws.containerAuthorizationTokenFile", "/token");

    MisconfiguredException wrong = failure(MisconfiguredException.class);

    assertTrue(wrong.isConfigured());
    assertTrue(wrong.getMessage().contains("CREDENTIALS_FULL_URI or "), wrong::getMessage);
  }

  @Test
  void aRefreshAndARejectedKeyReachThePodsSession() {
    try (Driven<C> chain = adapter.chain()) {
      String before = adapter.accessKeyId(chain.credentials());
      pod.lab.agent().restart();
      chain.refresh();
      String refreshed = adapter.accessKeyId(chain.credentials());
      pod.lab.agent().restart();
      chain.invalidate(refreshed);
      String replaced = adapter.accessKeyId(chain.credentials());

      assertEquals(3, Stream.of(before, refreshed, replaced).distinct().count());
    }
    assertEquals(3, pod.requests());
  }

  // Roles that the pod's role assumes.

  @Test
  void aRoleChainedInCodeIsAssumedWithThePodsCredentials() {
    Role data = pod.roleTrustingThePod("data");
    try (Driven<C> provider = adapter.builder().build()) {
      String arn = provider.chainedRole(RoleRequest.of(data.arn())).callerArn(pod.world);

      assertTrue(arn.contains(":assumed-role/data/"), arn);
    }
    assertEquals(1, pod.requests());
  }

  @Test
  void aChainedRoleThatDoesNotAllowTheTagsOfTheSessionIsExplained() {
    Role data = pod.world.role("data", pod.lab.roleOf(pod.account).arn());
    try (Driven<C> provider = adapter.builder().build()) {
      Driven<C> chained = provider.chainedRole(RoleRequest.of(data.arn()));
      var failure = assertThrows(adapter.exceptionType(), chained::credentials);

      assertTrue(adapter.remedy(failure).contains("sts:TagSession"), adapter.remedy(failure));
    }
  }

  /** The tags of Pod Identity are transitive. */
  @Test
  void aPolicyThatIsTooLargeBesideTheTagsOfPodIdentityIsExplainedAtEachLinkOfAChain() {
    Role data = pod.roleTrustingThePod("data");
    try (Driven<C> provider = adapter.builder().build()) {
      Driven<C> first = provider.chainedRole(RoleRequest.of(data.arn()));
      first.credentials();
      pod.lab
          .sts()
          .faults()
          .on("AssumeRole")
          .always(Fault.error("PackedPolicyTooLarge", 400, "Packed size consumes 104%"));
      RoleRequest next = RoleRequest.of("arn:aws:iam::111122223333:role/next");

      for (Driven<C> link : List.of(provider.chainedRole(next), first.chainedRole(next))) {
        var failure = assertThrows(adapter.exceptionType(), link::credentials);

        assertTrue(failure.getMessage().contains("Packed size consumes 104%"));
        assertTrue(adapter.remedy(failure).contains("three quarters"), adapter.remedy(failure));
        assertTrue(adapter.remedy(failure).contains("--disable-session-tags"));
      }
    }
  }

  @Test
  void aChainedRoleNeedsARegionWhichThePodsCredentialsDoNot() {
    properties.clear("aws.region", "aws.endpointUrlSts");
    try (Driven<C> provider = adapter.builder().build()) {
      provider.credentials();
      Driven<C> chained =
          provider.chainedRole(RoleRequest.of("arn:aws:iam::111122223333:role/data"));
      var failure = assertThrows(adapter.exceptionType(), chained::credentials);

      assertTrue(failure.getMessage().contains("AWS_REGION or AWS_DEFAULT_REGION"));
      assertTrue(adapter.remedy(failure).contains("RoleRequest.withRegion(...)"));
    }
    assertEquals(1, pod.requests());
  }
}
