package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.Headers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A stored object. Immutable: the array is never modified.
 *
 * @param content the bytes
 * @param etag the ETag, with its quotes
 * @param lastModifiedAt when it was stored
 * @param headers the Content-Type and the user's metadata, returned unchanged
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not copied for efficiency
record StoredObject(byte[] content, String etag, Instant lastModifiedAt, Headers headers) {

  static StoredObject of(byte[] content, Instant now, Headers headers) {
    return new StoredObject(content, "\"" + md5(content) + "\"", now, headers);
  }

  /** Returns S3's ETag of an object uploaded in a single request. */
  static String md5(byte[] content) {
    return HexFormat.of().formatHex(digest(content));
  }

  @SuppressWarnings("WeakHash") // S3's ETag is an MD5; its strength does not matter here
  static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("MD5").digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  StoredObject copiedAt(Instant now, Headers otherHeaders) {
    return new StoredObject(content, etag, now, otherHeaders);
  }
}
