package dev.irsa.testkit;

import dev.irsa.testkit.http.LabCertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The lab's directory: certificates for other programs, and a directory for each pod's volume. */
final class LabFiles implements AutoCloseable {
  /** Of a trust store that holds nothing secret: JVMs insist on one. */
  static final String TRUST_STORE_PASSWORD = "changeit";

  private final LabCertificateAuthority authority;
  private final Path directory;

  /** In the background, since nobody reads it at once and the first certificate takes its time. */
  private final CompletableFuture<Path> caBundle;

  private final AtomicReference<@Nullable Path> trustStore = new AtomicReference<>();

  LabFiles(LabCertificateAuthority authority) throws IOException {
    this.authority = authority;
    this.directory = Files.createTempDirectory("irsa-lab-");
    this.caBundle = CompletableFuture.supplyAsync(this::writeCaBundle);
  }

  private Path writeCaBundle() {
    Path file = directory.resolve("ca.pem");
    try {
      authority.writeCaPem(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the certificate authority could not be written", e);
    }
  }

  /** Complete when this returns. */
  Path caBundle() {
    return caBundle.join();
  }

  /** Written when first asked for: most labs serve this JVM only. */
  Path trustStore() {
    Path written = trustStore.get();
    if (written != null) {
      return written;
    }
    try {
      Path file = Files.createTempFile(directory, "truststore", ".p12");
      authority.writeTrustStore(file, TRUST_STORE_PASSWORD);
      trustStore.compareAndSet(null, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path volume(String pod, String uid) {
    return directory.resolve("pods").resolve(pod + "-" + uid).resolve("aws-iam-token");
  }

  @Override
  public void close() {
    // Or it would be written into a directory that is being removed.
    caBundle.exceptionally(failure -> directory).join();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("the lab's directory could not be removed", e);
    }
  }
}
