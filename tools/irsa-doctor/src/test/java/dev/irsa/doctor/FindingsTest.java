package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.PodWorld.Kind;
import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.Verdict;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The words of single findings, and what a whole report says. */
class FindingsTest extends PodWorldTest {
  /** A pod with a warning counts as healthy. */
  @ParameterizedTest
  @EnumSource
  void itIsFoundWithItsWords(PlantedFinding finding) throws IOException {
    beOf(finding.kind());
    finding.plantIn(world);
    Report report = examineWhole();
    for (List<String> cells : finding.rows()) {
      String[] words = cells.subList(2, cells.size()).toArray(String[]::new);
      if (cells.get(1).equals("CAUSE")) {
        assertCause(report, cells.get(0), words);
      } else {
        String[] verdict = cells.get(1).split(" ", 2);
        assertCheck(report.check(cells.get(0)), Verdict.valueOf(verdict[0]), words);
        boolean isHealthy = verdict.length == 1 && !verdict[0].equals("FAIL");
        assertEquals(isHealthy, report.isHealthy(), report::toString);
      }
    }
    assertNoFixGrantsMore(report);
  }

  /** Applies what changes IAM. Those of single causes are applied by GeneratedWorldsTest. */
  private void assertNoFixGrantsMore(Report report) {
    for (Check check : report.checks()) {
      if (check.fix().contains("{\"")) {
        Access before = Access.of(world);
        boolean unused = AppliedFix.apply(world, check.fix());
        assertEquals(List.of(), Access.of(world).changesSince(before), check::toString);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1 validation error detected: Value 'x' at 'roleArn' failed to satisfy constraint, IRSA-05",
    "1 validation error detected: Value 'x' at 'roleSessionName' failed, IRSA-23",
    "1 validation error detected: Value '1' at 'durationSeconds' failed, IRSA-17",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role., IRSA-17"
  })
  void theWordsOfStsDecideWhichParameterIsWrong(String message, String id) {
    world
        .lab
        .sts()
        .faults()
        .on("AssumeRoleWithWebIdentity")
        .always(Fault.error("ValidationError", 400, message));
    assertCause(id, message.substring(0, 15));
  }

  /** Whatever STS denies: the fix names the policy that does, and changes no other. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          with an explicit deny in a service control policy | SERVICE_CONTROL_POLICY
          with an explicit deny in a resource control policy | RESOURCE_CONTROL_POLICY
          with an explicit deny in a VPC endpoint policy | describe-vpc-endpoints
          because no VPC endpoint policy allows the sts:Any action | describe-vpc-endpoints
          because no permissions boundary allows the sts:Any action | Role.PermissionsBoundary
          because no service control policy allows the sts:Any action | SERVICE_CONTROL_POLICY
          with an explicit deny in a resource-based policy | Narrow the statement
          with an explicit deny in an identity-based policy | Narrow the statement
          """)
  void thePolicyThatAwsNamesIsTheOneToChange(String words, String fix) {
    String arn = "arn:aws:organizations::999999999999:policy/o-ex/any/p-1";
    String message =
        "User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: sts:Any %s%s"
                .formatted(words, words.endsWith("action") ? "" : ": " + arn)
            + ". Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/"
            + "authorization-details/1a2b3c for complete details, or call the"
            + " GetRequestAuthorizationDetails API with the following authorization id: 1a2b3c";
    Fault denial = Fault.error("AccessDenied", 403, message);
    world.chain(world.role(), null);
    Map<String, String> actions =
        Map.of(
            "AssumeRole", "IRSA-18",
            "GetCallerIdentity", "IRSA-10",
            "AssumeRoleWithWebIdentity", "IRSA-02");
    for (String action : List.of("AssumeRole", "GetCallerIdentity", "AssumeRoleWithWebIdentity")) {
      world.lab.sts().faults().on(action).always(denial);

      Check check = examineWhole().check(actions.get(action));

      assertCheck(
          check,
          Verdict.FAIL,
          words,
          fix,
          "get-request-authorization-details --authorization-id 1a2b3c",
          "!\"Effect\"",
          "!Go to https");
      assertTrue(
          check.fix().contains("The policy: " + arn) == words.startsWith("with"), check::fix);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          because no identity-based policy allows the sts:AssumeRole action | The permissions of | !update-assume
          because no role trust policy allows the sts:AssumeRole action | update-assume | !The permissions of
          """)
  void onlyThePolicyThatLacksAChainedRoleIsExtended(String words, String there, String notThere) {
    world.chain(world.role(), null);
    world
        .lab
        .sts()
        .faults()
        .on("AssumeRole")
        .always(
            Fault.error("AccessDenied", 403, "Not authorized to perform sts:AssumeRole " + words));

    assertCheck(examine("IRSA-18"), Verdict.FAIL, there, notThere);
  }

  @Test
  void healthyIsSaidOnlyOfWhatWasExamined() {
    world.startInstanceMetadata("token-of-metadata");
    assertEquals("Healthy: no check failed; 1 warning.", examineWhole().conclusion());
    world.doctor.offline(true);
    Report report = examineWhole();
    assertTrue(report.isHealthy(), report::toString);
    assertTrue(
        report.conclusion().startsWith("No check failed, but the exchange was not tried"),
        report::conclusion);
  }

  @Test
  void aDenialThatHealsIsPropagation() {
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
  void aDenialThatStaysIsTheTrustPolicy() {
    world.editTrustPolicy(":shop:cart", ":default:cart");
    world.doctor.waitForPropagation(true);
    Report report = examineWhole();
    assertCheck(report.check("IRSA-21"), Verdict.PASS, "still refuses after 1 min");
    assertEquals("IRSA-02", report.cause().id());
  }

  @ParameterizedTest
  @EnumSource
  void aHealthyPodIsToldInFewAndCalmWords(Kind kind) throws IOException {
    beOf(kind);
    world.giveTrustPolicy();
    Report report = examineWhole();
    assertNull(report.cause(), report::toString);
    assertEquals("Healthy: no check failed.", report.conclusion(), report::toString);
    for (Check check : report.checks()) {
      assertTrue(check.verdict() != Verdict.FAIL, check::toString);
      boolean isCalm = check.verdict() != Verdict.PASS || !check.found().contains("AccessDenied");
      assertTrue(isCalm, check::toString);
    }
    String text = report.toString();
    String other = kind == Kind.IRSA ? "not Pod Identity" : "not IRSA (also ";
    assertTrue(text.lines().filter(line -> line.contains(other)).count() == 1, text);
    assertTrue(kind != Kind.IRSA || text.contains("(also POD-02, POD-03, "), text);
  }

  @Test
  void theApiServerGetsTheTokenOfTheServiceAccountAndOnlyIfWanted() throws Exception {
    world.removeIdentity();
    LoopbackServer server = world.startApiServer("{}");
    world.doctor.kubernetes(false);
    examineWhole();
    assertEquals(List.of(), server.authorizations());
    world.doctor.kubernetes(true);
    examineWhole();
    String token =
        Files.readString(world.root.resolve("run/secrets/kubernetes.io/serviceaccount/token"));
    assertEquals(List.of("Bearer " + token), server.authorizations());
    assertTrue(world.lab.requests().of("AssumeRoleWithWebIdentity").isEmpty());
  }

  @Test
  void offlineNothingIsSentAndAnExaminationTakesLessThanASecond() {
    world.doctor.offline(true);
    Report report = examineWhole();
    long shortestNanos = Long.MAX_VALUE;
    // The shortest of ten, because a busy machine prolongs some.
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

  @Test
  void theCredentialsOfTheAgentAreProvedAtStsAndBelongToTheExpectedRole() throws IOException {
    beOf(Kind.POD_IDENTITY);
    world.doctor.expectRole(world.role().arn());
    Report report = examineWhole();
    assertCheck(report.check("IRSA-10"), Verdict.PASS, world.role().name());
    assertCheck(report.check("IRSA-07"), Verdict.SKIP, "Pod Identity");
    assertCheck(report.check("POD-08"), Verdict.PASS, world.role().name());
    assertNull(report.cause(), report::toString);
  }

  @Test
  void theGivenTrustPolicyIsJudgedOfflineWithoutTheAgent() throws IOException {
    beOf(Kind.POD_IDENTITY);
    world.setTrustPolicy(PodWorld.ASSUME_ONLY);
    world.giveTrustPolicy();
    world.doctor.offline(true);
    assertCheck(examine("POD-02"), Verdict.FAIL, "sts:TagSession");
    assertEquals(List.of(), world.lab.agent().requests().all());
  }

  @Test
  void credentialsOfThePreviousAssociationAreRecognised() throws IOException {
    beOf(Kind.POD_IDENTITY);
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
}
