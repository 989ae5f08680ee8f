package dev.irsa.testkit.internal.sts;

import static dev.irsa.testkit.internal.sts.StsFixture.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.policy.Role;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;

class AssumeRoleWithWebIdentityTest {
  private final StsFixture fixture = new StsFixture();
  private final Role role = fixture.role;

  @AfterEach
  void close() {
    fixture.close();
  }

  private AssumeRoleWithWebIdentityResponse exchange(String token) {
    return exchange(token, request -> {});
  }

  private AssumeRoleWithWebIdentityResponse exchange(
      String token, Consumer<AssumeRoleWithWebIdentityRequest.Builder> more) {
    return fixture
        .anonymous()
        .assumeRoleWithWebIdentity(
            request -> {
              request.roleArn(role.arn()).roleSessionName("a-pod").webIdentityToken(token);
              more.accept(request);
            });
  }

  @Test
  void aGoodTokenIsExchangedForASessionOfTheRole() {
    AssumeRoleWithWebIdentityResponse answer = exchange(fixture.token());

    assertTrue(answer.credentials().accessKeyId().matches("ASIA[A-Z2-7]{16}"));
    assertEquals(40, answer.credentials().secretAccessKey().length());
    assertEquals(Instant.parse("2031-03-14T16:04:05Z"), answer.credentials().expiration());
    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/" + role.name() + "/a-pod",
        answer.assumedRoleUser().arn());
    assertEquals(role.roleId() + ":a-pod", answer.assumedRoleUser().assumedRoleId());
    assertEquals(StsFixture.SUBJECT, answer.subjectFromWebIdentityToken());
    assertEquals("sts.amazonaws.com", answer.audience());
    assertEquals(fixture.account.providerArn(fixture.issuer), answer.provider());
    assertNull(answer.packedPolicySize());
  }

  @Test
  void theRequestedDurationIsGrantedUpToTheRolesMaximum() {
    assertEquals(
        Instant.parse("2031-03-14T15:19:05Z"),
        exchange(fixture.token(), r -> r.durationSeconds(900)).credentials().expiration());
    assertRefused(
        400,
        "ValidationError",
        "exceeds the MaxSessionDuration",
        () -> exchange(fixture.token(), r -> r.durationSeconds(3601)));

    fixture.account.updateRole(role.withMaxSessionDuration(Duration.ofHours(12)));
    assertEquals(
        Instant.parse("2031-03-15T03:04:05Z"),
        exchange(fixture.token(), r -> r.durationSeconds(43_200)).credentials().expiration());
  }

  static Stream<Arguments> invalidTokens() {
    String notJwt = "is not a valid JWT";
    String missing = "Missing a required claim: ";
    long future = Instant.parse("2031-03-14T15:09:06Z").getEpochSecond();
    return Stream.of(
        invalid("signature is invalid", StsFixture::forged),
        invalid("Incorrect token audience", fixture -> fixture.token("aud", List.of("other"))),
        invalid("Issuer must be a valid URL", fixture -> fixture.token("iss", "")),
        invalid(
            "No OpenIDConnect provider found in your account for https://other",
            fixture -> fixture.token("iss", "https://other")),
        invalid(missing + "sub", fixture -> fixture.token("sub", null)),
        invalid(missing + "aud", fixture -> fixture.token("aud", null)),
        invalid(missing + "exp", fixture -> fixture.token("exp", null)),
        invalid(missing + "iat", fixture -> fixture.token("iat", null)),
        invalid(
            "not-before date/time 1931267346 is in the fut",
            fixture -> fixture.token("nbf", future)),
        invalid(
            "issued-at date/time 1931267346 is in the fut",
            fixture -> fixture.token("iat", future)),
        invalid(notJwt, fixture -> "no-jwt"),
        invalid(notJwt, fixture -> "a.b.c"),
        invalid(notJwt, fixture -> "bnVsbA.e30.x"),
        invalid(notJwt, fixture -> fixture.token("aud", Collections.singletonList(null))),
        invalid(notJwt, fixture -> fixture.token("amr", Collections.singletonList(null))),
        invalid(notJwt, fixture -> "eyJhbGciOiJub25lIn0.e30."),
        invalid(notJwt, fixture -> "eyJhbGciOiJub25lIn0.e30.x"),
        invalid(notJwt, fixture -> "...."));
  }

  private static Arguments invalid(String text, Function<StsFixture, String> token) {
    return arguments(text, token);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidTokens")
  void aTokenThatDoesNotVerifyIsRefused(String text, Function<StsFixture, String> token) {
    assertRefused(400, "InvalidIdentityToken", text, () -> exchange(token.apply(fixture)));
  }

  @Test
  void anAudienceMustBeAClientIdOfTheProvider() {
    fixture.account.createOidcProvider(fixture.issuer, Set.of("other"));
    assertRefused(
        400, "InvalidIdentityToken", "Incorrect token audience", () -> exchange(fixture.token()));
  }

  @Test
  void aTokenOfAnUnknownKeyIsRejectedAfterFetchingTheKeysAgain() {
    exchange(fixture.token());
    String stranger = OidcIssuer.at(fixture.issuer).mint(fixture.claims());

    assertRefused(
        400,
        "InvalidIdentityToken",
        "Couldn't retrieve verification key from your identity provider,  please reference",
        () -> exchange(stranger));
    assertEquals(4, fixture.fetched());
  }

  @Test
  void keysAreFetchedOnceAndAgainForARotatedOneAndAfterAnHour() {
    exchange(fixture.token());
    exchange(fixture.token());
    int before = fixture.fetched();
    fixture.lab.issuer().rotateSigningKey();
    exchange(fixture.token());
    int rotated = fixture.fetched();
    fixture.manual.advance(Duration.ofHours(1));
    exchange(fixture.token());

    assertEquals(List.of(2, 4, 6), List.of(before, rotated, fixture.fetched()));
  }

  @Test
  void anIssuerThatCannotBeReadMeansNoVerificationKey() {
    Faults faults = fixture.lab.oidc().faults();
    String discovery =
        JsonObjects.text("issuer", fixture.issuer.toString(), "jwks_uri", fixture.issuer + "/keys");
    for (Fault fault :
        List.of(Fault.answer(503, "text/plain", discovery), Fault.close(), Fault.cutOff())) {
      faults.next(fault);
      assertRefused(
          400,
          "InvalidIdentityToken",
          "Couldn't retrieve verification key",
          () -> exchange(fixture.token()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OpenIdConfiguration | null",
        "JsonWebKeys | null",
        "JsonWebKeys | {\"keys\": null}",
        "JsonWebKeys | {\"keys\": [null]}"
      })
  void aDocumentOfTheIssuerThatIsNullMeansNoVerificationKey(String action, String document) {
    fixture.lab.oidc().faults().on(action).next(Fault.answer(200, "application/json", document));

    assertRefused(
        400,
        "InvalidIdentityToken",
        "Couldn't retrieve verification key",
        () -> exchange(fixture.token()));
  }

  /** Takes the five seconds that STS waits. */
  @Test
  void anIssuerThatDoesNotAnswerInTimeIsACommunicationError() {
    fixture.lab.oidc().faults().next(Fault.hang());
    assertRefused(
        400, "IDPCommunicationError", "identity provider", () -> exchange(fixture.token()));
  }

  @Test
  void anExpiredTokenIsAcceptedForFiveMoreMinutes() {
    String token = fixture.token();
    fixture.manual.advance(Duration.ofHours(24).plusMinutes(4));
    exchange(token);
    fixture.manual.advance(Duration.ofMillis(59_322)); // to the end of a second

    assertRefused(
        400,
        "ExpiredTokenException",
        "Token expired: current date/time 1931353745 must be before the expiration date/time"
            + " 1931353445",
        () -> exchange(token));
    exchange(fixture.token("nbf", fixture.manual.instant().getEpochSecond() + 300));
  }

  @Test
  void aRoleThatTrustsAnotherSubjectIsDeniedWithoutSayingWhy() {
    assertRefused(
        403,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        () -> exchange(fixture.token("sub", "system:serviceaccount:default:somebody-else")));
    assertEquals("AccessDenied", fixture.lab.requests().all().get(0).errorCode());
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
    assertRefused(
        400,
        "ValidationError",
        message,
        () ->
            exchange(
                fixture.token(),
                r -> {
                  switch (parameter) {
                    case "roleSessionName" -> r.roleSessionName(value);
                    case "roleArn" -> r.roleArn(value);
                    case "durationSeconds" -> r.durationSeconds(Integer.parseInt(value));
                    default -> r.webIdentityToken(value);
                  }
                }));
  }

  @Test
  void allViolationsAreReportedAtOnce() {
    for (String text :
        List.of("3 validation errors detected: Value '", "less than or equal to 20000")) {
      assertRefused(
          400,
          "ValidationError",
          text,
          () ->
              exchange(
                  "x".repeat(20_001),
                  r -> r.roleSessionName("n".repeat(65)).roleArn("a".repeat(2049))));
    }
  }

  @Test
  void sessionPoliciesAreCheckedAndTheirSizeIsReported() {
    String empty = "{\"Version\": \"2012-10-17\", \"Statement\": []}";
    String full = "{\"Statement\": []" + " ".repeat(2000) + "}";
    assertEquals(4, withPolicy(empty, "ReadOnlyAccess").packedPolicySize());

    assertPolicyRefused("MalformedPolicyDocument", "Syntax errors", "{", "a");
    assertPolicyRefused("MalformedPolicyDocument", "Syntax errors", "null", "a");
    assertPolicyRefused("MalformedPolicyDocument", "Statement", "{}", "a");
    assertPolicyRefused("MalformedPolicyDocument", "Statement", "{\"Statement\": null}", "a");
    assertPolicyRefused("ValidationError", "less than or equal to 2048", "x".repeat(2049), "a");
    assertPolicyRefused("ValidationError", "is not valid.", empty, "a b");
    assertPolicyRefused(
        "ValidationError",
        "at 'policyArns.1.member.arn' failed to satisfy constraint: Member must have length less",
        empty,
        "p".repeat(2049 - "arn:aws:iam::aws:policy/".length()));
    assertPolicyRefused("PackedPolicyTooLarge", "% of allotted space", full, "p".repeat(100));
  }

  private AssumeRoleWithWebIdentityResponse withPolicy(String policy, String managed) {
    PolicyDescriptorType arn =
        PolicyDescriptorType.builder().arn("arn:aws:iam::aws:policy/" + managed).build();
    return exchange(fixture.token(), r -> r.policy(policy).policyArns(arn));
  }

  private void assertPolicyRefused(String code, String text, String policy, String managed) {
    assertRefused(400, code, text, () -> withPolicy(policy, managed));
  }
}
