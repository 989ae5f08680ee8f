package dev.irsa.internal.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.irsa.credentials.TokenClaims;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.identity.IdentityToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JwtClaimsTest {

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theClaimsOfABoundTokenAreRead() {
    TokenClaims claims = JwtClaims.of(new IdentityToken(StsResponses.TOKEN));

    assertEquals("https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE", claims.issuer());
    assertEquals("system:serviceaccount:shop:cart", claims.subject());
    assertEquals(List.of("sts.amazonaws.com"), claims.audience());
    assertEquals(Instant.ofEpochSecond(1_795_536_000), claims.issuedAt());
    assertEquals(Instant.ofEpochSecond(1_795_622_400), claims.expiration());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{\"iss\":5}",
        "{\"iat\":\"x\"}",
        "[]",
        "not json",
        "{\"aud\":[null]}",
        "{\"exp\":1e400}",
        "{\"exp\":-9223372036854775808}"
      })
  void malformedClaimsAreIgnored(String json) {
    String token = part("{\"alg\":\"RS256\"}") + "." + part(json) + ".c2ln";

    TokenClaims claims = JwtClaims.of(new IdentityToken(token));

    if (claims != null) {
      assertNull(claims.issuer());
    }
  }

  @Test
  void aTokenThatIsNotAJwtHasNoClaims() {
    assertNull(JwtClaims.of(new IdentityToken("a.b.c")));
  }

  @Test
  void deepNestingDoesNotCauseAnError() {
    String deep = "{\"a\":".repeat(2000) + "1" + "}".repeat(2000);
    String token = part("{\"alg\":\"RS256\"}") + "." + part(deep) + ".c2ln";

    JwtClaims.of(new IdentityToken(token));
  }
}
