package dev.irsa.internal.http;

import dev.irsa.credentials.MisconfiguredException;
import java.io.File;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.security.GeneralSecurityException;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map.Entry;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * Provides the SSL context of calls, which trusts the platform's authorities ({@code
 * javax.net.ssl.trustStore} included) and the CA bundle. Never uses the process-wide defaults,
 * which some old applications replace by ones that trust every certificate.
 *
 * <p>A context is cached by a soft reference: consecutive calls share it, and it may be collected
 * between two refreshes. It is created again when one of its files changes, and after a failed
 * handshake.
 *
 * <p>A call resumes the TLS session of the previous call, for at most an hour after the certificate
 * was verified. A new context verifies it again. Thread-safe.
 */
final class SslContexts {

  private static final int SESSION_SECONDS = 3600;

  private final @Nullable SSLContext fixed;
  private final @Nullable CaBundle caBundle;

  // Volatile and immutable: if two calls create a context, either may be cached.
  private volatile @Nullable Entry<String, SoftReference<SSLContext>> cached;

  /**
   * Creates contexts.
   *
   * @param fixed replaces the platform's trust and the bundle, or null
   */
  SslContexts(@Nullable SSLContext fixed, @Nullable CaBundle caBundle) {
    this.fixed = fixed;
    this.caBundle = caBundle;
  }

  /**
   * Returns the SSL context.
   *
   * @throws MisconfiguredException if the bundle is not usable
   */
  SSLContext context() throws IOException {
    if (fixed != null) {
      return fixed;
    }
    String files = files();
    Entry<String, SoftReference<SSLContext>> previous = cached;
    SSLContext context =
        previous == null || !previous.getKey().equals(files) ? null : previous.getValue().get();
    if (context == null) {
      context = read();
      cached = new SimpleImmutableEntry<>(files, new SoftReference<>(context));
    }
    return context;
  }

  private SSLContext read() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, caBundle == null ? null : caBundle.trustManagers(), null);
      limitSessions(context.getClientSessionContext());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the platform's trust store cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Keeps one session. In the JDK each resumed session of TLS 1.3 retains the sessions after it. A
   * cache of one session drops the first of them.
   */
  private static void limitSessions(@Nullable SSLSessionContext sessions) {
    if (sessions != null) {
      sessions.setSessionCacheSize(1);
      sessions.setSessionTimeout(SESSION_SECONDS);
    }
  }

  /** Drops the cached context and with it the TLS session. */
  void forget() {
    cached = null;
  }

  /** Returns a text that changes with the files. */
  private String files() {
    String trustStore = System.getProperty("javax.net.ssl.trustStore");
    return (trustStore == null ? "" : state(new File(trustStore)))
        + (caBundle == null ? "" : state(caBundle.file().toFile()));
  }

  private static String state(File file) {
    return file.getPath() + ' ' + file.lastModified() + ' ' + file.length() + '\n';
  }
}
