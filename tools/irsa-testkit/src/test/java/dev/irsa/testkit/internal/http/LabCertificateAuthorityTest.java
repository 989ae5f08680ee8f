package dev.irsa.testkit.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

final class LabCertificateAuthorityTest {

  private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

  @Test
  void rootHasTheExtensionsThatStrictClientsAskFor() throws Exception {
    var root = LabCertificateAuthority.create().certificate();

    assertEquals(3, root.getVersion());
    assertEquals(0, root.getBasicConstraints());
    assertTrue(root.getKeyUsage()[5], "keyCertSign");
    assertTrue(root.getKeyUsage()[6], "cRLSign");
    assertEquals(Set.of("2.5.29.15", "2.5.29.19"), root.getCriticalExtensionOIDs());
    assertNotNull(root.getExtensionValue(SUBJECT_KEY_IDENTIFIER));
    root.verify(root.getPublicKey());
  }

  @Test
  void labsThatAreOpenTogetherHaveAuthoritiesOfTheirOwn() throws Exception {
    IrsaLab first = IrsaLab.start();
    String ofFirst = Files.readString(first.caBundle());
    try (IrsaLab second = IrsaLab.start()) {
      assertNotEquals(ofFirst, Files.readString(second.caBundle()));
      first.close();
      first.close();
      try (IrsaLab third = IrsaLab.start();
          IrsaLab fourth = IrsaLab.start()) {
        assertEquals(ofFirst, Files.readString(third.caBundle()), "that of the closed lab");
        assertNotEquals(ofFirst, Files.readString(fourth.caBundle()), "it serves one lab");
      }
    }
  }

  @Test
  void chainIsValidByThePlatformsOwnRules() throws Exception {
    try (IrsaLab lab = IrsaLab.start();
        InputStream pem = Files.newInputStream(lab.caBundle());
        SSLSocket tls =
            (SSLSocket)
                lab.sslContext()
                    .getSocketFactory()
                    .createSocket("127.0.0.1", lab.sts().secureUri().getPort())) {
      tls.startHandshake();
      var certificates = CertificateFactory.getInstance("X.509");
      var root = (X509Certificate) certificates.generateCertificate(pem);
      var parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      var path = certificates.generateCertPath(List.of(tls.getSession().getPeerCertificates()[0]));
      assertNotNull(CertPathValidator.getInstance("PKIX").validate(path, parameters));
    }
  }
}
