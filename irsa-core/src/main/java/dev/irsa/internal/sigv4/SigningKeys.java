package dev.irsa.internal.sigv4;

import dev.irsa.credentials.SessionCredentials;
import org.jspecify.annotations.Nullable;

/**
 * Keys that sign a request. Immutable; the text form omits the secrets.
 *
 * @param accessKeyId the access key id
 * @param secretAccessKey the secret access key; a secret
 * @param sessionToken the session token, or null for long-term keys; a secret
 */
public record SigningKeys(
    String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {

  /** Returns the keys of a session. */
  public static SigningKeys of(SessionCredentials credentials) {
    return new SigningKeys(
        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }

  @Override
  public String toString() {
    return "SigningKeys[" + accessKeyId + "]";
  }
}
