package dev.irsa.internal.token;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.identity.IdentityToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A token source that reads the file that kubelet rotates. */
final class TokenFile implements TokenSource {

  /**
   * The maximum time to wait for a missing file: while kubelet replaces the volume's directory, the
   * path briefly does not exist.
   */
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private static final Duration RETRY_INTERVAL = Duration.ofMillis(20);

  /** Shared by the whole process, so that its limit applies to the threads for all files. */
  private static final TokenFileReader READER = new TokenFileReader(new SystemFileOpener());

  private final Path path;
  private final TokenKind kind;
  private final @Nullable String roleArn;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private final TokenFileReader reader;

  // Volatile: written by reads, and read by checks for a change on other threads. Null until a read
  // has found a file.
  private volatile @Nullable FileFingerprint lastRead;

  TokenFile(
      Path path, TokenKind kind, @Nullable String roleArn, LongSupplier nanoTime, Sleeper sleeper) {
    this(path, kind, roleArn, nanoTime, sleeper, READER);
  }

  TokenFile(
      Path path,
      TokenKind kind,
      @Nullable String roleArn,
      LongSupplier nanoTime,
      Sleeper sleeper,
      TokenFileReader reader) {
    this.path = path;
    this.kind = kind;
    this.roleArn = roleArn;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.reader = reader;
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
    TokenParser parser = TokenParser.of(content, kind);
    if (parser.token() == null) {
      throw unavailable(TokenFileDiagnosis.content(path, kind, parser.found()), null);
    }
    return parser.token();
  }

  private byte[] content(Duration bound) throws IOException {
    Duration maxWait = bound.compareTo(MAX_WAIT) < 0 ? bound : MAX_WAIT;
    long startedNanos = nanoTime.getAsLong();
    while (true) {
      try {
        return remember(reader.read(path, bound));
      } catch (NoSuchFileException e) {
        if (nanoTime.getAsLong() - startedNanos >= maxWait.toNanos()) {
          throw e;
        }
        try {
          sleeper.pause(RETRY_INTERVAL);
        } catch (InterruptedException interrupt) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  private byte[] remember(FileSnapshot snapshot) {
    lastRead = snapshot.state();
    return snapshot.content();
  }

  @Override
  public @Nullable IdentityToken peek() {
    try {
      return TokenParser.of(reader.read(path, TokenFileReader.MAX_TIME).content(), kind).token();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public boolean hasChanged() {
    FileFingerprint last = lastRead;
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (last != null && last.looksLike(attributes)) {
        return false;
      }
      byte[] content = reader.read(path, TokenFileReader.MAX_TIME).content();
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
    return new TokenUnavailableException(
        path, diagnosis.found(), diagnosis.remedy(), roleArn, AttemptInfo.NONE, cause);
  }
}
