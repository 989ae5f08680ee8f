package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.Report.Verdict;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What works now but may fail later is a warning, and the pod counts as healthy. */
class WarningsTest extends WorldTest {

  private static final String TOKEN = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";

  @Test
  void irsa21ADenialThatHealsIsPropagation() {
    world
        .lab
        .sts()
        .faults()
        .on("AssumeRoleWithWebIdentity")
        .next(2, Fault.error("AccessDenied", 403, "Not authorized"));
    world.doctor.waitForPropagation(true);

    Report report = examineWhole();

    assertCheck(report.check("IRSA-21"), Verdict.WARN, "10 s later", "AccessDenied");
    assertNull(report.cause(), report::toString);
    assertEquals(List.of(Duration.ofSeconds(5), Duration.ofSeconds(5)), world.pauses);
  }

  @Test
  void irsa21ADenialThatStaysIsTheTrustPolicy() {
    world.editTrustPolicy(":shop:cart", ":default:cart");
    world.doctor.waitForPropagation(true);

    Report report = examineWhole();

    assertCheck(report.check("IRSA-21"), Verdict.PASS, "still refuses after 1 min");
    assertEquals("IRSA-02", report.cause().id());
  }

  @Test
  void irsa22InstanceMetadataWithinReachIsAWarningThatNamesTheNodesRole() {
    world.startInstanceMetadata(world.secret("AQAEAMetadataTokenThatNobodyMaySee=="));

    Report report = examineWhole();

    assertCheck(report.check("IRSA-22"), Verdict.WARN, "eks-node-role", "hop-limit 1");
    assertTrue(report.isHealthy());
    assertEquals("Healthy: no check failed; 1 warning.", report.conclusion());
  }

  @Test
  void irsa10RightCredentialsArePassedWithTheirMeaning() {
    assertCheck(examine("IRSA-10"), Verdict.PASS, "credentials are right", "assumed-role");
  }

  @Test
  void irsa13ACopiedTokenIsNeverReplaced() throws IOException {
    world.write("app/token", Files.readString(world.token().tokenFile()));
    world.environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/app/token");

    assertCheck(examine("IRSA-13"), Verdict.WARN, "/app/token", "is never replaced", "..data");
  }

  @Test
  void irsa13ATokenInTheLastTenthOfItsLifeWasNotReplacedInTime() {
    world.clock = Clock.offset(world.clock, Duration.ofHours(22));
    world.doctor.offline(true);

    assertCheck(examine("IRSA-13"), Verdict.WARN, "should have been replaced");
  }

  @Test
  void irsa15AClockThatIsOffByAMinuteIsAWarning() {
    world.clock = Clock.offset(world.clock, Duration.ofMinutes(1));

    assertCheck(examine("IRSA-15"), Verdict.WARN, "ahead of that of STS");
  }

  @Test
  void irsa14AnIssuerOutOfReachIsHarmlessInAPrivateCluster() {
    world.reachStsDirectly();

    Report report = examineWhole();

    assertCheck(report.check("IRSA-14"), Verdict.WARN, "private cluster");
    assertTrue(report.isHealthy());
  }

  @Test
  void irsa06PodIdentityBesideIrsaIsAWarning() {
    world.environment.put(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");
    world.environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/run/token");

    assertCheck(examine("IRSA-06"), Verdict.WARN, "IRSA, which comes first", "<- used");
  }

  @Test
  void irsa06AProfileBesideIrsaIsAWarning() {
    world.environment.put("AWS_PROFILE", "legacy");

    assertCheck(examine("IRSA-06"), Verdict.WARN, "AWS_PROFILE");
  }

  @Test
  void irsa06HalfOfIrsaBesideAWholePodIdentityFails() {
    world.environment.remove("AWS_WEB_IDENTITY_TOKEN_FILE");
    world.environment.put(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");
    world.environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/run/token");

    assertCheck(examine("IRSA-06"), Verdict.FAIL, "half of IRSA stands beside Pod Identity");
  }

  @Test
  void irsa02APolicyForAllServiceAccountsIsTooBroad() {
    world.editTrustPolicy("\"StringEquals\"", "\"StringLike\"");
    world.editTrustPolicy("system:serviceaccount:shop:cart", "system:serviceaccount:*");
    world.giveTrustPolicy();

    Report report = examineWhole();

    assertCheck(report.check("IRSA-02"), Verdict.WARN, "every other service account too");
    assertTrue(report.isHealthy());
  }

  @Test
  void irsa09APolicyWithoutAnAudienceIsAWarning() {
    world.editTrustPolicy("\"" + issuer() + ":aud\": \"sts.amazonaws.com\",", "");
    world.giveTrustPolicy();

    assertCheck(examine("IRSA-09"), Verdict.WARN, "does not restrict the audience");
  }

  @Test
  void irsa04TheTokenOfAnotherServiceAccountIsAWarning() {
    world.write(
        "run/secrets/kubernetes.io/serviceaccount/token",
        world.lab.issuer().mint(Map.of("sub", "system:serviceaccount:shop:checkout")));

    assertCheck(examine("IRSA-04"), Verdict.WARN, "shop/checkout");
  }

  @Test
  void irsa23TheNameThatIrsaDerivesFromThePodIsStable() {
    assertCheck(examine("IRSA-23"), Verdict.PASS, "irsa-cart-7c9d8");
  }

  @Test
  void irsa25TheThinJarBesideTheBundleIsAWarning() {
    world.classPath("dev.irsa:irsa-sdk-v2:0.1.0", "dev.irsa:irsa-sdk-v2-bundle:0.1.0");

    assertCheck(examine("IRSA-25"), Verdict.WARN, "thin jar");
  }

  @Test
  void irsa26TheAgentSuppliesAnSdkWithoutItsModuleSts() {
    world.write("opt/irsa/irsa-agent.jar", "");
    world.environment.put(
        "JAVA_TOOL_OPTIONS", "-javaagent:/opt/irsa/irsa-agent.jar=instance-metadata=open");
    world.classPath("software.amazon.awssdk:auth:2.40.2");

    assertEquals(Verdict.PASS, examine("IRSA-26").verdict());
    assertEquals(Verdict.PASS, examine("IRSA-01").verdict());
  }

  @Test
  void irsa01HadoopWithoutAListOfProvidersIsAWarning() {
    Path lib = world.lib();
    Jars.write(lib, "org.apache.hadoop:hadoop-aws:3.3.6");
    world.doctor.classPath(lib + "/*");

    assertCheck(examine("IRSA-01"), Verdict.WARN, "dev.irsa.sdk.v1.IrsaCredentialsProvider");
  }

  @Test
  void aTokenThatWasTruncatedIsNotPrinted() {
    world.token().truncate();

    assertCheck(examine("IRSA-12"), Verdict.FAIL, TOKEN);
  }

  private String issuer() {
    return world.lab.issuer().issuer().toString().substring("https://".length());
  }
}
