package dev.irsa.testkit.internal.sts;

import static dev.irsa.testkit.internal.sts.StsFixture.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.IdentityPolicy;
import dev.irsa.policy.SessionTags;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.LabClients;
import dev.irsa.testkit.RawHttp;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.RequestRecord;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetWebIdentityTokenRequest;
import software.amazon.awssdk.services.sts.model.GetWebIdentityTokenResponse;
import software.amazon.awssdk.services.sts.model.Tag;

class GetWebIdentityTokenTest {
  private static final String AUDIENCE = "https://api.example.com";
  private static final Instant NOW = Instant.parse("2031-03-14T15:04:05Z");
  private final StsFixture fixture = new StsFixture();
  private final AccessKey session =
      fixture.keys.issueSession(
          fixture.role,
          "a-pod",
          NOW.plusSeconds(3600),
          new SessionTags(Map.of("kubernetes-namespace", "default"), Set.of(), "alice"));

  @AfterEach
  void close() {
    fixture.close();
  }

  private GetWebIdentityTokenResponse get(Consumer<GetWebIdentityTokenRequest.Builder> more) {
    return fixture
        .signedBy(session)
        .getWebIdentityToken(
            request -> {
              request.audience(AUDIENCE).signingAlgorithm("RS256");
              more.accept(request);
            });
  }

  private void allow(String statement) {
    fixture.account.putRolePolicy(
        fixture.role.arn(),
        "tokens",
        IdentityPolicy.parse(
            "{\"Version\": \"2012-10-17\", \"Statement\": %s}".formatted(statement)));
  }

  /** Enables the action for the account and, with every parameter, for the role. */
  private void enable() {
    fixture.account.enableOutboundWebIdentityFederation();
    allow("{\"Effect\": \"Allow\", \"Action\": \"sts:*\", \"Resource\": \"*\"}");
  }

  private String document(String path) {
    ReceivedResponse reply =
        RawHttp.get(fixture.lab.oidc().plainUri().resolve(path), "Host: 127.0.0.1");
    assertEquals(200, reply.status());
    return reply.body();
  }

  @ParameterizedTest
  @CsvSource({"RS256, RSA_0", "ES384, EC384_0"})
  void aServiceVerifiesTheTokenWithTheKeysOfTheAccountsIssuer(String algorithm, String key)
      throws Exception {
    enable();

    GetWebIdentityTokenResponse answer =
        get(
            request ->
                request
                    .signingAlgorithm(algorithm)
                    .tags(Tag.builder().key("team").value("a b").build()));

    Map<String, Object> discovery =
        JSONObjectUtils.parse(document("/.well-known/openid-configuration"));
    String issuer = fixture.account.outboundWebIdentityIssuer().orElseThrow().toString();
    assertTrue(issuer.matches("https://[0-9a-f-]{36}\\.tokens\\.sts\\.global\\.api\\.aws"), issuer);
    assertEquals(issuer, discovery.get("issuer"));
    assertEquals(issuer + "/.well-known/jwks.json", discovery.get("jwks_uri"));
    SignedJWT token = SignedJWT.parse(answer.webIdentityToken());
    assertEquals(key, token.getHeader().getKeyID());
    AsymmetricJWK published =
        (AsymmetricJWK) JWKSet.parse(document("/.well-known/jwks.json")).getKeyByKeyId(key);
    assertTrue(
        token.verify(
            new DefaultJWSVerifierFactory()
                .createJWSVerifier(token.getHeader(), published.toPublicKey())));
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertEquals(issuer, claims.getIssuer());
    assertEquals(List.of(AUDIENCE), claims.getAudience());
    assertEquals(fixture.role.arn(), claims.getSubject());
    assertEquals(Date.from(NOW), claims.getIssueTime());
    assertEquals(Date.from(NOW.plusSeconds(300)), claims.getExpirationTime());
    assertEquals(NOW.plusSeconds(300), answer.expiration());
    assertEquals(
        Map.of(
            "aws_account", "111122223333",
            "source_region", "ap-northeast-2",
            "principal_id", fixture.role.arn(),
            "original_session_exp", "2031-03-14T16:04:05Z",
            "source_identity", "alice",
            "principal_tags", Map.of("kubernetes-namespace", "default"),
            "request_tags", Map.of("team", "a b")),
        claims.getClaim("https://sts.amazonaws.com/"));
  }

  @Test
  void severalAudiencesStayInTheirOrder() throws Exception {
    enable();
    String token = get(request -> request.audience("b", "a")).webIdentityToken();
    assertEquals(List.of("b", "a"), SignedJWT.parse(token).getJWTClaimsSet().getAudience());
  }

  @Test
  void aTokenIsInNoLog() {
    enable();
    String token = get(request -> {}).webIdentityToken();
    RequestRecord record = fixture.lab.requests().of("GetWebIdentityToken").get(0);
    assertEquals(session.principal().arn(), record.callerArn());
    assertFalse(record.toString().contains(token.split("\\.", -1)[2]));
  }

  @Test
  void anAccountThatHasNotEnabledItIssuesNone() {
    allow("{\"Effect\": \"Allow\", \"Action\": \"sts:*\", \"Resource\": \"*\"}");
    String code = "OutboundWebIdentityFederationDisabledException";
    URI documents = fixture.lab.oidc().plainUri().resolve("/.well-known/openid-configuration");
    assertRefused(403, code, "not enabled for this account", () -> get(request -> {}));
    assertEquals(404, RawHttp.get(documents, "Host: 127.0.0.1").status());

    URI issuer = fixture.account.enableOutboundWebIdentityFederation();
    get(request -> {});
    fixture.account.disableOutboundWebIdentityFederation();

    assertRefused(403, code, "", () -> get(request -> {}));
    assertEquals(200, RawHttp.get(documents, "Host: 127.0.0.1").status());
    assertEquals(issuer, fixture.account.enableOutboundWebIdentityFederation());
  }

  @Test
  void aRoleWithoutPermissionIsDenied() {
    fixture.account.enableOutboundWebIdentityFederation();
    assertRefused(
        403,
        "AccessDenied",
        "User: %s is not authorized to perform: sts:GetWebIdentityToken on resource: arn:aws:sts::111122223333:self because no identity-based policy allows the sts:GetWebIdentityToken action"
            .formatted(session.principal().arn()),
        () -> get(request -> {}));

    allow(
        """
        [{"Effect": "Allow", "Action": "sts:*", "Resource": "*"},
         {"Effect": "Deny", "Action": "sts:GetWebIdentityToken", "Resource": "*"}]""");
    assertRefused(403, "AccessDenied", "with an explicit deny", () -> get(request -> {}));
  }

  @Test
  void tagsNeedAPermissionOfTheirOwn() {
    fixture.account.enableOutboundWebIdentityFederation();
    allow(
        """
        {"Effect": "Allow", "Action": "sts:GetWebIdentityToken",
         "Resource": "arn:aws:sts::111122223333:self"}""");
    get(request -> {});
    assertRefused(
        403,
        "AccessDenied",
        "sts:TagGetWebIdentityToken",
        () -> get(request -> request.tags(Tag.builder().key("team").value("a").build())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"audience", "both", "duration", "algorithm"})
  void aConditionOfThePolicyLimitsTheParameters(String wrong) {
    fixture.account.enableOutboundWebIdentityFederation();
    allow(
        """
        {"Effect": "Allow", "Action": "sts:GetWebIdentityToken", "Resource": "*",
         "Condition": {
           "ForAllValues:StringEquals": {"sts:IdentityTokenAudience": "https://api.example.com"},
           "NumericLessThanEquals": {"sts:DurationSeconds": 600},
           "StringEquals": {"sts:SigningAlgorithm": "RS256", "aws:RequestedRegion": "ap-northeast-2"}}}""");
    get(request -> request.durationSeconds(600));
    assertRefused(
        403,
        "AccessDenied",
        "no identity-based policy",
        () ->
            get(
                request -> {
                  switch (wrong) {
                    case "audience" -> request.audience("other");
                    case "both" -> request.audience(AUDIENCE, "other");
                    case "duration" -> request.durationSeconds(601);
                    default -> request.signingAlgorithm("ES384");
                  }
                }));
  }

  @ParameterizedTest
  @CsvSource({
    "'', RS256, 300, audience",
    "a, RS256, 59, durationSeconds",
    "a, RS256, 3601, durationSeconds",
    "a, RS384, 300, signingAlgorithm",
    "a, HS256, 300, signingAlgorithm"
  })
  void parametersBeyondTheConstraintsOfStsAreRefused(
      String audience, String algorithm, int seconds, String member) {
    enable();
    assertRefused(
        400,
        "ValidationError",
        "at '" + member,
        () ->
            get(
                request ->
                    request
                        .audience(audience)
                        .signingAlgorithm(algorithm)
                        .durationSeconds(seconds)));
  }

  @Test
  void listsAndTextsAreBounded() {
    enable();
    List<String> ten = IntStream.range(0, 10).mapToObj(i -> "a".repeat(999) + i).toList();
    get(request -> request.audience(ten));
    List<Tag> tags =
        IntStream.range(0, 51)
            .mapToObj(i -> Tag.builder().key("k" + i).value("v").build())
            .toList();
    assertInvalid(
        "audience",
        request -> request.audience(IntStream.range(0, 11).mapToObj(i -> "a" + i).toList()));
    assertInvalid("audience.1.member", request -> request.audience("a".repeat(1001)));
    assertInvalid("tags", request -> request.tags(tags));
    assertInvalid(
        "tags.1.member.key", request -> request.tags(Tag.builder().key("a*").value("").build()));
    assertInvalid("audience", request -> request.audience(List.of()));
    assertRefused(
        400,
        "InvalidParameterValue",
        "Duplicate tag keys",
        () ->
            get(
                request ->
                    request.tags(
                        Tag.builder().key("k").value("1").build(),
                        Tag.builder().key("K").value("2").build())));
  }

  private void assertInvalid(
      String member, Consumer<GetWebIdentityTokenRequest.Builder> parameters) {
    assertRefused(400, "ValidationError", "at '" + member + "'", () -> get(parameters));
  }

  @Test
  void aTokenNeverOutlivesItsSession() {
    enable();
    assertEquals(NOW.plusSeconds(3600), get(request -> request.durationSeconds(3600)).expiration());
    fixture.manual.advance(Duration.ofSeconds(1));
    assertRefused(
        403,
        "SessionDurationEscalationException",
        "beyond its original expiration",
        () -> get(request -> request.durationSeconds(3600)));
  }

  @Test
  void aPayloadThatIsTooLargeIsRefused() {
    enable();
    List<Tag> tags =
        IntStream.range(0, 50)
            .mapToObj(i -> Tag.builder().key("k".repeat(120) + i).value("v".repeat(256)).build())
            .toList();
    assertRefused(
        400,
        "JWTPayloadSizeExceededException",
        "payload size",
        () -> get(request -> request.tags(tags)));
  }

  @Test
  void theGlobalEndpointDoesNotServeIt() {
    enable();
    URI sts =
        fixture.lab.sts().plainUri().resolve("/?Action=GetWebIdentityToken&Version=2011-06-15");
    ReceivedResponse global = RawHttp.get(sts, "Host: sts.amazonaws.com");
    ReceivedResponse regional = RawHttp.get(sts, "Host: sts.eu-west-1.amazonaws.com");
    assertTrue(global.body().contains("<Code>InvalidAction</Code>"), global::body);
    assertTrue(regional.body().contains("<Code>MissingAuthenticationToken</Code>"), regional::body);
  }

  @Test
  void aLabMayShortenTheLifeOfTokens() {
    try (IrsaLab lab =
        IrsaLab.builder()
            .time(fixture.manual)
            .outboundTokenLifetime(Duration.ofSeconds(5))
            .start()) {
      ServiceAccount account = lab.createServiceAccount("default", "my-sa");
      AccessKey key =
          lab.accessKeys().issueSession(lab.roleOf(account), "a-pod", NOW.plusSeconds(20));
      lab.allowOutboundTokens(account, AUDIENCE);
      StsClient sts =
          new LabClients(lab)
              .sts(
                  lab.sts().plainUri(),
                  StaticCredentialsProvider.create(LabClients.credentials(key)));

      Instant expiresAt =
          sts.getWebIdentityToken(request -> request.audience(AUDIENCE).signingAlgorithm("ES384"))
              .expiration();

      assertEquals(NOW.plusSeconds(5), expiresAt);
      assertRefused(
          403,
          "AccessDenied",
          "",
          () ->
              sts.getWebIdentityToken(
                  request -> request.audience("other").signingAlgorithm("ES384")));
    }
  }
}
