package dev.irsa.testkit.signature;

import dev.irsa.testkit.iam.AccessKey;
import dev.irsa.testkit.server.Request;

/**
 * A request whose signature was found to be true. Immutable; {@link #toString} shows no secret.
 *
 * @param request the request
 * @param key who signed it
 * @param payloadHash the body's hash as announced, or what stands in its place: {@code
 *     UNSIGNED-PAYLOAD}, {@code STREAMING-…}
 * @param signature the request's signature, with which the chain of chunk signatures begins
 * @param chunks computes what the signature of a chunk must be
 */
public record Signed(
    Request request, AccessKey key, String payloadHash, String signature, ChunkSigner chunks) {

  @Override
  public String toString() {
    return "Signed[" + request + " by " + key.accessKeyId() + "]";
  }
}
