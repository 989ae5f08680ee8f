package dev.irsa.testkit.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The lab's own certificate authority: a root in this process that signs server certificates for
 * any host. Only clients that are given its root trust it; process-wide defaults do not change.
 *
 * <p>Keys are EC P-256; the certificates satisfy clients with strict checks (OpenSSL, Python, Node,
 * the JDK). A wildcard covers one label only. Authorities do not trust each other, so a second one
 * serves as the unknown CA of a test. Thread-safe. It holds no resources to close.
 */
public final class LabCertificateAuthority {

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

  /** Those that a lab used until it was closed. */
  private static final Deque<LabCertificateAuthority> RELEASED = new ConcurrentLinkedDeque<>();

  // Null instead would mean the platform's.
  private static final KeyManager[] NO_KEYS = {};
  private static final TrustManager[] NO_TRUST = {};

  // Created on first use: in a fresh JVM the root takes 0.35 s of CPU, nearly all of it for loading
  // BouncyCastle's classes; the second one takes 5 ms. Written under the lock; volatile, so that
  // readers need no lock.
  private volatile @Nullable CertificateSigner signer;

  private final ConcurrentMap<List<String>, SSLContext> issued = new ConcurrentHashMap<>();

  /** What was written last, because its encryption takes a tenth of a second. */
  private volatile @Nullable TrustStore withDefaults;

  private static final class TrustStore {
    private final String password;
    private final List<X509Certificate> others;
    private final byte[] content;

    TrustStore(String password, List<X509Certificate> others, byte[] content) {
      this.password = password;
      this.others = others;
      this.content = content;
    }

    boolean isOf(String wanted, List<X509Certificate> trusted) {
      return password.equals(wanted) && others.equals(trusted);
    }
  }

  private LabCertificateAuthority() {}

  /**
   * Creates an authority whose certificates are valid from yesterday, by the machine's clock:
   * server certificates for 397 days, the root for ten years. Clients check them against that
   * clock, which may differ from the lab's.
   */
  public static LabCertificateAuthority create() {
    return new LabCertificateAuthority();
  }

  /**
   * Returns an authority that nobody else uses until {@link #release}: one that was released, or a
   * new one. Its keys and certificates take longer than the rest of a lab's start, and tests start
   * hundreds of labs, most of them one after the other.
   */
  public static LabCertificateAuthority acquire() {
    LabCertificateAuthority released = RELEASED.poll();
    return released == null ? create() : released;
  }

  /** Leaves the authority to the next caller of {@link #acquire}. Call it once. */
  public void release() {
    RELEASED.push(this);
  }

  /** Returns the root certificate. */
  public X509Certificate certificate() {
    return signer().root();
  }

  /**
   * Returns the root certificate as PEM, for {@code AWS_CA_BUNDLE}, {@code NODE_EXTRA_CA_CERTS} and
   * similar settings.
   */
  public String caPem() {
    try {
      var base64 =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate().getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("cannot encode the root certificate", e);
    }
  }

  /** Writes {@link #caPem} to a file, replacing its content. */
  public void writeCaPem(Path file) throws IOException {
    Files.writeString(file, caPem(), StandardCharsets.US_ASCII);
  }

  /**
   * Writes a PKCS #12 trust store that contains only the root, for {@code
   * javax.net.ssl.trustStore}.
   *
   * @param password the value of {@code javax.net.ssl.trustStorePassword}; the JDK does not read
   *     certificates without a password
   */
  public void writeTrustStore(Path file, String password) throws IOException {
    Files.write(file, encoded(password, List.of()));
  }

  /**
   * Writes a PKCS #12 trust store with this authority's certificate and those that this JVM trusts
   * by default, for programs that connect to other servers as well.
   */
  public void writeTrustStoreWithDefaults(Path file, String password) throws IOException {
    List<X509Certificate> others = defaults();
    TrustStore written = withDefaults;
    if (written == null || !written.isOf(password, others)) {
      written = new TrustStore(password, others, encoded(password, others));
      withDefaults = written;
    }
    Files.write(file, written.content);
  }

  private static List<X509Certificate> defaults() {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Stream.of(factory.getTrustManagers())
          .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot read the default trust store", e);
    }
  }

  private byte[] encoded(String password, List<X509Certificate> others) throws IOException {
    var out = new ByteArrayOutputStream();
    try {
      KeyStore store = trustStore();
      for (X509Certificate other : others) {
        store.setCertificateEntry("default-" + store.size(), other);
      }
      store.store(out, password.toCharArray());
      return out.toByteArray();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot write a PKCS #12 trust store", e);
    }
  }

  /**
   * Returns a server context with one certificate, which names exactly the given hosts.
   *
   * @param hosts DNS names, possibly with a leading wildcard label, or IP addresses; {@code
   *     localhost, 127.0.0.1, ::1} if empty
   */
  public SSLContext serverContext(String... hosts) {
    var names =
        hosts.length == 0
            ? LOOPBACK
            : Stream.of(hosts).map(host -> host.toLowerCase(Locale.ROOT)).toList();
    return issued.computeIfAbsent(names, all -> context(signer().sign(all), NO_TRUST));
  }

  /** Returns a client context that trusts only this authority. */
  public SSLContext clientContext() {
    try {
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(trustStore());
      return context(NO_KEYS, factory.getTrustManagers());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot build a trust manager for the lab's root", e);
    }
  }

  private CertificateSigner signer() {
    var present = signer;
    if (present != null) {
      return present;
    }
    synchronized (this) {
      var made = signer == null ? new CertificateSigner() : signer;
      signer = made;
      return made;
    }
  }

  private KeyStore trustStore() throws GeneralSecurityException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("irsa-lab-ca", certificate());
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot set up TLS", e);
    }
  }
}
