package dev.irsa.internal.token;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.exchange.IoDeadline;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.IdentityToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A token source that reads the file that kubelet rotates. */
class TokenFile implements TokenSource {

  /**
   * The maximum time to wait for a missing file: while kubelet replaces the volume's directory, the
   * path briefly does not exist.
   */
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private static final Duration RETRY_INTERVAL = Duration.ofMillis(20);

  private final Path path;
  private final TokenKind kind;
  private final @Nullable String roleArn;
  private final LongSupplier nanoTime;

  // Volatile: written by reads, and read by checks for a change on other threads. Null until a read
  // has found a file.
  private volatile @Nullable FileSnapshot lastRead;

  TokenFile(Path path, TokenKind kind, @Nullable String roleArn, LongSupplier nanoTime) {
    this.path = path;
    this.kind = kind;
    this.roleArn = roleArn;
    this.nanoTime = nanoTime;
  }

  @Override
  public IdentityToken read(Duration bound) {
    byte[] content;
    try {
      content = content(bound);
    } catch (IOException e) {
      lastRead = null;
      throw unavailable(TokenFileDiagnosis.describe(path, kind, e), e);
    }
    ParsedToken parsed = ParsedToken.of(content, kind);
    if (parsed.token() == null) {
      throw unavailable(TokenFileDiagnosis.content(path, kind, parsed.found()), null);
    }
    return parsed.token();
  }

  private byte[] content(Duration bound) throws IOException {
    IoDeadline wait = new IoDeadline(nanoTime, bound).within(MAX_WAIT);
    while (true) {
      try {
        BasicFileAttributes attributes = attributes();
        byte[] content = content(attributes);
        lastRead = FileSnapshot.of(attributes, content);
        return content;
      } catch (NoSuchFileException e) {
        if (wait.remaining().isZero()) {
          throw e;
        }
        try {
          pause(RETRY_INTERVAL);
        } catch (InterruptedException interrupt) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  /** Follows symbolic links. */
  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  /**
   * Returns the bytes of the file, at most one more than allowed. If a pipe replaces the file
   * between the check and the opening, this blocks until a process writes to it, and Java can
   * neither open it without blocking nor interrupt that. A file system can hang in the same way.
   */
  private byte[] content(BasicFileAttributes attributes) throws IOException {
    if (!attributes.isRegularFile()) {
      // Opening a pipe blocks, and a device may be endless.
      throw TokenFileDiagnosis.notRegular(attributes.isDirectory());
    }
    try (InputStream input = Files.newInputStream(path)) {
      return input.readNBytes(ParsedToken.MAX_BYTES + 1);
    }
  }

  /** Blocks the current thread for the given time. */
  void pause(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  @Override
  public CredentialsException unread() {
    return unavailable(TokenFileDiagnosis.hanging(), null);
  }

  @Override
  public @Nullable IdentityToken peek() {
    try {
      return ParsedToken.of(content(attributes()), kind).token();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public boolean hasChanged() {
    FileSnapshot last = lastRead;
    try {
      BasicFileAttributes attributes = attributes();
      if (last != null && last.looksLike(attributes)) {
        return false;
      }
      byte[] content = content(attributes);
      return last == null || !last.hasContent(content);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public @Nullable Instant writtenAt() {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (IOException e) {
      return null;
    }
  }

  private TokenUnavailableException unavailable(
      TokenFileDiagnosis diagnosis, @Nullable IOException cause) {
    String summary = "The token file " + path + " " + diagnosis.found();
    return new TokenUnavailableException(
        FailureDetails.of(summary, diagnosis.remedy(), roleArn, null).causedBy(cause), path);
  }
}
