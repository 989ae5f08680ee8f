package dev.irsa.testkit.signature;

import java.util.HexFormat;

/**
 * Signatures of the chunks of a streamed upload, each over the one before (S3 API reference,
 * "Signature calculations … transferring a payload in multiple chunks").
 */
public final class ChunkSigner {
  private static final String HASH_OF_NOTHING = Hashes.sha256("");

  private final byte[] signingKey;
  private final String date;
  private final String scope;

  ChunkSigner(String secretAccessKey, CredentialScope scope, String date) {
    this.signingKey = scope.signingKey(secretAccessKey);
    this.date = date;
    this.scope = scope.toString();
  }

  /**
   * Signs by a secret.
   *
   * @param date as in {@code X-Amz-Date}
   */
  public static ChunkSigner of(String secretAccessKey, String region, String service, String date) {
    CredentialScope scope = new CredentialScope(date.substring(0, 8), region, service);
    return new ChunkSigner(secretAccessKey, scope, date);
  }

  /** The signature of a chunk of data, after the one before. */
  public String chunk(String previous, byte[] data) {
    return sign("AWS4-HMAC-SHA256-PAYLOAD", previous, HASH_OF_NOTHING + "\n" + Hashes.sha256(data));
  }

  /** The signature of the trailer, after the last chunk's. */
  public String trailer(String previous, String canonicalTrailer) {
    return sign("AWS4-HMAC-SHA256-TRAILER", previous, Hashes.sha256(canonicalTrailer));
  }

  private String sign(String algorithm, String previous, String hashes) {
    String text = String.join("\n", algorithm, date, scope, previous, hashes);
    return HexFormat.of().formatHex(Hashes.hmac(signingKey, text));
  }
}
