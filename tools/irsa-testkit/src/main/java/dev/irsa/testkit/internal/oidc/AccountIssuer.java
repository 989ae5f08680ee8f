package dev.irsa.testkit.internal.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.irsa.testkit.internal.JsonObjects;
import java.net.URI;
import java.util.List;

/**
 * The issuer of the tokens that an account's principals get for services outside of AWS. It signs
 * with RS256 or ES384, with keys of this JVM, and publishes both keys. Thread-safe. It does not
 * open a port.
 */
public final class AccountIssuer {
  private AccountIssuer() {}

  /** Generated on first use. */
  private static final class Keys {
    static final RSAKey RSA = (RSAKey) generated("RSA_0");
    static final ECKey EC = (ECKey) generated("EC384_0");

    private Keys() {}

    private static JWK generated(String id) {
      try {
        return id.startsWith("RSA")
            ? new RSAKeyGenerator(2048).keyID(id).keyUse(KeyUse.SIGNATURE).generate()
            : new ECKeyGenerator(Curve.P_384)
                .keyID(id)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES384)
                .generate();
      } catch (JOSEException e) {
        throw new IllegalStateException("this JVM cannot generate keys for RS256 and ES384", e);
      }
    }
  }

  /** Returns the discovery document, in the form that AWS serves. */
  public static String discoveryDocument(URI url) {
    return JsonObjects.text(
        "claims_supported",
            List.of("sub", "iss", "aud", "exp", "iat", "jti", "https://sts.amazonaws.com/"),
        "id_token_signing_alg_values_supported", List.of("RS256", "ES384"),
        "issuer", url.toString(),
        "jwks_uri", url + "/.well-known/jwks.json",
        "subject_types_supported", List.of("public"));
  }

  /** Generates the keys now, so that the first client does not wait for them. */
  public static void prepare() {
    var unused = Keys.RSA;
  }

  /** Returns the JSON Web Key Set (RFC 7517) of its keys. */
  public static String keys() {
    return JsonObjects.text(
        "keys",
        List.of(Keys.RSA.toPublicJWK().toJSONObject(), Keys.EC.toPublicJWK().toJSONObject()));
  }

  /**
   * Signs a token.
   *
   * @param algorithm {@code RS256} or {@code ES384}
   * @param claims its claims, as JSON
   * @return the token in compact form
   */
  public static String sign(String algorithm, String claims) {
    boolean rsa = algorithm.equals("RS256");
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
            .keyID(rsa ? Keys.RSA.getKeyID() : Keys.EC.getKeyID())
            .type(JOSEObjectType.JWT)
            .build();
    JWSObject token = new JWSObject(header, new Payload(claims));
    try {
      JWSSigner signer = rsa ? new RSASSASigner(Keys.RSA) : new ECDSASigner(Keys.EC);
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("this JVM cannot sign with " + algorithm, e);
    }
    return token.serialize();
  }
}
