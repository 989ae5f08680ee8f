package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to pods of Pod Identity, besides the causes that are planted elsewhere. */
class PodIdentityTest {

  @TempDir private Path directory;

  private PodWorld world;

  @BeforeEach
  void makeWorld() throws IOException {
    world =
        new PodWorld(Files.createDirectory(directory.resolve("root")), PodWorld.Kind.POD_IDENTITY);
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private Report examine() {
    Report report = world.examine();
    Outputs.assertNothingSecret(report, world);
    return report;
  }

  private void assertCheck(String id, Verdict verdict, String... contained) {
    WorldTest.assertCheck(examine().check(id), verdict, contained);
  }

  @Test
  void theCredentialsOfTheAgentAreProvedAtSts() {
    Report report = examine();

    WorldTest.assertCheck(report.check("IRSA-10"), Verdict.PASS, world.role().name());
    WorldTest.assertCheck(report.check("IRSA-07"), Verdict.SKIP, "Pod Identity");
    assertNull(report.cause(), report::toString);
  }

  @Test
  void withoutARegionTheCredentialsAreStillHealthy() {
    world.environment.keySet().removeAll(List.of("AWS_REGION", "AWS_DEFAULT_REGION"));

    Report report = examine();

    WorldTest.assertCheck(report.check("IRSA-10"), Verdict.SKIP, "AWS_REGION");
    WorldTest.assertCheck(report.check("POD-03"), Verdict.PASS);
    assertNull(report.cause(), report::toString);
  }

  @Test
  void pod02TheGivenTrustPolicyIsJudgedOffline() {
    world.lab.iam().updateRole(world.role().withTrustPolicy(parse(PodWorld.ASSUME_ONLY)));
    world.giveTrustPolicy();
    world.doctor.offline(true);

    assertCheck("POD-02", Verdict.FAIL, "sts:TagSession");
  }

  @Test
  void pod02ConditionsOfTheGivenTrustPolicyAreLeftOut() {
    String conditional =
        PodWorld.ASSUME_ONLY.replace(
            "\"Action\": \"sts:AssumeRole\"",
            "\"Action\": [\"sts:AssumeRole\", \"sts:TagSession\"], \"Condition\": {\"StringEquals\":"
                + " {\"aws:SourceAccount\": \"111122223333\"}}");
    world.lab.iam().updateRole(world.role().withTrustPolicy(parse(conditional)));
    world.giveTrustPolicy();

    assertCheck("POD-02", Verdict.PASS);
  }

  private static dev.irsa.testkit.iam.TrustPolicy parse(String json) {
    return dev.irsa.testkit.iam.TrustPolicy.parse(json);
  }

  @Test
  void pod03TheCommandNamesTheServiceAccount() {
    world.lab.disassociate(world.account);

    assertCheck("POD-03", Verdict.FAIL, "--namespace shop --service-account cart");
  }

  @Test
  void pod04AnSdkThatIsNewEnoughPasses() {
    world.doctor.classPath(
        Jars.sdk2(world.root.resolveSibling("lib"), "auth", "2.21.30").toString());

    assertCheck("POD-04", Verdict.PASS);
  }

  @Test
  void pod05AProxyThatDoesNotExemptTheAgentIsAWarning() {
    world.environment.put(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");
    world.environment.put("http_proxy", "http://10.0.0.9:3128");
    world.doctor.offline(true);
    assertCheck("POD-05", Verdict.WARN, "http_proxy", "no_proxy=169.254.170.23");

    world.environment.put("no_proxy", "169.254.0.0/16");
    assertCheck("POD-05", Verdict.SKIP, "--offline");
  }

  @Test
  void pod06HostNetworkThatWorksIsAWarning() {
    world.environment.put("HOSTNAME", "ip-10-0-1-7.ec2.internal");

    assertCheck("POD-06", Verdict.WARN, "hostNetwork");
  }

  @Test
  void pod06FargateIsToldOfflineByTheNameOfTheNode() {
    world.node = "fargate-ip-10-0-3-9.ec2.internal";
    world.token().rotate();
    world.doctor.offline(true);

    Report report = examine();

    WorldTest.assertCheck(report.check("POD-06"), Verdict.FAIL, "Fargate");
    assertEquals("POD-06", report.cause().id());
  }

  @Test
  void pod07AnAgentThatIsSlowerThanTheSdkWaitsIsAWarning() {
    world.lab.agent().faults().on("GetCredentials").next(Fault.delay(Duration.ofMillis(1_500)));

    assertCheck("POD-07", Verdict.WARN, "hangs up after 1 s");
  }

  @Test
  void pod08TheExpectedRoleIsCompared() {
    world.doctor.expectRole(world.role().arn());

    assertCheck("POD-08", Verdict.PASS, world.role().name());
  }

  @Test
  void pod08CredentialsOfThePreviousAssociationAreRecognised() {
    String old = world.role().arn();
    examine();
    world.lab.disassociate(world.account);
    world.lab.associate(world.account);
    world.doctor.expectRole(world.role().arn());

    Report report = examine();

    WorldTest.assertCheck(
        report.check("POD-08"), Verdict.FAIL, old.substring(old.lastIndexOf('/') + 1), "3 h");
    assertEquals("POD-08", report.cause().id());
  }

  @Test
  void pod09ANameIsAWarningOffline() {
    world.environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/v1/credentials");
    world.doctor.offline(true);

    assertCheck("POD-09", Verdict.WARN, "localhost is a name");
  }

  @Test
  void aTokenInTheEnvironmentIsASecretAndNotAFile() {
    world.environment.remove("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    world.environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", world.token().token().value());

    Report report = examine();

    WorldTest.assertCheck(report.check("IRSA-12"), Verdict.SKIP, "not in a file");
    assertNull(report.cause(), report::toString);
  }

  @Test
  void aTokenThatIsNotAJwtIsLeftToTheServer() {
    world.token().corrupt("opaque-token-of-another-server".getBytes(StandardCharsets.US_ASCII));

    Report report = examine();

    WorldTest.assertCheck(report.check("IRSA-12"), Verdict.PASS);
    assertEquals("IRSA-14", report.cause().id(), report::toString);
  }

  @Test
  void theAgentIsNotAskedOffline() {
    world.doctor.offline(true);

    examine();

    assertEquals(List.of(), world.lab.agent().requests().all());
  }

  @Test
  void anAgentThatHangsDoesNotHoldUpTheDoctor() {
    world.lab.agent().faults().always(Fault.hang());
    long startedNanos = System.nanoTime();

    Report report = examine();

    assertTrue(System.nanoTime() - startedNanos < 10_000_000_000L);
    assertEquals("POD-07", report.cause().id(), report::toString);
  }
}
