package dev.irsa.testkit.signature;

import dev.irsa.testkit.iam.AccessKey;
import dev.irsa.testkit.server.Request;

/**
 * A request whose signature was verified. Immutable; {@link #toString} does not reveal secrets.
 *
 * @param request the request
 * @param key the key that signed it
 * @param payloadHash the body's hash as declared, or the value in its place: {@code
 *     UNSIGNED-PAYLOAD}, {@code STREAMING-…}
 * @param signature the request's signature, the start of the chain of chunk signatures
 * @param chunks computes the expected signatures of chunks
 */
public record Signed(
    Request request, AccessKey key, String payloadHash, String signature, ChunkSigner chunks) {

  @Override
  public String toString() {
    return "Signed[" + request + " by " + key.accessKeyId() + "]";
  }
}
