package dev.irsa.doctor.internal.network;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.http.CaBundle;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts what the library trusts, and remembers the certificates that a server presented, also if
 * they are not trusted. One instance per call.
 */
final class Trust extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager delegate;
  private final List<X509Certificate> presented = new CopyOnWriteArrayList<>();

  private Trust(X509ExtendedTrustManager delegate) {
    this.delegate = delegate;
  }

  /**
   * Returns the trust of a call.
   *
   * @param caBundle authorities to trust in addition to the platform's, or null
   * @throws MisconfiguredException if the bundle is not usable
   */
  static Trust of(@Nullable CaBundle caBundle) throws IOException {
    try {
      TrustManager[] managers = caBundle == null ? platform() : caBundle.trustManagers();
      return new Trust((X509ExtendedTrustManager) managers[0]);
    } catch (GeneralSecurityException e) {
      throw new IOException("the trust store of this JVM cannot be used", e);
    }
  }

  private static TrustManager[] platform() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return factory.getTrustManagers();
  }

  SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {this}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM does not support TLS", e);
    }
  }

  /** Returns the certificates of the last server, its own one first; may be empty. */
  List<X509Certificate> presented() {
    return List.copyOf(presented);
  }

  private void remember(X509Certificate[] chain) {
    presented.clear();
    presented.addAll(List.of(chain));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    remember(chain);
    delegate.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    remember(chain);
    delegate.checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    remember(chain);
    delegate.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    delegate.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    delegate.checkClientTrusted(chain, authType, engine);
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
