package dev.irsa.testkit.internal.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OidcIssuerTest {

  /** Shared, because each one generates a key. */
  private static final OidcIssuer ISSUER =
      OidcIssuer.at(URI.create("https://oidc.eks.ap-northeast-2.amazonaws.com/id/XXXXXXXXX"));

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

    assertEquals(expected, ISSUER.discoveryDocument());
  }

  @Test
  void keyIdIsTheHashOfThePublicKeyAsInKubernetes() throws Exception {
    var key = JWKSet.parse(ISSUER.keys()).getKeys().get(0).toRSAKey().toRSAPublicKey();

    var hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());

    assertEquals(
        Base64.getUrlEncoder().withoutPadding().encodeToString(hash), ISSUER.signingKeyId());
    assertEquals(43, ISSUER.signingKeyId().length());
  }

  @Test
  void anOldTokenVerifiesUntilItsKeyIsRetired() throws Exception {
    var oldToken = ISSUER.mint(Map.of("sub", "old"));

    ISSUER.rotateSigningKey();
    var newToken = ISSUER.mint(Map.of("sub", "new"));

    assertEquals(ISSUER.signingKeyId(), JWSObject.parse(newToken).getHeader().getKeyID());
    assertTrue(verifies(oldToken));
    ISSUER.retireOldKeys();
    assertFalse(verifies(oldToken));
    assertTrue(verifies(newToken));
  }

  private boolean verifies(String token) throws Exception {
    var jws = JWSObject.parse(token);
    var key = JWKSet.parse(ISSUER.keys()).getKeyByKeyId(jws.getHeader().getKeyID());
    return key != null && jws.verify(new RSASSAVerifier(key.toRSAKey()));
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
}
