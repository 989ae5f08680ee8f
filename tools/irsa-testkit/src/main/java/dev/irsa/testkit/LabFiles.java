package dev.irsa.testkit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.irsa.testkit.internal.LabThreads;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The lab's directory: certificates for other programs, and a directory for each pod's volume. */
final class LabFiles implements AutoCloseable {
  /** The password of the trust store, which holds nothing secret. JVMs require one. */
  static final String TRUST_STORE_PASSWORD = "changeit";

  private final LabCertificateAuthority authority;
  private final Path directory;

  /**
   * Writes the certificate in the background: the first one takes a while, and it is rarely read at
   * once.
   */
  private final CompletableFuture<Path> caBundle;

  /** Created under the lock: a file written while the directory is removed would keep it. */
  @GuardedBy("this")
  private @Nullable Path trustStore;

  @GuardedBy("this")
  private boolean closed;

  LabFiles(LabCertificateAuthority authority) throws IOException {
    this.authority = authority;
    this.directory = Files.createTempDirectory("irsa-lab-");
    this.caBundle = LabThreads.supply("files", this::writeCaBundle);
  }

  private Path writeCaBundle() {
    Path file = directory.resolve("ca.pem");
    try {
      authority.writeCaPem(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the certificate authority's file", e);
    }
  }

  LabCertificateAuthority authority() {
    return authority;
  }

  /** Returns the PEM file, after waiting until it is completely written. */
  Path caBundle() {
    return caBundle.join();
  }

  /**
   * Returns the trust store, which is written at the first call: most labs serve this JVM only.
   *
   * @throws IllegalStateException if the lab was closed before
   */
  synchronized Path trustStore() {
    try {
      if (trustStore == null) {
        if (closed) {
          throw new IllegalStateException("the lab is closed");
        }
        Path file = Files.createTempFile(directory, "truststore", ".p12");
        authority.writeTrustStoreWithDefaults(file, TRUST_STORE_PASSWORD);
        trustStore = file;
      }
      return trustStore;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the directory of a volume, named by the pod's uid as kubelet does. */
  Path volume(String podUid, String volumeName) {
    return directory.resolve("pods").resolve(podUid).resolve(volumeName);
  }

  @Override
  public void close() {
    caBundle.exceptionally(failure -> directory).join();
    synchronized (this) {
      try {
        closed = true;
        try (var all = Files.walk(directory)) {
          for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(each);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remove the lab's directory", e);
      }
    }
  }
}
