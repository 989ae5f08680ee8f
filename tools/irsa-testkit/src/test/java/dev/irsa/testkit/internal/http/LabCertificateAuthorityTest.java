package dev.irsa.testkit.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

final class LabCertificateAuthorityTest {

  private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();

  @Test
  void rootHasTheExtensionsThatStrictClientsAskFor() throws Exception {
    var root = AUTHORITY.certificate();

    assertEquals(3, root.getVersion());
    assertEquals(0, root.getBasicConstraints());
    assertTrue(root.getKeyUsage()[5], "keyCertSign");
    assertTrue(root.getKeyUsage()[6], "cRLSign");
    assertEquals(Set.of("2.5.29.15", "2.5.29.19"), root.getCriticalExtensionOIDs());
    assertNotNull(root.getExtensionValue(SUBJECT_KEY_IDENTIFIER));
    root.verify(root.getPublicKey());
  }

  @Test
  void chainIsValidByThePlatformsOwnRules() throws Exception {
    var peer =
        handshake(AUTHORITY.serverContext("pkix.test"), AUTHORITY.clientContext(), "pkix.test");
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(AUTHORITY.certificate(), null)));
    parameters.setRevocationEnabled(false);
    var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(peer));

    assertNotNull(CertPathValidator.getInstance("PKIX").validate(path, parameters));
  }

  /** Connects over loopback as a client of the given host, and returns the server's certificate. */
  private static X509Certificate handshake(SSLContext server, SSLContext client, String host)
      throws Exception {
    try (var listener =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var served = CompletableFuture.runAsync(() -> serveOne(listener));
      var address = InetAddress.getLoopbackAddress();
      try (var plain = new java.net.Socket(address, listener.getLocalPort());
          var tls =
              (SSLSocket)
                  client
                      .getSocketFactory()
                      .createSocket(plain, host, listener.getLocalPort(), true)) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return (X509Certificate) tls.getSession().getPeerCertificates()[0];
      } finally {
        served.join();
      }
    }
  }

  private static void serveOne(SSLServerSocket listener) {
    try (var socket = (SSLSocket) listener.accept()) {
      socket.startHandshake();
      socket.getInputStream().read();
    } catch (java.io.IOException e) {
      // The client decides whether the handshake succeeds.
    }
  }
}
