package dev.irsa.testkit.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.testkit.LabTime;
import dev.irsa.testkit.ManualTime;
import dev.irsa.testkit.oidc.OidcIssuer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WalkthroughTest {

  @Test
  void podOfAnAnnotatedAccountReadsATokenThatTheIssuersKeysVerifyForAsLongAsItRuns(
      @TempDir Path folder) throws Exception {
    var manual = ManualTime.create();
    var issuer =
        OidcIssuer.at(URI.create("https://oidc.eks.ap-northeast-2.amazonaws.com/id/XXXXXXXXX"));
    var tokens = new ServiceAccountTokens(issuer, TokenLifetimes.standard());
    var account =
        ServiceAccount.of("default", "my-sa")
            .withAnnotation("eks.amazonaws.com/role-arn", "arn:aws:iam::111122223333:role/my-role");
    var pod =
        new PodWebhook((namespace, name) -> account, WebhookSettings.eks("ap-northeast-2"))
            .mutate(
                Pod.parse(
                    """
            {"metadata": {"name": "eks-iam-test3"},
             "spec": {"serviceAccountName": "my-sa", "containers": [{"name": "my-aws-cli"}]}}"""));
    var projection = pod.tokenProjection().orElseThrow();
    var reference = PodReference.named(pod.name().orElseThrow());

    try (var time = LabTime.of(manual);
        var volume =
            TokenVolume.mount(
                folder.resolve("volume"),
                time,
                issuedAt ->
                    tokens.issue(
                        account,
                        reference,
                        List.of(projection.audience()),
                        projection.expiration(),
                        issuedAt),
                VolumeSettings.standard())) {
      for (int day = 0; day < 7; day++) {
        var token = SignedJWT.parse(Files.readString(volume.tokenFile()));
        var key = JWKSet.parse(issuer.keys()).getKeyByKeyId(token.getHeader().getKeyID());
        assertTrue(token.verify(new RSASSAVerifier(key.toRSAKey())));
        var claims = token.getJWTClaimsSet();
        assertEquals("system:serviceaccount:default:my-sa", claims.getSubject());
        assertEquals(List.of("sts.amazonaws.com"), claims.getAudience());
        var expiresAt = claims.getExpirationTime().toInstant();
        assertTrue(
            expiresAt.isAfter(manual.instant().plus(Duration.ofHours(4))), expiresAt::toString);
        manual.advance(Duration.ofDays(1));
        issuer.rotateSigningKey();
      }
      assertEquals(8, volume.rotations().size());
    }
  }
}
