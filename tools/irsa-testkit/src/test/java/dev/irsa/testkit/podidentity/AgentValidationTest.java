package dev.irsa.testkit.podidentity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.testkit.RawHttp;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Fault.Gate;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An agent from 0.2.1 on: it keeps credentials by the pod's uid, and validates a rotated token by
 * itself. The cases are from the agent's published tests.
 */
class AgentValidationTest {
  private final PodIdentityFixture fixture =
      new PodIdentityFixture(
          lab -> lab.agent(PodIdentityAgent.Settings.standard().withLocalValidation()));
  private String first = "";

  @BeforeEach
  void cache() {
    first = key(fixture.token());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String key(String token) {
    return RawHttp.text(fixture.credentials(token), "AccessKeyId");
  }

  /** Returns the claims of the pod's token with a changed one. */
  private Map<String, Object> claims(String claim, Object value) throws ParseException {
    Map<String, Object> claims =
        new LinkedHashMap<>(SignedJWT.parse(fixture.token()).getPayload().toJSONObject());
    claims.put(claim, value);
    return claims;
  }

  private String token(String claim, Object value) throws ParseException {
    return fixture.lab.issuer().mint(claims(claim, value));
  }

  @Test
  void everyTokenOfThePodThatTheClusterSignedIsServedWhileEksAuthIsDown() throws Exception {
    fixture.lab.eksAuth().faults().always(Fault.error("InternalServerException", 500, "down"));
    String irsa = token("aud", List.of("sts.amazonaws.com"));
    fixture.pod.tokenVolume().rotate();
    String rotated = fixture.token();
    fixture.lab.issuer().rotateSigningKey();
    fixture.pod.tokenVolume().rotate();

    for (String token : List.of(irsa, rotated, fixture.token())) {
      assertEquals(first, key(token));
    }
    assertEquals(1, fixture.exchanges());
  }

  @Test
  void theLatestTokenIsNotValidatedAgain() {
    fixture.lab.issuer().rotateSigningKey();
    fixture.lab.issuer().retireOldKeys();

    assertEquals(first, key(fixture.token()));
    assertEquals(1, fixture.exchanges());
  }

  @Test
  void anyOtherTokenWithTheUidOfThePodIsLeftToEksAuth() throws Exception {
    String[] signed = fixture.token().split("\\.", -1);
    String changed =
        Base64URL.encode(SignedJWT.parse(fixture.token()).getPayload() + " ").toString();
    OidcIssuer stranger = OidcIssuer.at(fixture.lab.issuer().issuer());
    Object withoutAccount =
        Map.of("namespace", "default", "pod", pod(SignedJWT.parse(fixture.token())));
    List<String> tokens =
        List.of(
            signed[0] + "." + changed + "." + signed[2],
            signed[0] + "." + signed[1] + "." + "A".repeat(342),
            stranger.mint(claims("aud", List.of("pods.eks.amazonaws.com"))),
            token("kubernetes.io", withoutAccount));

    for (String token : tokens) {
      ReceivedResponse reply = fixture.credentials(token);
      assertEquals(400, reply.status());
      assertEquals(
          "InvalidTokenException",
          reply.body().replaceFirst("(?s).*\\((\\w+)\\).*", "$1"),
          reply::body);
    }
    assertEquals(1 + tokens.size(), fixture.exchanges());
    assertEquals(first, key(fixture.token()));
  }

  private static Object pod(SignedJWT token) {
    return ((Map<?, ?>) token.getPayload().toJSONObject().get("kubernetes.io")).get("pod");
  }

  @Test
  void aTokenWithoutAPodIsRefusedByTheAgentItself() throws Exception {
    Map<Object, String> missing =
        Map.of(
            "none",
            "kubernetes.io claims",
            Map.of("namespace", "default"),
            "pod claims",
            Map.of("pod", Map.of("name", "p")),
            "pod uid");

    for (Map.Entry<Object, String> each : missing.entrySet()) {
      ReceivedResponse reply = fixture.credentials(token("kubernetes.io", each.getKey()));
      assertEquals(400, reply.status());
      assertEquals(
          "failed to get pod uid from service account token: Service account token missing %s\n"
              .formatted(each.getValue()),
          reply.body());
    }
    assertEquals(1, fixture.exchanges());
  }

  @Test
  void clientsWithDifferentTokensOfOnePodDoNotWaitForEachOther() throws Exception {
    fixture.lab.agent().restart();
    Gate gate = Gate.closed();
    fixture.lab.eksAuth().faults().next(Fault.gate(gate));
    Future<ReceivedResponse> slow = fixture.credentialsLater();
    gate.awaitArrivals(1, PodIdentityFixture.SOON);
    fixture.pod.tokenVolume().rotate();

    assertEquals(200, fixture.credentials().status());

    gate.open();
    assertNotEquals(first, RawHttp.text(slow.get(), "AccessKeyId"));
    assertEquals(3, fixture.exchanges());
  }
}
