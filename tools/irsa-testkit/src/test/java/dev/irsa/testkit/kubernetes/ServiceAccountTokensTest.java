package dev.irsa.testkit.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import dev.irsa.testkit.oidc.OidcIssuer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

  private final OidcIssuer issuer = OidcIssuer.at(URI.create("https://oidc.test/id/1"));
  private final ServiceAccountTokens tokens = new ServiceAccountTokens(issuer);

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
  void tokenWithoutAPodHasNoPodClaim() throws Exception {
    var token = tokens.issue(ACCOUNT, null, AUDIENCE, Duration.ofHours(1), NOW);

    var claims =
        (Map<?, ?>) JWSObject.parse(token.value()).getPayload().toJSONObject().get("kubernetes.io");
    assertEquals(
        List.of("namespace", "serviceaccount"),
        claims.keySet().stream().map(Object::toString).toList());
  }

  @Test
  void everyTokenHasItsOwnId() throws Exception {
    var first = tokens.issue(ACCOUNT, POD, AUDIENCE, Duration.ofHours(1), NOW);
    var second = tokens.issue(ACCOUNT, POD, AUDIENCE, Duration.ofHours(1), NOW);

    assertNotEquals(id(first), id(second));
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
    var fast = new ServiceAccountTokens(issuer, Duration.ofSeconds(1));

    assertEquals(
        Duration.ofSeconds(3),
        fast.issue(ACCOUNT, POD, AUDIENCE, Duration.ofMillis(3900), NOW).lifetime());
  }

  @Test
  void audiencesMustBeGiven() {
    assertThrows(
        IllegalArgumentException.class,
        () -> tokens.issue(ACCOUNT, POD, List.of(), Duration.ofHours(1), NOW));
  }

  @Test
  void invalidValuesAreRejectedByName() {
    assertThrows(IllegalArgumentException.class, () -> ServiceAccount.of("Default", "my-sa"));
    assertThrows(IllegalArgumentException.class, () -> ServiceAccount.of("default", "my_sa"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ServiceAccount("default", "my-sa", " ", Map.of()));
    assertThrows(IllegalArgumentException.class, () -> new PodReference("pod", "", "node", "uid"));
    assertThrows(IllegalArgumentException.class, () -> new BoundToken("x", NOW, NOW));
  }

  @Test
  void toStringHidesTheToken() {
    var token = tokens.issue(ACCOUNT, POD, AUDIENCE, Duration.ofHours(1), NOW);

    assertEquals(
        "BoundToken[value=***, issuedAt=2025-03-15T21:37:34Z, expiresAt=2025-03-15T22:37:34Z]",
        token.toString());
    assertFalse(token.toString().contains(token.value()));
  }

  @Test
  void accountsOfTheSameNameDifferByUid() {
    var first = ServiceAccount.of("default", "my-sa");
    var second = ServiceAccount.of("default", "my-sa");

    assertNotEquals(first, second);
    assertEquals(first.uid(), UUID.fromString(first.uid()).toString());
    assertTrue(first.withAnnotation("a", "b").annotations().containsKey("a"));
    assertEquals("system:serviceaccount:default:my-sa", first.subject());
  }

  private static String id(BoundToken token) throws Exception {
    return String.valueOf(JWSObject.parse(token.value()).getPayload().toJSONObject().get("jti"));
  }
}
