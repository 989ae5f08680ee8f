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

/** Tests the remedies of rejections besides those that {@link ErrorsPageTest} has word by word. */
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
  void aTokenThatOnlyStsFindsExpiredPointsToTheClocks() throws Exception {
    assertTrue(remedy("ExpiredTokenException", "Token expired").contains("check the clocks"));
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

      var failure =
          assertThrows(
              CredentialsException.class, () -> source.call(Duration.ofMillis(50), () -> {}).run());

      assertSame(TokenUnavailableException.class, failure.getClass());
      assertEquals(0, server.connections());
      assertFalse(source.hasNewInput());
    }
  }
}
