package dev.irsa.internal.guard;

import org.jspecify.annotations.Nullable;

/**
 * A signed request of a client of an SDK, before it is sent.
 *
 * @param service the service, in the SDK's words
 * @param operation the operation
 * @param accessKeyId the access key id of the signature
 * @param provider the class name of the client's credentials provider, or null
 * @param source where the SDK says that the credentials come from: the name of a provider, or the
 *     ids of its user agent; null if it does not say
 * @param cure the code that gives a client of this SDK the role of the pod
 */
public record SignedCall(
    String service,
    String operation,
    String accessKeyId,
    @Nullable String provider,
    @Nullable String source,
    String cure) {

  /** Omits the key. */
  @Override
  public String toString() {
    return service + " " + operation;
  }
}
