package dev.irsa.testkit.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.Role;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.StsException;

class AssumeRoleWithWebIdentityTest {
  private final StsWorld world = new StsWorld();
  private final Role role = world.role(StsWorld.SUBJECT);

  @AfterEach
  void close() {
    world.close();
  }

  private AssumeRoleWithWebIdentityResponse exchange(String token) {
    return exchange(token, request -> {});
  }

  private AssumeRoleWithWebIdentityResponse exchange(
      String token, Consumer<AssumeRoleWithWebIdentityRequest.Builder> more) {
    return world
        .anonymous()
        .assumeRoleWithWebIdentity(
            request -> {
              request.roleArn(role.arn()).roleSessionName("a-pod").webIdentityToken(token);
              more.accept(request);
            });
  }

  private StsException refusal(String token) {
    return assertThrows(StsException.class, () -> exchange(token));
  }

  private static void assertRefused(StsException refusal, int status, String code, String text) {
    assertEquals(code, refusal.awsErrorDetails().errorCode());
    assertEquals(status, refusal.statusCode());
    assertTrue(
        refusal.awsErrorDetails().errorMessage().contains(text),
        refusal.awsErrorDetails().errorMessage());
  }

  @Test
  void aGoodTokenIsExchangedForASessionOfTheRole() {
    AssumeRoleWithWebIdentityResponse answer = exchange(world.token());

    assertTrue(answer.credentials().accessKeyId().matches("ASIA[A-Z2-7]{16}"));
    assertEquals(40, answer.credentials().secretAccessKey().length());
    assertEquals(Instant.parse("2031-03-14T16:04:05Z"), answer.credentials().expiration());
    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/" + role.name() + "/a-pod",
        answer.assumedRoleUser().arn());
    assertEquals(role.roleId() + ":a-pod", answer.assumedRoleUser().assumedRoleId());
    assertEquals(StsWorld.SUBJECT, answer.subjectFromWebIdentityToken());
    assertEquals("sts.amazonaws.com", answer.audience());
    assertEquals(world.account.providerArn(StsWorld.ISSUER), answer.provider());
    assertNull(answer.packedPolicySize());
  }

  @Test
  void theRequestedDurationIsGrantedUpToTheRolesMaximum() {
    assertEquals(
        Instant.parse("2031-03-14T15:19:05Z"),
        exchange(world.token(), r -> r.durationSeconds(900)).credentials().expiration());

    StsException refusal =
        assertThrows(
            StsException.class, () -> exchange(world.token(), r -> r.durationSeconds(3601)));
    assertRefused(refusal, 400, "ValidationError", "exceeds the MaxSessionDuration");

    world.account.updateRole(role.withMaxSessionDuration(Duration.ofHours(12)));
    assertEquals(
        Instant.parse("2031-03-15T03:04:05Z"),
        exchange(world.token(), r -> r.durationSeconds(43_200)).credentials().expiration());
  }

  @Test
  void aModifiedTokenIsRejected() {
    assertRefused(refusal(world.forged()), 400, "InvalidIdentityToken", "signature");
  }

  @Test
  void aTokenOfAnUnknownKeyIsRejectedAfterFetchingTheKeysAgain() {
    exchange(world.token());
    OidcIssuer stranger = OidcIssuer.at(StsWorld.ISSUER);
    stranger.rotateSigningKey();

    StsException refusal = refusal(stranger.mint(world.claims()));

    assertRefused(
        refusal,
        400,
        "InvalidIdentityToken",
        "Couldn't retrieve verification key from your identity provider,  please reference");
    assertEquals(4, world.fetched.size());
  }

  @Test
  void keysAreFetchedOnceAndAgainForARotatedOne() {
    OidcIssuer rotating = OidcIssuer.at(StsWorld.ISSUER);
    try (StsWorld other = new StsWorld(LabStsSettings.of("ap-northeast-2"), rotating)) {
      Role otherRole = other.role(StsWorld.SUBJECT);
      Consumer<AssumeRoleWithWebIdentityRequest.Builder> request =
          r -> r.roleArn(otherRole.arn()).roleSessionName("a-pod").webIdentityToken(other.token());

      other.anonymous().assumeRoleWithWebIdentity(request);
      other.anonymous().assumeRoleWithWebIdentity(request);
      int before = other.fetched.size();
      rotating.rotateSigningKey();
      other.anonymous().assumeRoleWithWebIdentity(request);

      assertEquals(List.of(2, 4), List.of(before, other.fetched.size()));
      assertTrue(other.fetched.get(0).toString().endsWith("/.well-known/openid-configuration"));
      assertTrue(other.fetched.get(1).toString().endsWith("/keys"));
    }
  }

  @Test
  void anIssuerThatCannotBeReadMeansNoVerificationKey() {
    world.issuerFailure = new IOException("status 503");

    assertRefused(
        refusal(world.token()), 400, "InvalidIdentityToken", "Couldn't retrieve verification key");
  }

  @Test
  void anIssuerThatDoesNotAnswerInTimeIsACommunicationError() {
    world.issuerFailure = StsWorld.timeOut();

    assertRefused(refusal(world.token()), 400, "IDPCommunicationError", "identity provider");
  }

  @Test
  void anIssuerWithoutAProviderInTheAccountIsRefused() {
    world.account.deleteOidcProvider(StsWorld.ISSUER);

    assertRefused(
        refusal(world.token()),
        400,
        "InvalidIdentityToken",
        "No OpenIDConnect provider found in your account for " + StsWorld.ISSUER);
  }

  @Test
  void anAudienceThatIsNotAClientIdIsRejected() {
    assertRefused(
        refusal(world.token("aud", List.of("https://kubernetes.default.svc"))),
        400,
        "InvalidIdentityToken",
        "Incorrect token audience");

    world.account.createOidcProvider(StsWorld.ISSUER, Set.of("other"));
    assertRefused(refusal(world.token()), 400, "InvalidIdentityToken", "Incorrect token audience");
  }

  @ParameterizedTest
  @CsvSource({"iss", "sub", "aud", "exp", "iat"})
  void aTokenWithoutARequiredClaimIsRefused(String claim) {
    String token = claim.equals("iss") ? world.token("iss", "") : world.tokenWithout(claim);

    assertRefused(
        refusal(token),
        400,
        "InvalidIdentityToken",
        claim.equals("iss") ? "Issuer must be a valid URL" : "Missing a required claim: " + claim);
  }

  @ParameterizedTest
  @CsvSource({"no-jwt", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJub25lIn0.e30.x", "...."})
  void aTextThatIsNotASignedJwtIsRejected(String token) {
    assertRefused(refusal(token), 400, "InvalidIdentityToken", "is not a valid JWT");
  }

  @Test
  void anExpiredTokenIsAcceptedForFiveMoreMinutes() {
    String token = world.token();
    world.manual.advance(Duration.ofHours(24).plusMinutes(4));
    exchange(token);

    world.manual.advance(Duration.ofMinutes(1));

    assertRefused(
        refusal(token),
        400,
        "ExpiredTokenException",
        "Token expired: current date/time 1931353745 must be before the expiration date/time"
            + " 1931353445");
  }

  @Test
  void aTokenFromTheFutureIsRefused() {
    long future = world.time.now().getEpochSecond() + 301;

    assertRefused(
        refusal(world.token("nbf", future)), 400, "InvalidIdentityToken", "in the future");
    assertRefused(
        refusal(world.token("iat", future)), 400, "InvalidIdentityToken", "in the future");
    exchange(world.token("nbf", future - 1));
  }

  @Test
  void aRoleThatTrustsAnotherSubjectIsDeniedWithoutSayingWhy() {
    StsException refusal =
        refusal(world.token("sub", "system:serviceaccount:default:somebody-else"));

    assertRefused(
        refusal, 403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    assertEquals("AccessDenied", world.log.all().get(0).errorCode());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          roleSessionName | x              | Value 'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2
          roleSessionName | white space    | Member must satisfy regular expression pattern: [\\w+=,.@-]*
          roleArn         | arn:aws        | Value 'arn:aws' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20
          roleArn         | arn:aws:iam::111122223333:user/x | Request ARN is invalid
          durationSeconds | 899            | Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900
          durationSeconds | 43201          | Member must have value less than or equal to 43200
          token           | abc            | Value '***' at 'webIdentityToken' failed to satisfy constraint: Member must have length greater than or equal to 4
          """)
  void parametersAreCheckedAgainstTheConstraintsOfTheReference(
      String parameter, String value, String message) {
    StsException refusal =
        assertThrows(
            StsException.class,
            () ->
                exchange(
                    world.token(),
                    r -> {
                      switch (parameter) {
                        case "roleSessionName" -> r.roleSessionName(value);
                        case "roleArn" -> r.roleArn(value);
                        case "durationSeconds" -> r.durationSeconds(Integer.parseInt(value));
                        default -> r.webIdentityToken(value);
                      }
                    }));

    assertRefused(refusal, 400, "ValidationError", message);
  }

  @Test
  void allViolationsAreReportedAtOnce() {
    StsException refusal =
        assertThrows(
            StsException.class,
            () ->
                exchange(
                    "x".repeat(20_001),
                    r -> r.roleSessionName("n".repeat(65)).roleArn("a".repeat(2049))));

    assertRefused(refusal, 400, "ValidationError", "3 validation errors detected: Value '");
    assertRefused(refusal, 400, "ValidationError", "less than or equal to 20000");
  }

  @Test
  void sessionPoliciesAreCheckedAndTheirSizeIsReported() {
    String policy = "{\"Version\": \"2012-10-17\", \"Statement\": []}";
    AssumeRoleWithWebIdentityResponse answer =
        exchange(world.token(), r -> r.policy(policy).policyArns(policy("ReadOnlyAccess")));
    assertEquals(4, answer.packedPolicySize());

    assertPolicyRefused("{", "MalformedPolicyDocument", "Syntax errors");
    assertPolicyRefused("{}", "MalformedPolicyDocument", "Statement");
    assertPolicyRefused("x".repeat(2049), "ValidationError", "less than or equal to 2048");
    String full = "{\"Statement\": []" + " ".repeat(2000) + "}";
    StsException refusal =
        assertThrows(
            StsException.class,
            () -> exchange(world.token(), r -> r.policy(full).policyArns(policy("p".repeat(100)))));
    assertRefused(refusal, 400, "PackedPolicyTooLarge", "% of allotted space");
  }

  private static PolicyDescriptorType policy(String name) {
    return PolicyDescriptorType.builder().arn("arn:aws:iam::aws:policy/" + name).build();
  }

  private void assertPolicyRefused(String policy, String code, String text) {
    StsException refusal =
        assertThrows(StsException.class, () -> exchange(world.token(), r -> r.policy(policy)));
    assertRefused(refusal, 400, code, text);
  }
}
