package dev.irsa.testkit.internal.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JWSObject;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ServiceAccountTokensTest {

  private static final Instant NOW = Instant.parse("2025-03-15T21:37:34.987654321Z");
  private static final List<String> AUDIENCE = List.of("sts.amazonaws.com");
  private static final ServiceAccount ACCOUNT =
      new ServiceAccount("default", "my-sa", "7d1f6b1a-0000-4000-8000-000000000001", Map.of());
  private static final PodReference POD =
      new PodReference(
          "eks-iam-test3",
          "7d1f6b1a-0000-4000-8000-000000000002",
          "ip-192-168-1-10.ap-northeast-2.compute.internal",
          "7d1f6b1a-0000-4000-8000-000000000003");

  /** Shared, because each one generates a key. */
  private static final OidcIssuer ISSUER = OidcIssuer.at(URI.create("https://oidc.test/id/1"));

  private final ServiceAccountTokens tokens =
      new ServiceAccountTokens(ISSUER.issuer(), ISSUER::mint);

  @Test
  void tokenCarriesEveryClaimOfABoundToken() throws Exception {
    var token = tokens.issue(ACCOUNT, POD, AUDIENCE, Duration.ofDays(1), NOW);

    var payload = JWSObject.parse(token.value()).getPayload().toString();
    var expected =
        """
        {"aud":["sts.amazonaws.com"],"exp":1742161054,"iat":1742074654,"iss":"https://oidc.test/id/1",\
        "jti":"JTI","kubernetes.io":{"namespace":"default",\
        "node":{"name":"ip-192-168-1-10.ap-northeast-2.compute.internal",\
        "uid":"7d1f6b1a-0000-4000-8000-000000000003"},\
        "pod":{"name":"eks-iam-test3","uid":"7d1f6b1a-0000-4000-8000-000000000002"},\
        "serviceaccount":{"name":"my-sa","uid":"7d1f6b1a-0000-4000-8000-000000000001"}},\
        "nbf":1742074654,"sub":"system:serviceaccount:default:my-sa"}""";
    assertEquals(
        expected,
        Pattern.compile("\"jti\":\"[0-9a-f-]{36}\"")
            .matcher(payload)
            .replaceAll("\"jti\":\"JTI\""));
    assertEquals(Instant.parse("2025-03-15T21:37:34Z"), token.issuedAt());
    assertEquals(Duration.ofDays(1), token.lifetime());
  }

  @Test
  void lifetimesBelowTenMinutesAreRefusedAndThoseAboveADayAreShortened() {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> tokens.issue(ACCOUNT, POD, AUDIENCE, Duration.ofSeconds(599), NOW));
    assertEquals(
        "spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds",
        thrown.getMessage());
    assertEquals(
        Duration.ofMinutes(10),
        tokens.issue(ACCOUNT, POD, AUDIENCE, Duration.ofMinutes(10), NOW).lifetime());
    assertEquals(
        Duration.ofHours(24),
        tokens.issue(ACCOUNT, POD, AUDIENCE, Duration.ofDays(365), NOW).lifetime());
  }

  @Test
  void acceleratedLabsMayUseTokensOfSeconds() {
    var fast = new ServiceAccountTokens(ISSUER.issuer(), ISSUER::mint, Duration.ofSeconds(1));

    assertEquals(
        Duration.ofSeconds(3),
        fast.issue(ACCOUNT, POD, AUDIENCE, Duration.ofMillis(3900), NOW).lifetime());
  }
}
