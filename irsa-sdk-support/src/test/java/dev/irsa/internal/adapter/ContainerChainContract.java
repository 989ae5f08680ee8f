package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.internal.adapter.Adapter.Driven;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Providers and default chains of both SDKs in a pod of EKS Pod Identity on a node that has a role:
 * the place of the container credentials, and that nothing leads from them to the node's role.
 */
public abstract class ContainerChainContract<C> extends ChainOnANode<C> {

  private static final String KEYS =
      "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = SECRET";

  private static final String URI = "aws.containerCredentialsFullUri";
  private static final String TOKEN_FILE = "aws.containerAuthorizationTokenFile";

  /** A lab with a pod of IRSA, beside which there is one of EKS Pod Identity. */
  protected final PodLab world = new PodLab();

  private final IrsaLab lab = world.lab;
  private final ServiceAccount account = lab.createPodIdentityServiceAccount("shop", "cart");
  private final PodEnvironment pod = lab.startPod(account);
  private final CapturedLogs log = CapturedLogs.open();

  protected ContainerChainContract(Adapter<C> adapter) throws IOException {
    super(adapter);
  }

  /** Makes this process one of the pod, without IRSA. */
  @BeforeEach
  void beAPod() {
    properties.clear(
        "aws.roleArn",
        "aws.webIdentityTokenFile",
        "aws.profile",
        "aws.containerCredentialsPath",
        "aws.containerAuthorizationToken");
    properties.set(URI, lab.agent().uri().toString());
    properties.set(TOKEN_FILE, pod.tokenFile().toString());
    properties.set("aws.region", lab.region());
    properties.set("aws.endpointUrlSts", world.pod.plainStsEndpoint().toString());
  }

  /** Makes this process one that is configured for IRSA, too. */
  private void addIrsa() {
    properties.set("aws.roleArn", world.roleArn());
    properties.set("aws.webIdentityTokenFile", world.pod.tokenFile().toString());
  }

  /** Returns the number of requests to the agent. */
  private int requests() {
    return lab.agent().requests().count("GetCredentials");
  }

  private void assertIsThePod(Driven<C> chain) {
    String arn = chain.callerArn(world);
    assertTrue(arn.startsWith(lab.roleOf(account).sessionArn("eks-")), arn);
  }

  @AfterEach
  void closeTheLab() {
    log.close();
    world.close();
  }

  private <T extends CredentialsException> T failure(Class<T> kind) {
    return failure(kind, Duration.ofSeconds(20));
  }

  /** Fails closed: each way ends with a failure of this kind, and the node is not asked. */
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
  void thePodsRoleIsServedBeforeADefaultProfileAndTheNodesRole() throws Exception {
    write("credentials", KEYS);
    try (Driven<C> chain = adapter.chain()) {
      assertIsThePod(chain);
      assertEquals(List.of(), warnings());
    }
    assertEquals(1, requests());
    assertEquals(0, node.requests());
  }

  @Test
  void keysGoBeforeThePodsRoleWithOneWarningAndBeforeANamedProfile() {
    properties.set("aws.profile", "reports");
    adapter.setStaticKeys(properties, "AKIA1");
    try (Driven<C> chain = adapter.chain()) {
      for (Supplier<C> way : chain.ways()) {
        assertEquals("AKIA1", adapter.accessKeyId(way.get()));
      }
      assertEquals(1, warnings().size());
    }
    assertEquals(0, requests());
  }

  @Test
  void aProviderIgnoresStaticKeysWithOneWarning() throws Exception {
    adapter.setStaticKeys(properties, "AKIA1");
    try (Driven<C> provider = adapter.builder().build()) {
      assertIsThePod(provider);
      log.await("The static keys in aws.accessKeyId are ignored");
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
            + " ProfileCredentialsProvider to use the profile, and set"
            + " IRSA_GUARD_ALLOW=profile, so that the guard lets it through",
        conflict.problems().get(0).toString());
    assertEquals(0, requests());
  }

  /**
   * What the SDK's own chain finds depends on the class path: the node's role or its own session.
   */
  @Test
  void aChainThatIsSwitchedOffLeavesThePodToTheSdkWithOneWarning() {
    properties.clear(URI, TOKEN_FILE);
    addIrsa();
    properties.set("irsa.enabled", "off");
    try (Driven<C> chain = adapter.chainBuilder().build()) {
      for (Supplier<C> way : chain.ways()) {
        String key = adapter.accessKeyId(way.get());
        var session = lab.accessKeys().find(key).map(found -> found.principal().arn());
        assertTrue(
            session.orElse("node").matches("node|.*/aws-sdk-java-\\d+"), () -> key + session);
      }
    }
    assertEquals(0, requests());
    List<String> told =
        log.lines().stream().filter(line -> line.contains("switched off by irsa.enabled")).toList();
    assertEquals(1, told.size(), log.lines()::toString);
  }

  /** An identity in code, or a provider without a chain, cannot be meant by a switch. */
  @Test
  void aProviderOrAnIdentityInCodeThatIsSwitchedOffIsAnErrorThatNamesTheSwitch() {
    properties.set("irsa.enabled", "false");
    var chain = adapter.chainBuilder().configure(core -> core.roleArn(world.roleArn()));
    for (Driven<C> driven : List.of(adapter.builder().build(), chain.build())) {
      try (driven) {
        var thrown = assertThrows(adapter.exceptionType(), driven::credentials);
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.contains("irsa is switched off here"), message);
        assertTrue(message.contains("IRSA_ENABLED (from irsa.enabled)"), message);
      }
    }
    assertEquals(0, node.requests());
  }

  @Test
  void withoutANamedProfileTheSameChainRecovers() {
    try (Driven<C> chain = adapter.chain()) {
      properties.set("aws.profile", "reports");
      assertThrows(adapter.exceptionType(), chain::credentials);
      properties.set("aws.profile", " ");

      assertIsThePod(chain);
    }
  }

  @Test
  void irsaGoesBeforeContainerCredentialsAndANamedProfile() throws Exception {
    write("credentials", KEYS);
    properties.set("aws.profile", "default");
    addIrsa();
    try (Driven<C> chain = adapter.chain()) {
      String irsa = lab.roleOf(world.account).sessionArn("irsa-");
      assertTrue(chain.callerArn(world).startsWith(irsa), chain.callerArn(world));
      assertEquals(IdentitySource.WEB_IDENTITY, chain.status().source());
    }
    assertEquals(0, requests());
  }

  /** The page "Adopting" replaces the SDKs' container providers so. */
  @Test
  void inAPodWithBothSourcesTheContainersIdentityIsTheOneOfItsSource() {
    addIrsa();
    var builder = adapter.builder().configure(c -> c.identitySource(IdentitySource.CONTAINER));
    try (Driven<C> container = builder.build()) {
      assertIsThePod(container);
    }
  }

  // Nothing leads from container credentials to the node's role. ChainContract has each kind of
  // failure, ContainerConfigurationTest each kind of incomplete configuration.

  @Test
  void aDenialNeverLeadsToTheNodesRole() {
    lab.disassociate(account);

    assertEquals("ResourceNotFoundException", failure(ExchangeRejectedException.class).code());
  }

  @Test
  void anOutageNeverLeadsToTheNodesRole() {
    lab.agent().stop();

    failure(ExchangeUnavailableException.class, Duration.ofSeconds(1));
  }

  @Test
  void anIncompleteConfigurationNeverLeadsToTheNodesRole() {
    properties.clear(URI);

    MisconfiguredException wrong = failure(MisconfiguredException.class);

    assertTrue(wrong.isConfigured());
    assertTrue(wrong.getMessage().contains("CREDENTIALS_FULL_URI or "), wrong::getMessage);
  }

  // Roles that the pod's role assumes.

  @Test
  void aChainedRoleThatDoesNotAllowTheTagsOfTheSessionIsExplained() {
    Role data = world.role("data", lab.roleOf(account).arn());
    try (Driven<C> provider = adapter.builder().build()) {
      Driven<C> chained = provider.chainedRole(RoleRequest.of(data.arn()));
      var failure = assertThrows(adapter.exceptionType(), chained::credentials);

      assertTrue(adapter.remedy(failure).contains("sts:TagSession"), adapter.remedy(failure));
    }
  }

  private Role roleTrustingTheTagsOf(Role trusted) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Action": ["sts:AssumeRole", "sts:TagSession"], "Principal": {"AWS": "%s"}}]}"""
            .formatted(trusted.arn());
    return lab.iam().createRole("data", TrustPolicy.parse(policy), Duration.ofHours(1), List.of());
  }

  /** The tags of Pod Identity are transitive. */
  @Test
  void aPolicyThatIsTooLargeBesideTheTagsOfPodIdentityIsExplainedAtEachLinkOfAChain() {
    Role data = roleTrustingTheTagsOf(lab.roleOf(account));
    try (Driven<C> provider = adapter.builder().build()) {
      Driven<C> first = provider.chainedRole(RoleRequest.of(data.arn()));
      first.credentials();
      lab.sts()
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
}
