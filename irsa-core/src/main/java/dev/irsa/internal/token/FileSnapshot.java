package dev.irsa.internal.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file at one time. Detects changes also after the content was taken. Its text
 * form does not show the content, a secret. Used by one thread until the content was taken.
 */
final class FileSnapshot {

  static final int MAX_BYTES = 64 * 1024;

  private static final byte[] TAKEN = new byte[0];
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final @Nullable Object fileKey;
  private final FileTime modified;
  private final long size;
  private final long fingerprint;
  private byte[] content;

  private FileSnapshot(BasicFileAttributes attributes, byte[] content) {
    this.fileKey = attributes.fileKey();
    this.modified = attributes.lastModifiedTime();
    this.size = attributes.size();
    this.fingerprint = fingerprint(content);
    this.content = content;
  }

  /**
   * Reads a regular file. Follows symbolic links. If a pipe replaces the file between the check and
   * the opening, this blocks until a process writes to it, and Java can neither open it without
   * blocking nor interrupt that. A file system can hang in the same way.
   */
  static FileSnapshot of(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      // Opening a pipe blocks, and a device may be endless.
      throw TokenFileDiagnosis.notRegular(attributes.isDirectory());
    }
    try (InputStream input = Files.newInputStream(path)) {
      return new FileSnapshot(attributes, input.readNBytes(MAX_BYTES + 1));
    }
  }

  /** Returns the bytes, at most one more than a token file may contain, and does not keep them. */
  byte[] takeContent() {
    byte[] taken = content;
    content = TAKEN;
    return taken;
  }

  /** Returns whether the file that was read had these attributes. Does not read the file. */
  boolean looksLike(BasicFileAttributes attributes) {
    return Objects.equals(fileKey, attributes.fileKey())
        && modified.equals(attributes.lastModifiedTime())
        && size == attributes.size();
  }

  /** Returns whether another snapshot has the same content. */
  boolean hasContentOf(FileSnapshot other) {
    return fingerprint == other.fingerprint;
  }

  /** Returns the FNV-1a hash, which distinguishes contents and does not reveal them. */
  private static long fingerprint(byte[] content) {
    long hash = FNV_OFFSET;
    for (byte b : content) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
