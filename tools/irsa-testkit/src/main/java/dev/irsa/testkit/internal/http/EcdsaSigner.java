package dev.irsa.testkit.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;

/** Signs the data written to it with ECDSA and SHA-256, using the JDK's own provider. */
final class EcdsaSigner implements ContentSigner {

  private final PrivateKey key;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  EcdsaSigner(PrivateKey key) {
    this.key = key;
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public byte[] getSignature() {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(content.toByteArray());
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot sign with P-256 keys", e);
    }
  }
}
