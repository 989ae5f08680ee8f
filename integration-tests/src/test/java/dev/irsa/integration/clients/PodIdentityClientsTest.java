package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.RequestRecord;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks that the lab's EKS Pod Identity agent serves third-party clients, and refuses them for the
 * right reason. What they print is shown in {@code measured/pod-identity.md}.
 */
final class PodIdentityClientsTest extends ClientFixture {

  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+");
  private static final Pattern REQUEST_ID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4,12}){4}");
  private static final Pattern ISSUER_ID = Pattern.compile("/id/[0-9A-F]{32}");
  private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
  private static final Pattern DURATION = Pattern.compile("\\d+(\\.\\d+)? m?s\\b");

  private final MeasuredPage page = MeasuredPage.POD_IDENTITY;
  private final ServiceAccount account =
      lab.createPodIdentityServiceAccount("default", "my-sa", "AmazonS3ReadOnlyAccess");
  private final PodEnvironment pod = lab.startPod(account);

  @ParameterizedTest
  @EnumSource
  void callerIsTheRoleOfTheAssociation(LabClient client) throws Exception {
    Role role = lab.roleOf(account);
    String arn = done(client, environment(client, pod), "whoami");

    assertTrue(arn.startsWith(role.sessionArn("eks-myeks-" + pod.name())), arn);
    page.assertShows(
        PodIdentityTable.ACCEPTED,
        client.toString(),
        code(arn.replace(role.name(), "ROLE").replaceFirst("/eks-.*", "/eks-…")),
        requests());
  }

  @ParameterizedTest
  @EnumSource
  void listsAndReadsTheBucket(LabClient client) throws Exception {
    assertWorks(client, environment(client, pod));
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnAssociationTheClientIsRefused(LabClient client) throws Exception {
    lab.disassociate(account);

    assertRefused(client, PodIdentityTable.NO_ASSOCIATION, 404, "ResourceNotFoundException");
  }

  @ParameterizedTest
  @EnumSource
  void aTokenWithAnotherSignatureIsRefused(LabClient client) throws Exception {
    forgeToken(pod);

    assertRefused(client, PodIdentityTable.FORGED_TOKEN, 400, "InvalidTokenException");
  }

  @ParameterizedTest
  @EnumSource
  void aTrustPolicyWithoutTagSessionIsRefused(LabClient client) throws Exception {
    Role role = lab.roleOf(account);
    String json = role.trustPolicy().json().replace(", \"sts:TagSession\"", "");
    lab.iam().updateRole(role.withTrustPolicy(TrustPolicy.parse(json)));

    assertFalse(json.contains("TagSession"), json);
    assertRefused(client, PodIdentityTable.NO_TAG_SESSION, 400, "AccessDeniedException");
  }

  private void assertRefused(LabClient client, PodIdentityTable table, int status, String code)
      throws Exception {
    Finished run = run(client, environment(client, pod), "whoami");

    assertFalse(run.succeeded(), run::out);
    RequestRecord first = lab.agent().requests().of("GetCredentials").get(0);
    assertEquals(status, first.status(), run::errors);
    assertEquals(code, first.errorCode(), run::errors);
    String complaint = generic(client.complaint(run.errors()));
    page.assertShows(table, client.toString(), code(complaint), requests());
  }

  @ParameterizedTest
  @EnumSource
  void onANodeWithARoleTheClientIsRefusedOrTakesThatRole(LabClient client) throws Exception {
    lab.disassociate(account);
    try (NodeRole node = NodeRole.start()) {
      Map<String, String> environment = new HashMap<>(environment(client, pod));
      environment.remove("AWS_EC2_METADATA_DISABLED");
      environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", node.endpoint());
      Finished run = run(client, environment, "export");

      boolean isNode = run.out().contains(NodeRole.KEY);
      assertEquals(isNode, run.succeeded(), run::errors);
      assertFalse(isNode && client == LabClient.IRSA, "took the role of the node");
      page.assertShows(
          PodIdentityTable.NODE_ROLE, client.toString(), isNode ? "the node's role" : "an error");
    }
  }

  @Test
  void theVersionsAreWritten() throws Exception {
    List<String> versions = new ArrayList<>();
    for (LabClient client : LabClient.values()) {
      versions.add(client.nameAndVersion(home));
    }
    page.write(
        "%s;\nJDK %d, %d cores, %s."
            .formatted(
                String.join(", ", versions),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                LocalDate.now(ZoneOffset.UTC)));
  }

  private String requests() {
    return Integer.toString(lab.agent().requests().arrivals("GetCredentials"));
  }

  /** Returns the text without what differs in each run. */
  private static String generic(String text) {
    String generic = ADDRESS.matcher(text).replaceAll("127.0.0.1");
    generic = REQUEST_ID.matcher(generic).replaceAll("…");
    generic = INSTANT.matcher(generic).replaceAll("…");
    generic = ISSUER_ID.matcher(generic).replaceAll("/id/…");
    return DURATION.matcher(generic).replaceAll("… s");
  }

  private static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }
}
