package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.Report.Verdict;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The annotations of the service account, as the API server shows them. */
class ClusterTest extends WorldTest {

  private static final String ACCOUNT = "/api/v1/namespaces/shop/serviceaccounts/cart";

  @Test
  void irsa04AnAnnotatedAccountMeansThatThePodIsOlder() {
    world.removeIdentity();
    apiServer(annotations("eks.amazonaws.com/role-arn"));

    assertCause("IRSA-04", "older than the annotation", "recreate it");
  }

  @Test
  void irsa04AnAccountWithoutAnAnnotationIsToBeAnnotated() {
    world.removeIdentity();
    apiServer("{\"metadata\": {}}");

    assertCheck(examine("IRSA-04"), Verdict.FAIL, "is not annotated", "kubectl annotate");
  }

  @Test
  void irsa05AMisspeltAnnotationIsTheCause() {
    for (String key :
        List.of(
            "eks.amazon.com/role-arn", "eks.amazonaws.com/role_arn", "iam.amazonaws.com/role")) {
      world.removeIdentity();
      apiServer(annotations(key));

      assertCause("IRSA-05", key, "eks.amazonaws.com/role-arn=");
    }
  }

  @Test
  void irsa05AnotherRoleInTheAnnotationMeansThatThePodIsOlder() {
    apiServer(annotations("eks.amazonaws.com/role-arn"));

    assertCheck(examine("IRSA-05"), Verdict.WARN, "Recreate the pod");
  }

  @Test
  void whatTheApiServerRespondsInsteadIsTold() {
    world.removeIdentity();
    apiServer(Map.of("other", ""));

    assertCheck(examine("IRSA-04"), Verdict.FAIL, "status 404");
  }

  @Test
  void theApiServerIsAskedOnlyIfWanted() {
    Loopback.Documents server = apiServer("{}");
    world.doctor.kubernetes(false);

    examineWhole();

    assertEquals(List.of(), server.authorizations());
  }

  @Test
  void theApiServerGetsTheTokenOfTheServiceAccountAndNoOther() throws Exception {
    world.removeIdentity();
    Loopback.Documents server = apiServer(annotations("eks.amazonaws.com/role-arn"));

    examineWhole();

    String token =
        Files.readString(world.root.resolve("run/secrets/kubernetes.io/serviceaccount/token"));
    assertEquals(List.of("Bearer " + token), server.authorizations());
    assertTrue(world.lab.requests().of("AssumeRoleWithWebIdentity").isEmpty());
  }

  private static String annotations(String key) {
    return """
    {"metadata": {"annotations": {"%s": "arn:aws:iam::111122223333:role/cart"}}}"""
        .formatted(key);
  }

  private Loopback.Documents apiServer(String document) {
    return apiServer(Map.of(ACCOUNT, document));
  }

  private Loopback.Documents apiServer(Map<String, String> documents) {
    Loopback.Documents server = new Loopback.Documents(world.lab.serverContext(), documents);
    world.closeAtTheEnd(server);
    world.environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    world.environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(server.port()));
    world.doctor.kubernetes(true);
    return server;
  }
}
