package dev.irsa.doctor.internal.probe;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.http.CaBundle;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Records the certificates that a server presents, trusted or not. Trusts the same authorities as
 * the library. The JDK itself compares the host's name with the certificate. One instance per call.
 */
final class CertificateRecorder implements X509TrustManager {

  private final X509TrustManager delegate;
  private final SSLContext context;
  private final List<X509Certificate> presented = new CopyOnWriteArrayList<>();

  private CertificateRecorder(X509TrustManager delegate) throws GeneralSecurityException {
    this.delegate = delegate;
    this.context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {this}, null);
  }

  /**
   * Returns the recorder of a call.
   *
   * @param caBundle authorities to trust in addition to the platform's, or null
   * @throws MisconfiguredException if the bundle is not usable
   */
  static CertificateRecorder of(@Nullable CaBundle caBundle) throws IOException {
    try {
      TrustManager[] managers =
          caBundle == null ? CaBundle.managers(null) : caBundle.trustManagers();
      return new CertificateRecorder((X509TrustManager) managers[0]);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS or the trust store of this JVM cannot be used", e);
    }
  }

  SSLContext context() {
    return context;
  }

  /** Returns the certificates of the last server, its own first; may be empty. */
  List<X509Certificate> presented() {
    return List.copyOf(presented);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    presented.clear();
    presented.addAll(List.of(chain));
    delegate.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    delegate.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return delegate.getAcceptedIssuers();
  }
}
