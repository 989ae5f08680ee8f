package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.Report.Check;
import dev.irsa.doctor.Report.Verdict;
import dev.irsa.testkit.server.Fault;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says of worlds that its authors had not seen: what it found, and in words. */
class FindingsTest extends WorldTest {

  private static final String STS = "sts.amazonaws.com";

  @ParameterizedTest
  @CsvSource({
    "1 validation error detected: Value 'x' at 'roleArn' failed to satisfy constraint, IRSA-05",
    "1 validation error detected: Value 'x' at 'roleSessionName' failed, IRSA-23",
    "1 validation error detected: Value '1' at 'durationSeconds' failed, IRSA-17",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role., IRSA-17"
  })
  void theWordsOfStsDecideWhichParameterIsWrong(String message, String id) {
    exchange(Fault.error("ValidationError", 400, message));

    assertCause(id, message.substring(0, 15));
  }

  @Test
  void aZoneIsNotARegionAtAnEndpointOfOneself() {
    world.reachStsDirectly();
    world.environment.put("AWS_REGION", "ap-northeast-2a");

    assertCause("IRSA-08", "AWS_REGION=ap-northeast-2");
  }

  @Test
  void aRegionThatDoesNotExistIsTheReasonWhyItsHostIsUnknown() {
    world.environment.remove("https_proxy");
    world.environment.put("AWS_REGION", "ap-northeast-9");

    assertCause("IRSA-08", "ap-northeast-9", "sts.ap-northeast-9.amazonaws.com");
    world.doctor.offline(true);
    assertCheck(examine("IRSA-08"), Verdict.WARN, "ap-northeast-9");
  }

  @Test
  void aQuestionThatStsDoesNotAnswerIsACause() {
    caller(Fault.answer(502, "text/html", "<html>Bad gateway</html>"));

    assertCause("IRSA-10", "status 502");
  }

  @Test
  void healthyIsSaidOnlyOfWhatWasExamined() {
    world.doctor.offline(true);

    Report report = examineWhole();

    assertTrue(report.isHealthy(), report::toString);
    assertTrue(
        report.conclusion().startsWith("No check failed, but the exchange was not tried"),
        report::conclusion);
  }

  @Test
  void aTokenForOthersComesBeforeAPortThatIsClosed() {
    world.issueTokenFor("vault.example.com");
    world.environment.put("https_proxy", "http://127.0.0.1:" + PodWorld.closedPort());

    assertCause("IRSA-09", "vault.example.com");
  }

  @Test
  void theClockComesBeforeTheSignaturesThatItBreaks() {
    world.clock = Clock.offset(world.clock, Duration.ofMinutes(20));
    caller(Fault.error("SignatureDoesNotMatch", 403, "Signature expired"));

    assertCause("IRSA-15", "ahead of that of STS");
  }

  @Test
  void theWayToStsIsToldByHostPortAndTheVariablesThatChoseThem() {
    int port = PodWorld.closedPort();
    world.environment.put("https_proxy", "http://127.0.0.1:" + port);
    assertCause("IRSA-07", "127.0.0.1:" + port, "(from https_proxy)");

    world.environment.remove("https_proxy");
    world.environment.put("AWS_ENDPOINT_URL_STS", "https://127.0.0.1:" + port);
    assertCause("IRSA-07", "127.0.0.1:" + port, "(AWS_ENDPOINT_URL_STS)");
  }

  @Test
  void aCertificateForAnotherHostIsToldFromOneThatNobodyTrusts() {
    Loopback.Documents other =
        new Loopback.Documents(world.lab.serverContext("sts.example.test"), Map.of());
    world.closeAtTheEnd(other);
    world.reachStsDirectly();
    world.environment.put("AWS_ENDPOINT_URL_STS", "https://127.0.0.1:" + other.port());

    assertCause("IRSA-07", "(AWS_ENDPOINT_URL_STS)", "whose certificate is for other hosts");
  }

  @Test
  void theIssuersDocumentsAreToldApart() {
    String issuer = "http://127.0.0.1:%s";
    try (Loopback.Documents none = new Loopback.Documents(null, Map.of())) {
      mintAt(issuer.formatted(none.port()));
      assertCheck(examine("IRSA-14"), Verdict.FAIL, "/.well-known/openid-configuration", "404");
    }
    String other = "{\"issuer\": \"https://other.example\", \"jwks_uri\": \"https://x.example/k\"}";
    try (Loopback.Documents wrong = documents(other)) {
      mintAt(issuer.formatted(wrong.port()));
      assertCheck(examine("IRSA-14"), Verdict.FAIL, "names the issuer https://other.example");
    }
  }

  private static Loopback.Documents documents(String discovery) {
    return new Loopback.Documents(null, Map.of("/.well-known/openid-configuration", discovery));
  }

  @Test
  void aKeyThatIsNotPublishedIsNamed() {
    world.lab.issuer().rotateSigningKey();
    world.lab.issuer().retireOldKeys();

    assertCause("IRSA-14", "kid ", world.lab.issuer().signingKeyId());
  }

  @Test
  void anIssuerOnLoopbackIsEvaluatedToo() {
    mintAt("http://127.0.0.1:" + PodWorld.closedPort());
    world.giveTrustPolicy();
    world.doctor.offline(true);

    assertCheck(examine("IRSA-16"), Verdict.FAIL, "Statement[0] trusts");
  }

  @Test
  void whatJavaToolOptionsSaysOfTheJvmIsReadFromOutside() {
    world.environment.put("JAVA_TOOL_OPTIONS", "-Dsun.net.inetaddr.ttl=-1");
    assertCheck(examine("IRSA-25"), Verdict.WARN, "sun.net.inetaddr.ttl", "JAVA_TOOL_OPTIONS");

    // The JVM reads it after the other one.
    world.environment.put("JDK_JAVA_OPTIONS", "-Dsun.net.inetaddr.ttl=60");
    assertCheck(examine("IRSA-25"), Verdict.SKIP);
  }

  @Test
  void aPassDoesNotSayAccessDenied() {
    for (Check check : examineWhole().checks()) {
      boolean isCalm = check.verdict() != Verdict.PASS || !check.found().contains("AccessDenied");
      assertTrue(isCalm, check::toString);
    }
  }

  @Test
  void whatIsSkippedForOneReasonIsOneLine() {
    String text = examineWhole().toString();

    assertEquals(1, text.lines().filter(line -> line.contains("not Pod Identity")).count(), text);
    assertTrue(text.contains("(also POD-02, POD-03, "), text);
  }

  private void mintAt(String issuer) {
    String token =
        world.secret(
            world
                .lab
                .issuer()
                .mint(Map.of("iss", issuer, "sub", "system:serviceaccount:shop:cart", "aud", STS)));
    world.write("app/token", token);
    world.environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/app/token");
  }

  private void exchange(Fault fault) {
    world.lab.sts().faults().on("AssumeRoleWithWebIdentity").always(fault);
  }

  private void caller(Fault fault) {
    world.lab.sts().faults().on("GetCallerIdentity").always(fault);
  }
}
