package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.exchange.Exchange;
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

/**
 * Tests what the claims of the token add to the remedies of rejections, besides those that {@link
 * ErrorsPageTest} has word by word.
 */
final class TokenRemediesTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_795_540_000);
  private static final String ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";

  @TempDir Path folder;

  private static String refused(Exchange source) {
    return assertThrows(
            ExchangeRejectedException.class,
            () -> source.run(EnvironmentExchange.call(Duration.ofSeconds(30))))
        .remedy();
  }

  private Path token(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), text);
    return Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(100)));
  }

  private Exchange irsa(ScriptedServer server, Path token, Instant now) {
    return EnvironmentExchange.at(
        now,
        Map.of(
            "AWS_ROLE_ARN", "arn:aws-cn:iam::111122223333:role/cart",
            "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
            "AWS_ENDPOINT_URL_STS", server.uri().toString()));
  }

  private String ofSts(String code, String message, Instant now) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(400, StsResponses.error(code, message))) {
      return refused(irsa(server, token(StsResponses.TOKEN), now));
    }
  }

  private String ofContainer(String path, String token, String body) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.answering(400, body, ContainerResponses.PLAIN_TEXT)) {
      return refused(
          EnvironmentExchange.at(
              NOW,
              Map.of(
                  "AWS_CONTAINER_CREDENTIALS_FULL_URI", server.uri().resolve(path).toString(),
                  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token(token).toString())));
    }
  }

  @Test
  void aTokenFromTheFuturePointsToTheClockOfTheApiServer() throws Exception {
    assertEquals(
        "The token's sub is \"system:serviceaccount:shop:cart\", its iss \"https://"
            + ISSUER
            + "\"; its iat, 2026-11-24T16:00:00Z, is later than this machine's clock,"
            + " 2026-11-24T15:00:00Z: check the clock of the API server, which issued the token,"
            + " and that of this node",
        ofSts(
            "InvalidIdentityToken",
            "Token is from the future",
            Instant.parse("2026-11-24T15:00:00Z")));
  }

  @Test
  void aTokenThatOnlyStsFindsExpiredPointsToTheClocks() throws Exception {
    String remedy = ofSts("ExpiredTokenException", "Token expired", NOW);

    assertTrue(remedy.contains("check the clocks"), remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "ExpiredTokenException, expired, true",
    "InvalidTokenException, no, false",
    ", Service account token cannot be parsed: no segments, false",
    ", Service account token failed basic claim validations: token is expired, true"
  })
  void aFreshTokenThatTheAgentRejectsIsNamedByItsSubjectAndIssuer(
      String code, String message, boolean ofTime) throws Exception {
    String body = code == null ? message : ContainerResponses.error(code, message);
    String remedy = ofContainer("/v1/credentials", ContainerResponses.TOKEN, body);

    assertTrue(remedy.contains("sub is \"system:serviceaccount:shop:cart\""), remedy);
    assertTrue(remedy.contains("iss \"https://oidc.eks."), remedy);
    assertEquals(ofTime, remedy.contains("check the clocks"), remedy);
    assertEquals(!ofTime, remedy.contains("its signature or its issuer is refused"), remedy);
  }

  @Test
  void anotherEndpointMayExpectAnotherAudience() throws Exception {
    String refusal = ContainerResponses.error("InvalidTokenException", "no");
    String remedy = ofContainer("/get", StsResponses.TOKEN, refusal);

    assertFalse(remedy.contains("pods.eks.amazonaws.com"), remedy);
    assertTrue(remedy.contains("exp 2026-11-25T16:00:00Z"), remedy);
  }
}
