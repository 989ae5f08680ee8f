package dev.irsa.doctor.internal.exchange;

import dev.irsa.credentials.SessionCredentials;
import org.jspecify.annotations.Nullable;

/**
 * Keys that sign a request. Immutable; the text form omits the secrets.
 *
 * @param accessKeyId the access key id
 * @param secretAccessKey the secret access key; a secret
 * @param sessionToken the session token, or null for keys without an end; a secret
 */
public record Keys(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {

  /** Returns the keys of a session. */
  public static Keys of(SessionCredentials credentials) {
    return new Keys(
        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }

  @Override
  public String toString() {
    return "Keys[***]";
  }
}
