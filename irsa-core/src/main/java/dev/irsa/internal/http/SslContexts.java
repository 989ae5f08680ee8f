package dev.irsa.internal.http;

import dev.irsa.credentials.MisconfiguredException;
import java.io.File;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whom calls trust: the platform ({@code javax.net.ssl.trustStore} included) and the CA bundle.
 * Never the process-wide defaults, which old applications set to trust everybody.
 *
 * <p>What was read is kept softly: calls that follow each other closely share it, and between two
 * refreshes it may go. It is read anew as soon as one of its files is another. Thread-safe.
 */
final class SslContexts {

  private final @Nullable SSLContext given;
  private final @Nullable CaBundle caBundle;

  // Volatile and immutable: two calls may both read the files, and either may be kept.
  private volatile @Nullable Kept kept;

  private SslContexts(@Nullable SSLContext given, @Nullable CaBundle caBundle) {
    this.given = given;
    this.caBundle = caBundle;
  }

  static SslContexts of(SSLContext given) {
    return new SslContexts(given, null);
  }

  static SslContexts ofPlatformAnd(@Nullable CaBundle caBundle) {
    return new SslContexts(null, caBundle);
  }

  /**
   * Returns what makes TLS of a connection.
   *
   * @throws MisconfiguredException when the bundle cannot be used
   */
  SSLContext context() throws IOException {
    if (given != null) {
      return given;
    }
    String files = files();
    Kept before = kept;
    SSLContext context = before == null || !before.files.equals(files) ? null : before.get();
    if (context == null) {
      context = read();
      kept = new Kept(context, files);
    }
    return context;
  }

  private SSLContext read() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, caBundle == null ? null : caBundle.andPlatform(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the platform's trust store cannot be used: " + e.getMessage(), e);
    }
  }

  /** Tells one state of the files from another. */
  private String files() {
    String trustStore = System.getProperty("javax.net.ssl.trustStore");
    return (trustStore == null ? "" : state(new File(trustStore)))
        + (caBundle == null ? "" : state(caBundle.file().toFile()));
  }

  private static String state(File file) {
    return file.getPath() + ' ' + file.lastModified() + ' ' + file.length() + '\n';
  }

  private static final class Kept extends SoftReference<SSLContext> {
    final String files;

    Kept(SSLContext context, String files) {
      super(context);
      this.files = files;
    }
  }
}
