package dev.irsa.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that {@code AWS_CA_BUNDLE} adds to the platform's. AWS SDK for Java 2.x ignores
 * this variable.
 */
final class TrustedAuthorities {

  private TrustedAuthorities() {}

  /**
   * Returns trust managers for the platform's authorities and those of a PEM file.
   *
   * @throws IllegalStateException if the file cannot be read
   */
  static TrustManager[] trustManagers(Path pemFile) {
    try (InputStream pem = Files.newInputStream(pemFile)) {
      List<Certificate> trusted = new ArrayList<>(platform());
      trusted.addAll(CertificateFactory.getInstance("X.509").generateCertificates(pem));
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : trusted) {
        store.setCertificateEntry(Integer.toString(store.size()), each);
      }
      return managers(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("AWS_CA_BUNDLE: cannot read " + pemFile, e);
    }
  }

  private static List<X509Certificate> platform() throws GeneralSecurityException {
    List<X509Certificate> trusted = new ArrayList<>();
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        trusted.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return trusted;
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
