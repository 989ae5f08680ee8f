package dev.irsa.internal.http;

import dev.irsa.credentials.MisconfiguredException;
import java.io.ByteArrayInputStream;
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
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A PEM file of authorities that are trusted in addition to the platform's. Immutable; read when it
 * is needed.
 *
 * @param file the path of the PEM file
 * @param origin where the path was set, for messages
 */
public record CaBundle(Path file, String origin) {

  /** Twenty times the size of all public authorities. The parser takes a while for more. */
  private static final int MOST_BYTES = 4 << 20;

  /**
   * Returns trust managers for the authorities of the bundle and of the platform.
   *
   * @throws MisconfiguredException if the file is not usable
   */
  public TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : read()) {
      store.setCertificateEntry("bundle-" + number++, certificate);
    }
    for (TrustManager manager : managers(null)) {
      for (X509Certificate certificate : ((X509TrustManager) manager).getAcceptedIssuers()) {
        store.setCertificateEntry("platform-" + number++, certificate);
      }
    }
    return managers(store);
  }

  /**
   * Returns trust managers for the authorities of a store, or of the platform if the store is null.
   */
  public static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private Collection<? extends Certificate> read() {
    if (!Files.isRegularFile(file)) {
      // Opening a pipe would block forever.
      throw unusable(Files.exists(file) ? "is not a file" : "does not exist");
    }
    try (InputStream input = Files.newInputStream(file)) {
      byte[] content = input.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw unusable("is longer than 4 MiB");
      }
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content));
      if (certificates.isEmpty()) {
        throw unusable("does not contain a certificate");
      }
      return certificates;
    } catch (CertificateException e) {
      throw unusable("contains something other than certificates");
    } catch (IOException e) {
      throw unusable("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private MisconfiguredException unusable(String found) {
    return MisconfiguredException.of(
        "AWS_CA_BUNDLE",
        origin,
        file + " " + found + "; nothing was sent",
        "correct the path, or mount the file: certificates in PEM");
  }
}
