package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.Headers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/**
 * An object as stored. Immutable: nobody changes the array.
 *
 * @param content the bytes
 * @param etag with its quotes
 * @param lastModifiedAt when it was put
 * @param headers Content-Type and the user's metadata, given back as they came
 */
@SuppressWarnings(
    "ArrayRecordComponent") // never compared, and a copy of each object would be waste
record StoredObject(byte[] content, String etag, Instant lastModifiedAt, Headers headers) {

  static StoredObject of(byte[] content, Instant now, Headers headers) {
    return new StoredObject(content, "\"" + md5(content) + "\"", now, headers);
  }

  /** S3's ETag of a body that came in one piece. */
  static String md5(byte[] content) {
    return HexFormat.of().formatHex(digest(content));
  }

  @SuppressWarnings("WeakHash") // S3's ETag is an MD5, and nothing here relies on its strength
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
