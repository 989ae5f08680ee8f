package dev.irsa.internal.guard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that a service handed out in a response.
 *
 * @param accessKeyId the access key id
 * @param expiration when it expires, or null if the response does not say
 * @param roleArn the role that the request named, or null
 * @param operation the operation
 */
public record HandedOutKey(
    String accessKeyId, @Nullable Instant expiration, @Nullable String roleArn, String operation) {

  /** Returns whether it was handed out for a token, whoever signed the request. */
  boolean isOfWebIdentity() {
    return operation.equals("AssumeRoleWithWebIdentity");
  }

  /** Omits the key. */
  @Override
  public String toString() {
    return operation;
  }
}
