package dev.irsa.internal.token;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a file looked like when it was read: enough to notice a change, without the content. */
record FileSnapshot(@Nullable Object fileKey, FileTime modified, long size, long fingerprint) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  static FileSnapshot of(BasicFileAttributes attributes, byte[] content) {
    return new FileSnapshot(
        attributes.fileKey(),
        attributes.lastModifiedTime(),
        attributes.size(),
        fingerprint(content));
  }

  /** Returns whether the file had these attributes. */
  boolean looksLike(BasicFileAttributes attributes) {
    return Objects.equals(fileKey, attributes.fileKey())
        && modified.equals(attributes.lastModifiedTime())
        && size == attributes.size();
  }

  /** Returns whether the file had this content. */
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
