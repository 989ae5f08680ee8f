package dev.irsa.testkit.internal.oidc;

import com.nimbusds.jose.util.Base64URL;
import dev.irsa.testkit.internal.JsonObjects;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;

/** An RSA key and its id, which Kubernetes derives from the public key. */
record SigningKey(String id, RSAPublicKey publicKey, PrivateKey privateKey) {

  private static final int BITS = 2048;

  static SigningKey generate() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return of(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot generate RSA keys", e);
    }
  }

  private static SigningKey of(KeyPair keys) throws GeneralSecurityException {
    var publicKey = (RSAPublicKey) keys.getPublic();
    // Java encodes public keys as SubjectPublicKeyInfo, the same bytes that Kubernetes hashes
    // (keyIDFromPublicKey).
    var hash = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
    return new SigningKey(Base64URL.encode(hash).toString(), publicKey, keys.getPrivate());
  }

  /** Returns the public key as a JSON Web Key, with the members that the API server publishes. */
  Map<String, Object> toJsonWebKey() {
    return JsonObjects.of(
        "use",
        "sig",
        "kty",
        "RSA",
        "kid",
        id,
        "alg",
        "RS256",
        "n",
        Base64URL.encode(publicKey.getModulus()).toString(),
        "e",
        Base64URL.encode(publicKey.getPublicExponent()).toString());
  }

  @Override
  public String toString() {
    return "SigningKey[id=" + id + ", privateKey=***]";
  }
}
