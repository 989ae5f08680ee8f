package dev.irsa.internal.token;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a file looked like when it was read: enough to see a change, nothing of its content.
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

  /** Returns whether a file with these attributes is the same without reading it. */
  boolean looksLike(BasicFileAttributes attributes) {
    return Objects.equals(fileKey, attributes.fileKey())
        && modified.equals(attributes.lastModifiedTime())
        && size == attributes.size();
  }

  boolean hasContent(byte[] content) {
    return fingerprint == fingerprint(content);
  }

  /** FNV-1a: tells contents apart, cannot be turned back into one. */
  private static long fingerprint(byte[] content) {
    long hash = FNV_OFFSET;
    for (byte b : content) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
