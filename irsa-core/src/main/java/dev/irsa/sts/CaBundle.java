package dev.irsa.sts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** A PEM file of authorities that are trusted besides the platform's. */
final class CaBundle {

  private CaBundle() {}

  static TrustManager[] andPlatform(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : read(file)) {
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

  private static Collection<? extends Certificate> read(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(input);
      if (certificates.isEmpty()) {
        throw new IOException("the CA bundle " + file + " holds no certificate");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new IOException("the CA bundle " + file + " holds what is no certificate", e);
    } catch (FileSystemException e) {
      throw new IOException("the CA bundle " + file + " cannot be read", e);
    }
  }
}
