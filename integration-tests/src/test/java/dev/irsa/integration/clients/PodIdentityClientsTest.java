package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.RequestRecord;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks that the lab's EKS Pod Identity agent serves third-party clients, and refuses them for the
 * right reason.
 */
final class PodIdentityClientsTest extends ClientFixture {

  private final ServiceAccount account =
      lab.createPodIdentityServiceAccount("default", "my-sa", "AmazonS3ReadOnlyAccess");
  private final PodEnvironment pod = lab.startPod(account);

  @ParameterizedTest
  @EnumSource
  void callerIsTheRoleOfTheAssociation(LabClient client) throws Exception {
    Role role = lab.roleOf(account);
    String arn = done(client, environment(client, pod), "whoami");

    assertTrue(arn.startsWith(role.sessionArn("eks-myeks-" + pod.name())), arn);
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

    assertRefused(client, 404, "ResourceNotFoundException");
  }

  @ParameterizedTest
  @EnumSource
  void aTokenWithAnotherSignatureIsRefused(LabClient client) throws Exception {
    forgeToken(pod);

    assertRefused(client, 400, "InvalidTokenException");
  }

  @ParameterizedTest
  @EnumSource
  void aTrustPolicyWithoutTagSessionIsRefused(LabClient client) throws Exception {
    Role role = lab.roleOf(account);
    String json = role.trustPolicy().json().replace(", \"sts:TagSession\"", "");
    lab.iam().updateRole(role.withTrustPolicy(TrustPolicy.parse(json)));

    assertFalse(json.contains("TagSession"), json);
    assertRefused(client, 400, "AccessDeniedException");
  }

  private void assertRefused(LabClient client, int status, String code) throws Exception {
    Finished run = run(client, environment(client, pod), "whoami");

    assertFalse(run.succeeded(), run::out);
    RequestRecord first = lab.agent().requests().of("GetCredentials").get(0);
    assertEquals(status, first.status(), run::errors);
    assertEquals(code, first.errorCode(), run::errors);
    assertFalse(client.complaint(run.errors()).isEmpty(), run::errors);
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
    }
  }
}
