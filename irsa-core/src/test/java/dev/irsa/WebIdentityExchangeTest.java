package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.testkit.http.LabCertificateAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebIdentityExchangeTest {

  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Path tokenFile;

  @BeforeEach
  void writeToken() throws Exception {
    tokenFile = folder.resolve("token");
    Files.writeString(tokenFile, StsResponses.TOKEN + "\n");
  }

  private IdentityExchange source(ScriptedServer server, SSLContext context) {
    Environment environment =
        Environment.of(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart",
                "AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile.toString(),
                "AWS_REGION", "eu-west-1",
                "HOSTNAME", "cart-0",
                "AWS_ENDPOINT_URL_STS", server.uri().toString()),
            Map.of());
    return IdentityExchange.of(
        ResolvedSettings.resolve(environment, Overrides.none(), null, context),
        null,
        Clock.systemUTC(),
        System::nanoTime);
  }

  private static void answerOnce(ScriptedServer.Connection connection) throws Exception {
    connection.readRequest();
    connection.answer(
        200,
        StsResponses.success(),
        "Content-Type: text/xml",
        "Date: Tue, 24 Nov 2026 16:00:00 GMT");
  }

  @Test
  void aTokenBecomesCredentialsOverPlainHttpOnLoopback() {
    try (ScriptedServer server = ScriptedServer.plain(WebIdentityExchangeTest::answerOnce)) {
      ExchangeResult issued = source(server, null).call(BOUND, () -> {}).run();

      assertEquals("ASIAIOSFODNN7EXAMPLE", issued.credentials().accessKeyId());
      assertEquals(Instant.parse("2026-11-24T17:00:00Z"), issued.credentials().expiration());
      assertEquals("111122223333", issued.credentials().accountId());
      assertEquals(Instant.parse("2026-11-24T16:00:00Z"), issued.serverDate());
      assertFalse(issued.roundTrip().isNegative());
    }
  }

  @Test
  void aTokenBecomesCredentialsOverTls() {
    LabCertificateAuthority authority = LabCertificateAuthority.create();
    try (ScriptedServer server =
        ScriptedServer.tls(
            authority.serverContext("127.0.0.1"), WebIdentityExchangeTest::answerOnce)) {
      ExchangeResult issued = source(server, authority.clientContext()).call(BOUND, () -> {}).run();

      assertEquals(StsResponses.SECRET_KEY, issued.credentials().secretAccessKey());
      assertEquals(1, server.connections());
    }
  }

  @Test
  void newInputIsATokenThatDiffersFromTheOneOfTheLastAttempt() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(WebIdentityExchangeTest::answerOnce)) {
      IdentityExchange source = source(server, null);
      source.call(BOUND, () -> {}).run();
      assertFalse(source.hasNewInput());

      Files.writeString(tokenFile, StsResponses.TOKEN + "x");

      assertTrue(source.hasNewInput());
    }
  }

  @Test
  void inputClaimsAreThoseOfTheCurrentFile() {
    try (ScriptedServer server = ScriptedServer.plain(WebIdentityExchangeTest::answerOnce)) {
      assertEquals("system:serviceaccount:shop:cart", source(server, null).inputClaims().subject());
    }
  }
}
