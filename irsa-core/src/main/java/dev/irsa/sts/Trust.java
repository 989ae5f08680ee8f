package dev.irsa.sts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom a call trusts: the platform ({@code javax.net.ssl.trustStore} included) and the CA bundle.
 * Never the process-wide defaults, which old applications set to trust everybody. Read for each
 * call: nothing is kept between refreshes, and a new bundle counts at once.
 */
final class Trust {

  private Trust() {}

  static SSLSocketFactory of(Transport transport) throws IOException {
    if (transport.sslContext() != null) {
      return transport.sslContext().getSocketFactory();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(transport.caBundle()), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException("the platform's trust store cannot be used: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] trustManagers(@Nullable Path caBundle)
      throws GeneralSecurityException, IOException {
    if (caBundle == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : bundle(caBundle)) {
      store.setCertificateEntry("bundle-" + number++, certificate);
    }
    for (TrustManager manager : managers(null)) {
      for (X509Certificate certificate : ((X509TrustManager) manager).getAcceptedIssuers()) {
        store.setCertificateEntry("platform-" + number++, certificate);
      }
    }
    return managers(store);
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> bundle(Path caBundle) throws IOException {
    try (InputStream input = Files.newInputStream(caBundle)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(input);
      if (certificates.isEmpty()) {
        throw new IOException("the CA bundle " + caBundle + " holds no certificate");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new IOException("the CA bundle " + caBundle + " holds what is no certificate", e);
    } catch (java.nio.file.FileSystemException e) {
      throw new IOException("the CA bundle " + caBundle + " cannot be read", e);
    }
  }
}
