package dev.irsa.internal.token;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the content of a file when it was read. Detects changes without keeping the content.
 * Immutable.
 */
final class FileFingerprint {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final @Nullable Object fileKey;
  private final FileTime modified;
  private final long size;
  private final long fingerprint;

  FileFingerprint(BasicFileAttributes attributes, byte[] content) {
    this.fileKey = attributes.fileKey();
    this.modified = attributes.lastModifiedTime();
    this.size = attributes.size();
    this.fingerprint = fingerprint(content);
  }

  /** Returns whether the attributes are those of the file that was read. Does not read the file. */
  boolean looksLike(BasicFileAttributes attributes) {
    return Objects.equals(fileKey, attributes.fileKey())
        && modified.equals(attributes.lastModifiedTime())
        && size == attributes.size();
  }

  /** Returns whether the content is the one that was read. */
  boolean hasContent(byte[] content) {
    return fingerprint == fingerprint(content);
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
