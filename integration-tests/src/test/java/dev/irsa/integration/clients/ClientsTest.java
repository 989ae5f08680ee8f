package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.internal.adapter.NodeRole;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks that the lab accepts third-party clients in the environment of a pod, with IRSA and with
 * EKS Pod Identity, and rejects them for the right reason: with AWS's code, which the client
 * recognizes and the lab logs.
 */
@Tag("comparison")
final class ClientsTest {

  private static final String EXCHANGE = "AssumeRoleWithWebIdentity";
  private static final String IDENTITY = "GetCallerIdentity";
  private static final String POLICY = "AmazonS3ReadOnlyAccess";

  private final IrsaLab lab = IrsaLab.start();
  private final ServiceAccount account = lab.createServiceAccount("default", "my-sa", POLICY);
  private final PodEnvironment pod = lab.startPod(account);

  @TempDir private Path home;

  ClientsTest() {
    lab.objects().createBucket("reports");
    lab.objects().put("reports", "a.txt", "first".getBytes(StandardCharsets.UTF_8));
    lab.objects().put("reports", "b/c.txt", "second".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private Finished run(LabClient client, Map<String, String> environment, String operation)
      throws Exception {
    // A new home directory each time, as in a new container: AWS CLI stores sessions there.
    Path empty = Files.createTempDirectory(home, "home");
    return new Program(client.command(Operation.parse(operation), home), environment, empty).run();
  }

  private String done(LabClient client, Map<String, String> environment, String operation)
      throws Exception {
    Finished run = run(client, environment, operation);
    assertTrue(run.succeeded(), run::errors);
    return run.out().strip();
  }

  private Map<String, String> environment(LabClient client, PodEnvironment of) {
    return client.reach().environment(lab, of);
  }

  private void assertWorks(LabClient client, Map<String, String> environment, String caller)
      throws Exception {
    String arn = done(client, environment, "whoami");
    assertTrue(arn.startsWith(caller), () -> arn + " is not " + caller);
    String keys = done(client, environment, "list:reports").replaceAll("\\s+", "\n");
    assertEquals("a.txt\nb/c.txt", keys);
    assertEquals("second", done(client, environment, "read:reports:b/c.txt"));
  }

  @ParameterizedTest
  @EnumSource
  void readsTheBucketAsTheRoleOfTheServiceAccount(LabClient client) throws Exception {
    assertWorks(client, environment(client, pod), lab.roleOf(account).sessionArn(""));

    List<RequestRecord> exchanges = lab.requests().of(EXCHANGE);
    assertFalse(exchanges.isEmpty());
    assertTrue(
        exchanges.stream()
            .allMatch(exchange -> account.subject().equals(exchange.details().subject())));
  }

  @ParameterizedTest
  @EnumSource(names = {"AWS_CLI", "GO", "JAVA_V2"})
  void worksByDefaultEndpoints(LabClient client) throws Exception {
    assertWorks(client, Reach.PROXY.environment(lab, pod), lab.roleOf(account).sessionArn(""));
  }

  @ParameterizedTest
  @EnumSource
  void readsTheBucketAsTheRoleOfTheAssociation(LabClient client) throws Exception {
    ServiceAccount other = lab.createPodIdentityServiceAccount("default", "other", POLICY);
    PodEnvironment started = lab.startPod(other);

    assertWorks(
        client,
        environment(client, started),
        lab.roleOf(other).sessionArn("eks-myeks-" + started.name()));
  }

  /**
   * Checks that the last request of this action was rejected with this code, and that the client
   * reports it, or the message, as some do.
   */
  private void assertRefused(Finished run, String action, String code, String message) {
    List<RequestRecord> asked = lab.requests().of(action);
    assertFalse(asked.isEmpty(), run::errors);
    assertEquals(code, asked.get(asked.size() - 1).errorCode(), run::errors);
    assertFalse(run.succeeded(), run::out);
    assertTrue(
        run.errors().contains(code) || run.errors().contains(message),
        () -> "expected " + code + " in: " + run.errors());
  }

  private void assertRefused(Finished run, String action, String code) {
    assertRefused(run, action, code, code);
  }

  private enum Mistake {
    AUDIENCE("InvalidIdentityToken", "Incorrect token audience"),
    STRANGER("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
    EXPIRED("ExpiredTokenException", "Token expired"),
    SIGNATURE("InvalidIdentityToken", "The ID Token's signature is invalid");

    private final String code;
    private final String message;

    Mistake(String code, String message) {
      this.code = code;
      this.message = message;
    }
  }

  /** Returns a pod whose token is refused. */
  private PodEnvironment pod(Mistake mistake) {
    switch (mistake) {
      case AUDIENCE -> {
        return lab.startPod(
            lab.apply(account.withAnnotation("eks.amazonaws.com/audience", "vault")));
      }
      case STRANGER -> {
        return lab.startPod(
            lab.apply(
                ServiceAccount.of("default", "stranger")
                    .withAnnotation("eks.amazonaws.com/role-arn", lab.roleOf(account).arn())));
      }
      case EXPIRED -> pod.tokenVolume().expire(Duration.ofHours(1));
      case SIGNATURE -> forgeToken(pod);
    }
    return pod;
  }

  /** Replaces the pod's token by one whose signature differs in one character. */
  private static void forgeToken(PodEnvironment pod) {
    String token = pod.tokenVolume().token().value();
    int signature = token.lastIndexOf('.') + 1;
    char other = token.charAt(signature) == 'A' ? 'B' : 'A';
    String forged = token.substring(0, signature) + other + token.substring(signature + 1);
    pod.tokenVolume().corrupt(forged.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @EnumSource
  void reportsWhyItsTokenIsRefused(LabClient client) throws Exception {
    for (Mistake mistake : Mistake.values()) {
      Finished run = run(client, environment(client, pod(mistake)), "whoami");

      assertRefused(run, EXCHANGE, mistake.code, mistake.message);
    }
  }

  /** Returns the session obtained by the client itself, as static keys for another process. */
  private Map<String, String> session(LabClient client) throws Exception {
    Map<String, String> environment = new HashMap<>(environment(client, pod));
    Map<String, Object> exported = JSONObjectUtils.parse(done(client, environment, "export"));
    environment.remove("AWS_ROLE_ARN");
    environment.remove("AWS_WEB_IDENTITY_TOKEN_FILE");
    environment.put("AWS_ACCESS_KEY_ID", (String) exported.get("AccessKeyId"));
    environment.put("AWS_SECRET_ACCESS_KEY", (String) exported.get("SecretAccessKey"));
    environment.put("AWS_SESSION_TOKEN", (String) exported.get("SessionToken"));
    return environment;
  }

  @ParameterizedTest
  @EnumSource
  void reportsWhyItsSessionIsRefused(LabClient client) throws Exception {
    Map<String, String> expired = session(client);
    Map<String, String> revoked = session(client);
    Map<String, String> mixed = session(client);
    mixed.put("AWS_SECRET_ACCESS_KEY", revoked.get("AWS_SECRET_ACCESS_KEY"));
    assertRefused(run(client, mixed, "whoami"), IDENTITY, "SignatureDoesNotMatch");

    lab.revokeSessions(account);
    assertRefused(run(client, revoked, "whoami"), IDENTITY, "AccessDenied");

    lab.expireSessions(account);
    assertRefused(run(client, expired, "whoami"), IDENTITY, "ExpiredToken");
    assertRefused(run(client, expired, "list:reports"), "ListObjectsV2", "ExpiredToken");

    lab.deleteServiceAccount(account);
    assertRefused(run(client, expired, "whoami"), IDENTITY, "InvalidClientTokenId");
  }

  @ParameterizedTest
  @EnumSource
  void roleWithoutPolicyMayNotList(LabClient client) throws Exception {
    PodEnvironment other = lab.startPod(lab.createServiceAccount("default", "no-policy"));
    Finished run = run(client, environment(client, other), "list:reports");

    assertRefused(run, "ListObjectsV2", "AccessDenied");
  }

  @ParameterizedTest
  @EnumSource
  void theAgentSaysWhyItRefuses(LabClient client) throws Exception {
    ServiceAccount other = lab.createPodIdentityServiceAccount("default", "other", POLICY);
    PodEnvironment forged = lab.startPod(other);
    forgeToken(forged);
    assertRefusedByAgent(client, forged, 400, "InvalidTokenException");

    Role role = lab.roleOf(other);
    String trust = role.trustPolicy().json();
    String withoutTags = trust.replace(", \"sts:TagSession\"", "");
    assertFalse(trust.equals(withoutTags), trust);
    lab.iam().updateRole(role.withTrustPolicy(TrustPolicy.parse(withoutTags)));
    assertRefusedByAgent(client, lab.startPod(other), 400, "AccessDeniedException");

    PodEnvironment left = lab.startPod(other);
    lab.disassociate(other);
    assertRefusedByAgent(client, left, 404, "ResourceNotFoundException");
  }

  private void assertRefusedByAgent(
      LabClient client, PodEnvironment refused, int status, String code) throws Exception {
    lab.agent().requests().clear();
    Finished run = run(client, environment(client, refused), "whoami");

    assertFalse(run.succeeded(), run::out);
    assertFalse(run.errors().isBlank());
    RequestRecord first = lab.agent().requests().of("GetCredentials").get(0);
    assertEquals(status, first.status(), run::errors);
    assertEquals(code, first.errorCode(), run::errors);
  }

  @ParameterizedTest
  @EnumSource
  void onANodeWithARoleTheClientIsRefusedOrTakesThatRole(LabClient client) throws Exception {
    ServiceAccount other = lab.createPodIdentityServiceAccount("default", "other", POLICY);
    Map<String, String> environment = new HashMap<>(environment(client, lab.startPod(other)));
    lab.disassociate(other);
    try (InstanceMetadata node = NodeRole.start()) {
      environment.remove("AWS_EC2_METADATA_DISABLED");
      environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", node.endpoint());
      Finished run = run(client, environment, "export");

      boolean isNode = run.out().contains(NodeRole.KEY);
      assertEquals(isNode, run.succeeded(), run::errors);
      assertFalse(isNode && client == LabClient.IRSA, "took the role of the node");
    }
  }
}
