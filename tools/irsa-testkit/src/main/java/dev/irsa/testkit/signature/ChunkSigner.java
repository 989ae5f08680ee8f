package dev.irsa.testkit.signature;

import java.util.HexFormat;

/**
 * Computes the signatures of the chunks of a streamed upload. Each one covers the one before (S3
 * API reference, "Signature calculations … transferring a payload in multiple chunks").
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
   * Creates a signer with a secret.
   *
   * @param date the value of {@code X-Amz-Date}
   */
  public static ChunkSigner of(String secretAccessKey, String region, String service, String date) {
    CredentialScope scope = new CredentialScope(date.substring(0, 8), region, service);
    return new ChunkSigner(secretAccessKey, scope, date);
  }

  /** Returns the signature of a chunk of data, given the previous signature. */
  public String chunk(String previous, byte[] data) {
    return sign("AWS4-HMAC-SHA256-PAYLOAD", previous, HASH_OF_NOTHING + "\n" + Hashes.sha256(data));
  }

  /** Returns the signature of the trailer, given the signature of the last chunk. */
  public String trailer(String previous, String canonicalTrailer) {
    return sign("AWS4-HMAC-SHA256-TRAILER", previous, Hashes.sha256(canonicalTrailer));
  }

  private String sign(String algorithm, String previous, String hashes) {
    String text = String.join("\n", algorithm, date, scope, previous, hashes);
    return HexFormat.of().formatHex(Hashes.hmac(signingKey, text));
  }
}
