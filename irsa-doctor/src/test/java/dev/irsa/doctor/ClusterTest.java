package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The annotations of the service account, as the API server shows them. */
class ClusterTest extends WorldTest {

  private static final String ACCOUNT = "/api/v1/namespaces/shop/serviceaccounts/cart";

  @Test
  void irsa04AnAnnotatedAccountMeansThatThePodIsOlder() {
    withoutIdentity();
    apiServer(annotations("eks.amazonaws.com/role-arn"));

    Report report = examineWhole();

    assertEquals("IRSA-04", report.cause().id(), report::toString);
    assertCheck(report.cause(), Verdict.FAIL, "older than the annotation", "recreate it");
  }

  @Test
  void irsa04AnAccountWithoutAnAnnotationIsToBeAnnotated() {
    withoutIdentity();
    apiServer("{\"metadata\": {}}");

    assertCheck(examine("IRSA-04"), Verdict.FAIL, "is not annotated", "kubectl annotate");
  }

  @Test
  void irsa05AMisspeltAnnotationIsTheCause() {
    for (String key :
        List.of(
            "eks.amazon.com/role-arn", "eks.amazonaws.com/role_arn", "iam.amazonaws.com/role")) {
      withoutIdentity();
      apiServer(annotations(key));

      Report report = examineWhole();

      assertEquals("IRSA-05", report.cause().id(), report::toString);
      assertCheck(report.cause(), Verdict.FAIL, key, "eks.amazonaws.com/role-arn=");
    }
  }

  @Test
  void irsa05AnotherRoleInTheAnnotationMeansThatThePodIsOlder() {
    apiServer(annotations("eks.amazonaws.com/role-arn"));

    assertCheck(examine("IRSA-05"), Verdict.WARN, "Recreate the pod");
  }

  @Test
  void anAccountThatMayNotReadItselfIsToldSo() {
    withoutIdentity();
    Loopback.Documents server =
        new Loopback.Documents(
            world.lab.certificateAuthority().serverContext(), Map.of("other", ""));
    use(server);

    assertCheck(examine("IRSA-04"), Verdict.FAIL, "status 404");
  }

  @Test
  void theApiServerIsAskedOnlyIfWanted() {
    Loopback.Documents server =
        new Loopback.Documents(
            world.lab.certificateAuthority().serverContext(), Map.of(ACCOUNT, "{}"));
    use(server);
    world.doctor.kubernetes(false);

    examineWhole();

    assertEquals(List.of(), server.authorizations());
  }

  @Test
  void theApiServerGetsTheTokenOfTheServiceAccountAndNoOther() throws Exception {
    withoutIdentity();
    Loopback.Documents server = apiServer(annotations("eks.amazonaws.com/role-arn"));

    examineWhole();

    String token =
        java.nio.file.Files.readString(
            world.root.resolve("run/secrets/kubernetes.io/serviceaccount/token"));
    assertEquals(List.of("Bearer " + token), server.authorizations());
    assertTrue(world.lab.requests().of("AssumeRoleWithWebIdentity").isEmpty());
  }

  private static String annotations(String key) {
    return """
    {"metadata": {"annotations": {"%s": "arn:aws:iam::111122223333:role/cart"}}}"""
        .formatted(key);
  }

  private Loopback.Documents apiServer(String document) {
    Loopback.Documents server =
        new Loopback.Documents(
            world.lab.certificateAuthority().serverContext(), Map.of(ACCOUNT, document));
    use(server);
    return server;
  }

  private void use(Loopback.Documents server) {
    world.closeAtTheEnd(server);
    world.environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    world.environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(server.port()));
    world.doctor.kubernetes(true);
  }

  private void withoutIdentity() {
    world.environment.keySet().removeAll(List.of("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"));
  }
}
