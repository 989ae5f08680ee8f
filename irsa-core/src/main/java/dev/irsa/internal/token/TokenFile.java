package dev.irsa.internal.token;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.identity.WebIdentityToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The file that kubelet keeps a token in. */
final class TokenFile implements TokenSource {

  /** The swap of a volume removes the old directory before a path through it works again. */
  private static final Duration SWAP = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofMillis(20);

  /** Of the whole process: threads that a file keeps are counted together. */
  private static final FileReader READER = new FileReader(new SystemOpening());

  private final Path path;
  private final String roleArn;
  private final LongSupplier nanoTime;
  private final Sleeper pause;
  private final FileReader reader;

  // Volatile: written by the thread that reads, seen by the one that watches for a change. Null
  // until a read has found a file.
  private volatile @Nullable FileFingerprint lastRead;

  TokenFile(Path path, String roleArn, LongSupplier nanoTime, Sleeper pause) {
    this(path, roleArn, nanoTime, pause, READER);
  }

  TokenFile(Path path, String roleArn, LongSupplier nanoTime, Sleeper pause, FileReader reader) {
    this.path = path;
    this.roleArn = roleArn;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.reader = reader;
  }

  @Override
  public WebIdentityToken read(Duration bound) {
    byte[] content;
    try {
      content = content(bound);
    } catch (IOException e) {
      lastRead = null;
      throw unavailable(TokenFileDiagnosis.describe(path, e), e);
    }
    TokenParser text = TokenParser.of(content);
    if (text.token() == null) {
      throw unavailable(TokenFileDiagnosis.content(path, text.found()), null);
    }
    return text.token();
  }

  private byte[] content(Duration bound) throws IOException {
    Duration patience = bound.compareTo(SWAP) < 0 ? bound : SWAP;
    long startedNanos = nanoTime.getAsLong();
    while (true) {
      try {
        return remember(reader.read(path, bound));
      } catch (NoSuchFileException e) {
        if (nanoTime.getAsLong() - startedNanos >= patience.toNanos()) {
          throw e;
        }
        try {
          pause.pause(LOOK);
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
  public @Nullable WebIdentityToken peek() {
    try {
      return TokenParser.of(reader.read(path, FileReader.LONGEST).content()).token();
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
      byte[] content = reader.read(path, FileReader.LONGEST).content();
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
      TokenFileDiagnosis defect, @Nullable IOException cause) {
    return new TokenUnavailableException(
        path, defect.found(), defect.remedy(), roleArn, AttemptInfo.NONE, cause);
  }
}
