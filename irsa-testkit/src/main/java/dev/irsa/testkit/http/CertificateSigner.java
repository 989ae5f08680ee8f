package dev.irsa.testkit.http;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Builds and signs the X.509 certificates, with every extension that strict clients ask for (RFC
 * 5280; OpenSSL's {@code X509_V_FLAG_X509_STRICT}, which Python sets by default since 3.13).
 */
final class CertificateSigner {

  private static final Duration BACKDATED = Duration.ofDays(1);
  private static final Duration ROOT_LIFETIME = Duration.ofDays(3650);
  // Some clients refuse server certificates that live longer.
  private static final Duration SERVER_LIFETIME = Duration.ofDays(397);

  private final KeyPair keys = newKeys();
  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private final X500Name name;
  private final X509Certificate root;

  CertificateSigner(Clock clock) {
    this.clock = clock;
    // Several labs may be trusted at once; different names keep their chains apart.
    this.name = new X500Name("CN=IRSA lab CA " + serialNumber().toString(36) + ",O=irsa-testkit");
    this.root = signRoot();
  }

  X509Certificate root() {
    return root;
  }

  /**
   * Signs a server certificate for the names, each a DNS name, perhaps with a wildcard, or an IP
   * address.
   */
  ServerCertificate sign(List<String> hosts) {
    var serverKeys = newKeys();
    var names = hosts.stream().map(CertificateSigner::generalName).toArray(GeneralName[]::new);
    try {
      var extensions = new JcaX509ExtensionUtils();
      var builder =
          builder(
                  new X500Name("CN=IRSA lab server,O=irsa-testkit"),
                  serverKeys.getPublic(),
                  SERVER_LIFETIME)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  extensions.createSubjectKeyIdentifier(serverKeys.getPublic()))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  extensions.createAuthorityKeyIdentifier(keys.getPublic()));
      return new ServerCertificate(serverKeys.getPrivate(), List.of(sign(builder), root));
    } catch (GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException("cannot build a certificate for " + hosts, e);
    }
  }

  private X509Certificate signRoot() {
    try {
      var extensions = new JcaX509ExtensionUtils();
      return sign(
          builder(name, keys.getPublic(), ROOT_LIFETIME)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  extensions.createSubjectKeyIdentifier(keys.getPublic()))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  extensions.createAuthorityKeyIdentifier(keys.getPublic())));
    } catch (GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException("cannot build the root certificate", e);
    }
  }

  private X509v3CertificateBuilder builder(X500Name subject, PublicKey key, Duration lifetime) {
    Instant notBefore = clock.instant().minus(BACKDATED);
    return new JcaX509v3CertificateBuilder(
        name,
        serialNumber(),
        Date.from(notBefore),
        Date.from(notBefore.plus(lifetime)),
        subject,
        key);
  }

  private X509Certificate sign(X509v3CertificateBuilder builder) throws GeneralSecurityException {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private BigInteger serialNumber() {
    // Positive and at most 20 octets (RFC 5280, 4.1.2.2).
    return new BigInteger(120, random).setBit(120);
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
}
