package dev.irsa.doctor.internal.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.irsa.testkit.oidc.OidcIssuer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JwtTest {

  private static final OidcIssuer ISSUER =
      OidcIssuer.withSharedKey(URI.create("https://oidc.example/id/A"));

  private static Jwt mint(Map<String, ?> claims) {
    return Jwt.parse(ISSUER.mint(claims) + "\n");
  }

  @Test
  void claimsOfABoundTokenAreKnown() {
    Jwt token =
        mint(
            Map.of(
                "sub",
                "system:serviceaccount:shop:cart",
                "aud",
                List.of("a", "b"),
                "iat",
                1_000,
                "exp",
                4_600,
                "kubernetes.io",
                Map.of("node", Map.of("name", "ip-10-0-1-7"))));

    assertEquals("shop/cart", String.valueOf(token.serviceAccount()));
    assertEquals("ip-10-0-1-7", token.nodeName());
    assertEquals(List.of("a", "b"), token.audience());
    assertEquals(3_600, token.lifetime().toSeconds());
    assertEquals("RS256", token.algorithm());
    assertEquals(ISSUER.signingKeyId(), token.keyId());
    assertEquals("https://oidc.example/id/A", token.issuer());
    assertFalse(token.toString().contains(token.secretText()));
  }

  @Test
  void whatIsMissingIsNull() {
    Jwt token = mint(Map.of("sub", "someone"));

    assertNull(token.serviceAccount());
    assertNull(token.nodeName());
    assertNull(token.lifetime());
    assertEquals(List.of(), token.audience());
  }

  @Test
  void otherTextsAreNotTokens() {
    String token = ISSUER.mint(Map.of("sub", "a"));
    for (String text :
        List.of("", "a.b.c", "no token", token.replaceFirst("\\.", ".\n"), token + ".x")) {
      assertNull(Jwt.parse(text), text);
    }
  }
}
