package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.fake.ContainerResponses;
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

/** Tests what the claims of the token add to rejections by container endpoints. */
final class ContainerTokenRemediesTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_795_540_000);
  private static final String AGENT = "/v1/credentials";

  @TempDir Path folder;

  private ExchangeRejectedException refused(
      String path, String token, int status, String body, Instant now) throws Exception {
    Path tokenFile = folder.resolve("token");
    Files.writeString(tokenFile, token);
    Files.setLastModifiedTime(tokenFile, FileTime.from(NOW.minusSeconds(100)));
    try (ScriptedServer server =
        ScriptedServer.answering(status, body, ContainerResponses.PLAIN_TEXT)) {
      IdentityExchange source =
          EnvironmentExchange.at(
              now,
              Map.of(
                  "AWS_CONTAINER_CREDENTIALS_FULL_URI", server.uri().resolve(path).toString(),
                  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", tokenFile.toString()));
      return assertThrows(
          ExchangeRejectedException.class,
          () -> source.call(Duration.ofSeconds(30), () -> {}).run());
    }
  }

  private ExchangeRejectedException refused(int status, String body) throws Exception {
    return refused(AGENT, ContainerResponses.TOKEN, status, body, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "ExpiredTokenException, expired, true",
    "InvalidTokenException, no, false",
    "'', Service account token cannot be parsed: no segments, false",
    "'', Service account token failed basic claim validations: token is expired, true"
  })
  void aFreshTokenThatIsRejectedIsNamedByItsSubjectAndIssuer(
      String code, String message, boolean ofTime) throws Exception {
    String remedy =
        refused(400, code.isEmpty() ? message : ContainerResponses.error(code, message)).remedy();

    assertTrue(remedy.contains("sub is \"system:serviceaccount:shop:cart\""), remedy);
    assertTrue(remedy.contains("iss \"https://oidc.eks."), remedy);
    assertEquals(ofTime, remedy.contains("check the clocks"), remedy);
    assertEquals(!ofTime, remedy.contains("its signature or its issuer is refused"), remedy);
  }

  @Test
  void anotherEndpointMayExpectAnotherAudience() throws Exception {
    ExchangeRejectedException failure =
        refused(
            "/get",
            StsResponses.TOKEN,
            400,
            ContainerResponses.error("InvalidTokenException", "no"),
            NOW);

    assertFalse(failure.remedy().contains("pods.eks.amazonaws.com"), failure::remedy);
    assertTrue(failure.remedy().contains("exp 2026-11-25T16:00:00Z"), failure::remedy);
  }
}
