package dev.irsa.testkit.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OidcIssuerTest {

  private static final URI ISSUER =
      URI.create("https://oidc.eks.ap-northeast-2.amazonaws.com/id/XXXXXXXXX");

  private final OidcIssuer issuer = OidcIssuer.withSharedKey(ISSUER);

  @Test
  void discoveryDocumentMatchesTheWalkthrough() {
    var expected =
        """
        {"issuer":"https://oidc.eks.ap-northeast-2.amazonaws.com/id/XXXXXXXXX",\
        "jwks_uri":"https://oidc.eks.ap-northeast-2.amazonaws.com/id/XXXXXXXXX/keys",\
        "authorization_endpoint":"urn:kubernetes:programmatic_authorization",\
        "response_types_supported":["id_token"],\
        "subject_types_supported":["public"],\
        "claims_supported":["sub","iss"],\
        "id_token_signing_alg_values_supported":["RS256"]}""";

    assertEquals(expected, issuer.discoveryDocument());
  }

  @Test
  void keySetHoldsOnlyThePublicKey() throws Exception {
    var keys = JWKSet.parse(issuer.keys()).getKeys();

    assertEquals(1, keys.size());
    var key = keys.get(0);
    assertEquals(
        List.of("use", "kty", "kid", "alg", "n", "e"),
        List.copyOf(members(issuer.keys()).get(0).keySet()));
    assertFalse(key.isPrivate());
    assertEquals("sig", key.getKeyUse().identifier());
    assertEquals("RS256", key.getAlgorithm().getName());
    assertEquals(2048, key.size());
  }

  @Test
  void keyIdIsTheHashOfThePublicKeyAsInKubernetes() throws Exception {
    var key = JWKSet.parse(issuer.keys()).getKeys().get(0).toRSAKey().toRSAPublicKey();

    var hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());

    assertEquals(
        Base64.getUrlEncoder().withoutPadding().encodeToString(hash), issuer.signingKeyId());
    assertEquals(43, issuer.signingKeyId().length());
  }

  @Test
  void tokensVerifyWithThePublishedKey() throws Exception {
    var token = issuer.mint(Map.of("sub", "system:serviceaccount:default:my-sa"));

    assertTrue(verifies(token));
    assertEquals(
        Map.of("alg", "RS256", "kid", issuer.signingKeyId()),
        JWSObject.parse(token).getHeader().toJSONObject());
    assertEquals(
        Map.of("sub", "system:serviceaccount:default:my-sa", "iss", ISSUER.toString()),
        JWSObject.parse(token).getPayload().toJSONObject());
  }

  @Test
  void audienceStaysAnArrayAndTimesStayIntegers() throws Exception {
    var token = issuer.mint(Map.of("aud", List.of("sts.amazonaws.com"), "exp", 1742074654L));

    var payload = JWSObject.parse(token).getPayload().toString();
    assertTrue(payload.contains("\"aud\":[\"sts.amazonaws.com\"]"), payload);
    assertTrue(payload.contains("\"exp\":1742074654"), payload);
  }

  @Test
  void issuerInTheClaimsOverridesTheDefaultSoThatForgeriesArePossible() throws Exception {
    var token = issuer.mint(Map.of("iss", "https://other.test"));

    assertEquals("https://other.test", SignedJWT.parse(token).getJWTClaimsSet().getIssuer());
  }

  @Test
  void rotationSignsWithANewKeyAndKeepsTheOldOnePublished() throws Exception {
    var oldKeyId = issuer.signingKeyId();
    var oldToken = issuer.mint(Map.of("sub", "old"));

    issuer.rotateSigningKey();

    var newToken = issuer.mint(Map.of("sub", "new"));
    assertNotEquals(oldKeyId, issuer.signingKeyId());
    assertEquals(List.of(oldKeyId, issuer.signingKeyId()), issuer.publishedKeyIds());
    assertEquals(issuer.signingKeyId(), JWSObject.parse(newToken).getHeader().getKeyID());
    assertTrue(verifies(oldToken));
    assertTrue(verifies(newToken));
  }

  @Test
  void retiringRemovesAllKeysExceptTheSigningKey() throws Exception {
    var oldToken = issuer.mint(Map.of("sub", "old"));
    issuer.rotateSigningKey();
    issuer.rotateSigningKey();

    issuer.retireOldKeys();

    assertEquals(List.of(issuer.signingKeyId()), issuer.publishedKeyIds());
    assertFalse(verifies(oldToken));
    assertTrue(verifies(issuer.mint(Map.of("sub", "new"))));
  }

  @Test
  void issuersOfTheSameUrlHaveDifferentKeys() {
    assertNotEquals(issuer.signingKeyId(), OidcIssuer.at(ISSUER).signingKeyId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://oidc.test/id/",
        "oidc.test/id/1",
        "https:///id/1",
        "https://oidc.test/id?x=1",
        "https://oidc.test/id#x",
        "https://user@oidc.test/id"
      })
  void rejectsUrlsThatAreNotIssuers(String url) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> OidcIssuer.at(URI.create(url)));

    assertTrue(thrown.getMessage().startsWith("issuer: expected"), thrown::getMessage);
  }

  @Test
  void toStringHidesThePrivateKey() {
    var key = SigningKey.generate();

    assertEquals("SigningKey[id=" + key.id() + ", privateKey=***]", key.toString());
    assertEquals("OidcIssuer[" + ISSUER + "]", issuer.toString());
  }

  private boolean verifies(String token) throws Exception {
    var jws = JWSObject.parse(token);
    var key = JWKSet.parse(issuer.keys()).getKeyByKeyId(jws.getHeader().getKeyID());
    return key != null && jws.verify(new RSASSAVerifier(key.toRSAKey()));
  }

  private static List<Map<String, Object>> members(String keys) throws Exception {
    return List.of(JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(keys), "keys"));
  }
}
