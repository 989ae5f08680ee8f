package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the remedies of rejections, which go beyond the error code. */
final class TokenRemediesTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_795_540_000);
  private static final String ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";

  @TempDir Path folder;

  private ExchangeRejectedException refused(String token, String code, String message, Instant now)
      throws Exception {
    Path tokenFile = folder.resolve("token");
    Files.writeString(tokenFile, token);
    Files.setLastModifiedTime(tokenFile, FileTime.from(NOW.minusSeconds(100)));
    try (ScriptedServer server = ScriptedServer.answering(400, StsResponses.error(code, message))) {
      IdentityExchange source =
          EnvironmentExchange.at(
              now,
              Map.of(
                  "AWS_ROLE_ARN", "arn:aws-cn:iam::111122223333:role/cart",
                  "AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile.toString(),
                  "AWS_ENDPOINT_URL_STS", server.uri().toString()));
      return assertThrows(
          ExchangeRejectedException.class,
          () -> source.call(Duration.ofSeconds(30), () -> {}).run());
    }
  }

  private String remedy(String code, String message) throws Exception {
    return refused(StsResponses.TOKEN, code, message, NOW).remedy();
  }

  @Test
  void accessDeniedShowsTheClaimsAndTheTrustPolicyToPaste() throws Exception {
    String remedy =
        remedy("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");

    assertTrue(remedy.contains("sub \"system:serviceaccount:shop:cart\""), remedy);
    assertTrue(remedy.contains("aud [\"sts.amazonaws.com\"]"), remedy);
    assertTrue(remedy.contains("iss \"https://" + ISSUER + "\""), remedy);
    assertTrue(
        remedy.contains(
            "{\"Federated\":\"arn:aws-cn:iam::111122223333:oidc-provider/" + ISSUER + "\"}"),
        remedy);
    assertTrue(
        remedy.contains(
            "\"StringEquals\":{\""
                + ISSUER
                + ":sub\":\"system:serviceaccount:shop:cart\",\""
                + ISSUER
                + ":aud\":\"sts.amazonaws.com\"}"),
        remedy);
  }

  @Test
  void aMissingProviderIsNamedByItsArn() throws Exception {
    String remedy =
        remedy("InvalidIdentityToken", "No OpenIDConnect provider found in your account");

    assertTrue(remedy.contains("arn:aws-cn:iam::111122223333:oidc-provider/" + ISSUER), remedy);
  }

  @Test
  void aWrongAudienceIsShownBesideTheUsualOne() throws Exception {
    String remedy = remedy("InvalidIdentityToken", "Incorrect token audience");

    assertTrue(remedy.contains("aud is [\"sts.amazonaws.com\"]"), remedy);
    assertTrue(remedy.contains("eks.amazonaws.com/audience"), remedy);
  }

  @Test
  void accessDeniedIsShortAndNamesTheMostFrequentCauseFirst() throws Exception {
    ExchangeRejectedException failure =
        refused(
            StsResponses.TOKEN,
            "AccessDenied",
            "Not authorized to perform sts:AssumeRoleWithWebIdentity",
            NOW);

    String message = failure.getMessage().replaceAll("attempt, [0-9.]+ m?s", "attempt, 42 ms");
    assertEquals(
        "STS denied arn:aws-cn:iam::111122223333:role/cart to system:serviceaccount:shop:cart"
            + " (AccessDenied, request id 0a1b2c3d-request) (1 attempt, 42 ms). 1. Does the role"
            + " exist, and is its name right? 2. Does its trust policy allow this sub"
            + " \"system:serviceaccount:shop:cart\", aud [\"sts.amazonaws.com\"] and iss \"https://"
            + ISSUER
            + "\"?",
        message);
  }

  @Test
  void aTokenFromTheFuturePointsToTheClockOfTheApiServer() throws Exception {
    Instant early = Instant.parse("2026-11-24T15:00:00Z");
    ExchangeRejectedException failure =
        refused(StsResponses.TOKEN, "InvalidIdentityToken", "Token is from the future", early);

    assertEquals(
        "The token's sub is \"system:serviceaccount:shop:cart\", its iss \"https://"
            + ISSUER
            + "\"; its iat, 2026-11-24T16:00:00Z, is later than this machine's clock,"
            + " 2026-11-24T15:00:00Z: check the clock of the API server, which issued the token,"
            + " and that of this node",
        failure.remedy());
  }

  @Test
  void anExpiredTokenShowsItsTimesAndItsFilesAge() throws Exception {
    Instant late = Instant.ofEpochSecond(1_795_622_500);
    ExchangeRejectedException failure =
        refused(StsResponses.TOKEN, "ExpiredTokenException", "Token expired", late);

    assertTrue(failure.remedy().contains("exp 2026-11-25T16:00:00Z"), failure::remedy);
    assertTrue(failure.remedy().contains("its iat 2026-11-24T16:00:00Z"), failure::remedy);
    assertTrue(failure.remedy().contains("written 22 h 56 min ago"), failure::remedy);
    assertTrue(failure.remedy().contains("kubelet did not replace it"), failure::remedy);
  }

  @Test
  void aTokenThatOnlyStsFindsExpiredPointsToTheClocks() throws Exception {
    assertTrue(remedy("ExpiredTokenException", "Token expired").contains("check the clocks"));
  }

  @ParameterizedTest
  @CsvSource({
    "ExpiredTokenException, Token expired",
    "InvalidIdentityToken, Incorrect token audience",
    "InvalidIdentityToken, No OpenIDConnect provider found in your account"
  })
  void aRejectedTokenIsNamedByItsSubjectAndIssuer(String code, String message) throws Exception {
    String remedy = remedy(code, message);

    assertTrue(remedy.contains("sub is \"system:serviceaccount:shop:cart\""), remedy);
    assertTrue(remedy.contains("iss \"https://" + ISSUER + "\""), remedy);
  }

  @Test
  void aTokenWithoutReadableClaimsLeavesTheRejectionUnchanged() throws Exception {
    ExchangeRejectedException failure = refused("a.b.c", "AccessDenied", "no", NOW);

    assertEquals("AccessDenied", failure.code());
    assertEquals("", failure.remedy());
  }

  @Test
  void aMissingTokenMakesNoCall() {
    try (ScriptedServer server = ScriptedServer.plain(connection -> connection.readRequest())) {
      Path missing = folder.resolve("none");
      IdentityExchange source =
          EnvironmentExchange.at(
              NOW,
              Map.of(
                  "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart",
                  "AWS_WEB_IDENTITY_TOKEN_FILE", missing.toString(),
                  "AWS_ENDPOINT_URL_STS", server.uri().toString()));

      CredentialsException failure =
          assertThrows(
              CredentialsException.class, () -> source.call(Duration.ofMillis(50), () -> {}).run());

      assertSame(TokenUnavailableException.class, failure.getClass());
      assertEquals(0, server.connections());
      assertFalse(source.hasNewInput());
    }
  }
}
