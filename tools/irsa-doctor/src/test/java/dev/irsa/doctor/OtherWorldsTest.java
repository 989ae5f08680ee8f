package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.Report.Verdict;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Worlds that differ from the usual pod as a whole. */
class OtherWorldsTest extends WorldTest {

  @Test
  void keysOfTheNodeInTheEnvironmentAreNamedAsTheNodes() {
    AccessKey node =
        world
            .lab
            .accessKeys()
            .issueSession(world.role(), "i-0123456789abcdef0", Instant.now().plusSeconds(3600));
    world.environment.put("AWS_ACCESS_KEY_ID", node.accessKeyId());
    world.environment.put("AWS_SECRET_ACCESS_KEY", world.secret(node.secretAccessKey()));
    world.environment.put(
        "AWS_SESSION_TOKEN", world.secret(Objects.requireNonNull(node.sessionToken())));

    Report report = examineWhole();

    assertCheck(report.check("IRSA-01"), Verdict.FAIL, "i-0123456789abcdef0, the role of the node");
    assertCheck(report.check("IRSA-06"), Verdict.FAIL, "i-0123456789abcdef0");
    assertEquals("IRSA-06", report.cause().id());
  }

  @Test
  void aPodWithoutTokenVolumeAndVariablesIsToldHowToGetThem() throws IOException {
    world.removeIdentity();
    deleteTree("run/secrets/eks.amazonaws.com");

    Report report = examineWhole();

    assertEquals("IRSA-04", report.cause().id());
    assertCheck(report.cause(), Verdict.FAIL, "kubectl annotate serviceaccount -n shop cart");
    assertCheck(report.check("IRSA-02"), Verdict.SKIP, "IRSA-04");
  }

  @Test
  void aProcessOutsideAPodIsToldSo() throws IOException {
    world.removeIdentity();
    deleteTree("run/secrets");

    Report report = world.examine();

    assertEquals("IRSA-04", report.cause().id());
    assertCheck(report.cause(), Verdict.FAIL, "does not run in a pod", "--env-file");
  }

  @Test
  void withNothingButTheNodesRoleThatRoleIsNamed() throws IOException {
    world.removeIdentity();
    world.startInstanceMetadata("token");

    Report report = examineWhole();

    assertCheck(report.check("IRSA-01"), Verdict.FAIL, "eks-node-role");
    assertEquals("IRSA-04", report.cause().id());
  }

  @Test
  void theRolesMaximumInTheDocumentIsComparedOffline() {
    String policy = world.role().trustPolicy().json();
    world.doctor.trustPolicy(
        world.write(
            "../role.json",
            """
            {"Role": {"Arn": "%s", "MaxSessionDuration": 3600, "AssumeRolePolicyDocument": %s}}"""
                .formatted(world.role().arn(), policy)));
    world.environment.put("IRSA_SESSION_DURATION_SECONDS", "7200");
    world.doctor.offline(true);

    Report report = examineWhole();

    assertCheck(report.check("IRSA-17"), Verdict.FAIL, "MaxSessionDuration of 3600 s");
    assertCheck(report.check("IRSA-02"), Verdict.PASS);
  }

  @Test
  void theChainedRoleMayBeAssumedWithItsExternalIdOnly() {
    world.doctor.chain(chainedRole(), null);
    assertCheck(
        examine("IRSA-18"), Verdict.FAIL, "sts:ExternalId", "--external-id", "sts:TagSession");

    world.doctor.chain("arn:aws:iam::111122223333:role/next", "cart-77");
    assertCheck(examine("IRSA-18"), Verdict.PASS, "role/next");
  }

  private String chainedRole() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole",
         "Condition": {"StringEquals": {"sts:ExternalId": "cart-77"}}}]}"""
            .formatted(world.role().arn());
    return world
        .lab
        .iam()
        .createRole("next", TrustPolicy.parse(policy), Duration.ofHours(1), List.of())
        .arn();
  }

  @Test
  void offlineNothingIsSentAndAnExaminationTakesLessThanASecond() {
    world.doctor.offline(true);
    Report report = examineWhole();
    long shortestNanos = Long.MAX_VALUE;
    // The shortest of ten: a busy machine prolongs some.
    for (int i = 0; i < 10; i++) {
      long startedNanos = System.nanoTime();
      report = world.examine();
      shortestNanos = Math.min(shortestNanos, System.nanoTime() - startedNanos);
    }

    assertTrue(shortestNanos < 1_000_000_000L);
    assertTrue(report.isHealthy(), report::toString);
    assertCheck(report.check("IRSA-07"), Verdict.SKIP, "--offline");
    assertEquals(List.of(), world.lab.requests().all());
    assertEquals(List.of(), world.lab.proxy().requests());
  }

  private void deleteTree(String path) throws IOException {
    world.token().stall();
    try (Stream<Path> files = Files.walk(world.root.resolve(path))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
