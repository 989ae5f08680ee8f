package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.SigningAlgorithm;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.config.StsAddress;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.exchange.SigningSession;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.OutboundTokenIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignedExchangeTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final OutboundTokenRequest REQUEST =
      OutboundTokenRequest.audience("https://api.example.com/v1?a=b&c");

  /** The session of the pod. */
  private static final class Pod implements SigningSession {
    private final @Nullable SessionCredentials keys;
    private @Nullable String rejected;

    Pod(Duration rest) {
      keys =
          rest.isZero()
              ? null
              : SessionCredentials.of(
                  "ASIAIOSFODNN7EXAMPLE",
                  StsResponses.SECRET_KEY,
                  StsResponses.SESSION_TOKEN,
                  NOW.plus(rest));
    }

    @Override
    public @Nullable SessionCredentials credentials() {
      return keys;
    }

    @Override
    public Duration clockOffset() {
      return Duration.ZERO;
    }

    @Override
    public void invalidate(String accessKeyId) {
      rejected = accessKeyId;
    }
  }

  private static String issued(String expiration) {
    return "<GetWebIdentityTokenResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
        + "<GetWebIdentityTokenResult><WebIdentityToken>"
        + StsResponses.TOKEN
        + "</WebIdentityToken>"
        + expiration
        + "</GetWebIdentityTokenResult></GetWebIdentityTokenResponse>";
  }

  private static ExchangeResult exchange(
      ScriptedServer server, OutboundTokenRequest request, Pod pod) {
    RoleAndIssuer role = RoleAndIssuer.ofRole(ROLE, server.uri());
    return exchange(
        new GetWebIdentityToken(new OutboundTokenIdentity(ROLE, request), role), server.uri(), pod);
  }

  private static ExchangeResult exchange(SignedAction action, URI endpoint, Pod pod) {
    StsAddress sts = new StsAddress(endpoint, StsRequests.direct(null), "eu-west-1");
    return new SignedExchange(action, sts, null, Clock.fixed(NOW, ZoneOffset.UTC))
        .run(new RunningExchange(StsRequests.BOUND, System::nanoTime, pod, false));
  }

  private static SessionCredentials run(
      ScriptedServer server, OutboundTokenRequest request, Pod pod) {
    return exchange(server, request, pod).credentials();
  }

  private static Map<String, String> form(String request) {
    Map<String, String> parameters = new TreeMap<>();
    for (String each : request.substring(request.indexOf("\r\n\r\n") + 4).split("&", -1)) {
      String[] pair = each.split("=", 2);
      parameters.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  @Test
  void aTokenIsRequestedWithAllParametersAndTheSignatureOfThePod() {
    try (ScriptedServer server =
        ScriptedServer.answering(200, issued("<Expiration>2026-11-24T12:10:00Z</Expiration>"))) {
      OutboundTokenRequest request =
          OutboundTokenRequest.audiences(List.of("https://b.example", "a"))
              .withDuration(Duration.ofMinutes(10))
              .withSigningAlgorithm(SigningAlgorithm.ES384)
              .withTags(Map.of("team", "shop", "cost-center", ""));

      SessionCredentials token = run(server, request, new Pod(Duration.ofHours(1)));

      assertEquals(StsResponses.TOKEN, token.sessionToken());
      assertEquals(Instant.parse("2026-11-24T12:10:00Z"), token.expiration());
      String sent = server.requests().get(0);
      assertTrue(sent.contains("Credential=ASIAIOSFODNN7EXAMPLE/20261124/eu-west-1/sts/"), sent);
      assertEquals(
          Map.of(
              "Action", "GetWebIdentityToken",
              "Version", "2011-06-15",
              "Audience.member.1", "https://b.example",
              "Audience.member.2", "a",
              "DurationSeconds", "600",
              "SigningAlgorithm", "ES384",
              "Tags.member.1.Key", "cost-center",
              "Tags.member.1.Value", "",
              "Tags.member.2.Key", "team",
              "Tags.member.2.Value", "shop"),
          form(sent));
    }
  }

  @Test
  void aTokenIsShorterIfTheCredentialsEndEarlier() {
    try (ScriptedServer server =
        ScriptedServer.answering(200, issued("<Expiration>2026-11-24T12:02:00Z</Expiration>"))) {
      run(server, REQUEST, new Pod(Duration.ofMillis(120_900)));

      assertEquals("120", form(server.requests().get(0)).get("DurationSeconds"));
    }
  }

  @ParameterizedTest
  @CsvSource({"PT0S, has no valid credentials", "PT59.9S, has credentials for less than 1 min"})
  void withoutCredentialsForAMinuteStsIsNotCalled(Duration rest, String reason) {
    try (ScriptedServer server = ScriptedServer.answering(200, issued(""))) {
      var failure =
          assertThrows(
              ExchangeUnavailableException.class, () -> run(server, REQUEST, new Pod(rest)));

      assertTrue(failure.summary().contains(reason), failure::summary);
      assertEquals(0, server.connections());
    }
  }

  /** Its exp is 2026-11-25. */
  @Test
  void aResponseWithoutAnExpirationCountsByTheToken() {
    try (ScriptedServer server = ScriptedServer.answering(200, issued(""))) {
      assertEquals(
          Instant.ofEpochSecond(1_795_622_400),
          run(server, REQUEST, new Pod(Duration.ofHours(1))).expiration());
    }
  }

  @Test
  void aTokenWithoutAnyExpirationIsMalformed() {
    String opaque = issued("").replace(StsResponses.TOKEN, "opaque");
    try (ScriptedServer server = ScriptedServer.answering(200, opaque)) {
      var failure =
          assertThrows(
              ExchangeUnavailableException.class,
              () -> run(server, REQUEST, new Pod(Duration.ofHours(1))));

      assertTrue(failure.getMessage().contains("neither it nor its token"), failure::getMessage);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OutboundWebIdentityFederationDisabledException, MISCONFIGURED,"
        + " aws iam enable-outbound-web-identity-federation",
    "JWTPayloadSizeExceededException, MISCONFIGURED, tags",
    "SessionDurationEscalationException, DENIED, sts:GetWebIdentityToken",
    "AccessDenied, DENIED, 'sts:IdentityTokenAudience\":[\"https://api.example.com/v1?a=b&c\"]'"
  })
  void anErrorSaysWhatToDo(String code, FailureKind kind, String remedy) {
    try (ScriptedServer server =
        ScriptedServer.answering(403, StsResponses.error(code, "Not this time"))) {
      var failure =
          assertThrows(
              CredentialsException.class, () -> run(server, REQUEST, new Pod(Duration.ofHours(1))));

      assertEquals(code, failure.code());
      assertEquals(kind, failure.failureKind());
      assertTrue(failure.remedy().contains(remedy), failure::remedy);
      assertFalse(failure.isRetryable());
    }
  }

  @Test
  void rejectedCredentialsAreReportedToTheSessionOfThePod() {
    Pod pod = new Pod(Duration.ofHours(1));
    try (ScriptedServer server =
        ScriptedServer.answering(403, StsResponses.error("ExpiredToken", "expired"))) {
      assertThrows(CredentialsException.class, () -> run(server, REQUEST, pod));
    }
    assertEquals("ASIAIOSFODNN7EXAMPLE", pod.rejected);
  }

  @Test
  void aTokenIsInNoText() {
    try (ScriptedServer server =
        ScriptedServer.answering(200, issued("<Expiration>not a time</Expiration>"))) {
      Secrets.assertAbsentFromResult(
          () -> exchange(server, REQUEST, new Pod(Duration.ofHours(1))),
          StsResponses.TOKEN,
          StsResponses.SECRET_KEY);
    }
  }

  /** Otherwise the attempts of many roles would take the workers from the attempt they wait for. */
  @Test
  void anExchangeDoesNotWaitForTheOneThatGetsItsSigner() {
    String data = "arn:aws:iam::111122223333:role/data";
    RoleAndIssuer pod =
        RoleAndIssuer.ofRole(ROLE, URI.create("https://sts.eu-west-1.amazonaws.com/"));
    var assumed = new AssumeRole(new ChainedIdentity(data, "irsa", RoleRequest.of(data)), pod, pod);

    var failure =
        assertThrows(
            ExchangeUnavailableException.class,
            () -> exchange(assumed, pod.endpoint(), new Pod(Duration.ZERO)));

    assertTrue(failure.summary().contains("has no valid credentials"), failure::summary);
    assertEquals(data, failure.roleArn());
    assertEquals(ExchangeUnavailableException.Stage.WAITING, failure.stage(), "STS was not called");
  }
}
