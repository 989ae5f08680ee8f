package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.Report.Verdict;
import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is particular to pods of Pod Identity, besides the causes that are planted elsewhere. */
class PodIdentityTest extends WorldTest {

  @Override
  PodWorld.Kind kind() {
    return PodWorld.Kind.POD_IDENTITY;
  }

  @Test
  void theCredentialsOfTheAgentAreProvedAtStsAndBelongToTheExpectedRole() {
    world.doctor.expectRole(world.role().arn());

    Report report = examineWhole();

    assertCheck(report.check("IRSA-10"), Verdict.PASS, world.role().name());
    assertCheck(report.check("IRSA-07"), Verdict.SKIP, "Pod Identity");
    assertCheck(report.check("POD-08"), Verdict.PASS, world.role().name());
    assertNull(report.cause(), report::toString);
  }

  @Test
  void withoutARegionTheCredentialsAreStillHealthy() {
    world.environment.keySet().removeAll(List.of("AWS_REGION", "AWS_DEFAULT_REGION"));

    Report report = examineWhole();

    assertCheck(report.check("IRSA-10"), Verdict.SKIP, "AWS_REGION");
    assertCheck(report.check("POD-03"), Verdict.PASS);
    assertNull(report.cause(), report::toString);
  }

  @Test
  void pod02TheGivenTrustPolicyIsJudgedOfflineWithoutTheAgent() {
    world.setTrustPolicy(PodWorld.ASSUME_ONLY);
    world.giveTrustPolicy();
    world.doctor.offline(true);

    assertCheck(examine("POD-02"), Verdict.FAIL, "sts:TagSession");
    assertEquals(List.of(), world.lab.agent().requests().all());
  }

  @Test
  void pod04AnSdkThatIsNewEnoughPasses() {
    world.classPath("software.amazon.awssdk:auth:2.21.30");

    assertCheck(examine("POD-04"), Verdict.PASS);
  }

  @Test
  void pod05AProxyThatDoesNotExemptTheAgentIsAWarning() {
    world.environment.put(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");
    world.environment.put("http_proxy", "http://10.0.0.9:3128");
    world.doctor.offline(true);
    assertCheck(examine("POD-05"), Verdict.WARN, "http_proxy", "no_proxy=169.254.170.23");

    world.environment.put("no_proxy", "169.254.0.0/16");
    assertCheck(examine("POD-05"), Verdict.SKIP, "--offline");
  }

  @Test
  void pod06HostNetworkThatWorksIsAWarning() {
    world.environment.put("HOSTNAME", "ip-10-0-1-7.ec2.internal");

    assertCheck(examine("POD-06"), Verdict.WARN, "hostNetwork");
  }

  @Test
  void pod07AnAgentThatIsSlowerThanTheSdkWaitsIsAWarning() {
    world.lab.agent().faults().on("GetCredentials").next(Fault.delay(Duration.ofMillis(1_500)));

    assertCheck(examine("POD-07"), Verdict.WARN, "hangs up after 1 s");
  }

  @Test
  void irsa06AProfileThatComesBeforePodIdentityIsAWarning() {
    world.environment.put("AWS_PROFILE", "legacy");

    assertCheck(examine("IRSA-06"), Verdict.WARN, "before Pod Identity", "Remove AWS_PROFILE");
  }

  @Test
  void pod08CredentialsOfThePreviousAssociationAreRecognised() {
    String old = world.role().arn();
    examineWhole();
    world.lab.disassociate(world.account);
    world.lab.associate(world.account);
    world.doctor.expectRole(world.role().arn());

    Report report = examineWhole();

    assertCheck(
        report.check("POD-08"), Verdict.FAIL, old.substring(old.lastIndexOf('/') + 1), "3 h");
    assertEquals("POD-08", report.cause().id());
  }

  @Test
  void aTokenInTheEnvironmentIsASecretAndNotAFile() {
    world.environment.remove("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    world.environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", world.token().token().value());

    Report report = examineWhole();

    assertCheck(report.check("IRSA-12"), Verdict.SKIP, "not in a file");
    assertNull(report.cause(), report::toString);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anAgentThatHangsDoesNotHoldUpTheDoctor() {
    world.lab.agent().faults().always(Fault.hang());
    long startedNanos = System.nanoTime();

    Report report = examineWhole();

    assertTrue(System.nanoTime() - startedNanos < 10_000_000_000L);
    assertEquals("POD-07", report.cause().id(), report::toString);
  }
}
