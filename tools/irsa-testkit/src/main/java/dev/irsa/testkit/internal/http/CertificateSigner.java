package dev.irsa.testkit.internal.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * Builds and signs the X.509 certificates, with all extensions that strict clients require (RFC
 * 5280; OpenSSL's {@code X509_V_FLAG_X509_STRICT}, the default in Python since 3.13).
 *
 * <p>Uses BouncyCastle for the structures only, and the JDK for names, keys and signatures:
 * BouncyCastle's wrappers for these load another hundred classes and double the time of the first
 * certificate.
 */
final class CertificateSigner {

  private static final Duration BACKDATED = Duration.ofDays(1);
  private static final Duration ROOT_LIFETIME = Duration.ofDays(3650);
  // Some clients reject server certificates that live longer.
  private static final Duration SERVER_LIFETIME = Duration.ofDays(397);

  private final KeyPair keys = newKeys();
  private final SecureRandom random = new SecureRandom();
  private final X500Name name;
  private final X509Certificate root;

  CertificateSigner() {
    // Several labs may be trusted at the same time; different names keep their chains apart.
    this.name = name("CN=IRSA lab CA " + serialNumber().toString(36) + ",O=irsa-testkit");
    this.root = signRoot();
  }

  X509Certificate root() {
    return root;
  }

  /**
   * Signs a server certificate for the hosts, and returns its key and chain. Each host is a DNS
   * name, possibly with a wildcard, or an IP address.
   */
  KeyManager[] sign(List<String> hosts) {
    var serverKeys = newKeys();
    var names = hosts.stream().map(CertificateSigner::generalName).toArray(GeneralName[]::new);
    try {
      var builder =
          builder(
                  name("CN=IRSA lab server,O=irsa-testkit"),
                  serverKeys.getPublic(),
                  SERVER_LIFETIME)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      return keyManagers(serverKeys.getPrivate(), sign(builder), root);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot build a certificate for " + hosts, e);
    }
  }

  private static KeyManager[] keyManagers(PrivateKey key, X509Certificate... chain)
      throws GeneralSecurityException, IOException {
    // It stays in memory, where the protection of newer formats would only take time.
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    store.setKeyEntry("server", key, new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private X509Certificate signRoot() {
    try {
      return sign(
          builder(name, keys.getPublic(), ROOT_LIFETIME)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot build the root certificate", e);
    }
  }

  private X509v3CertificateBuilder builder(X500Name subject, PublicKey key, Duration lifetime)
      throws GeneralSecurityException, IOException {
    var notBefore = Instant.now().minus(BACKDATED);
    return new X509v3CertificateBuilder(
            name,
            serialNumber(),
            Date.from(notBefore),
            Date.from(notBefore.plus(lifetime)),
            subject,
            SubjectPublicKeyInfo.getInstance(key.getEncoded()))
        .addExtension(
            Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(key)))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            new AuthorityKeyIdentifier(keyIdentifier(keys.getPublic())));
  }

  private X509Certificate sign(X509v3CertificateBuilder builder)
      throws GeneralSecurityException, IOException {
    var encoded = builder.build(new EcdsaSigner(keys.getPrivate())).getEncoded();
    var factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
  }

  private BigInteger serialNumber() {
    // Positive and at most 20 octets (RFC 5280, 4.1.2.2).
    return new BigInteger(120, random).setBit(120);
  }

  /**
   * Returns the SHA-1 of the key's bits, the common way to derive a key identifier (RFC 5280,
   * 4.2.1.2). It is not a signature.
   */
  private static byte[] keyIdentifier(PublicKey key) throws GeneralSecurityException {
    var bits = SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData().getBytes();
    return MessageDigest.getInstance("SHA-1").digest(bits);
  }

  private static X500Name name(String text) {
    return X500Name.getInstance(new X500Principal(text).getEncoded());
  }

  private static GeneralName generalName(String host) {
    boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot generate P-256 keys", e);
    }
  }

  /** Signs the data written to it with ECDSA and SHA-256, using the JDK's own provider. */
  private static final class EcdsaSigner implements ContentSigner {

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
}
