package dev.irsa.credentials;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The temporary AWS credentials of a session. Immutable; {@link #toString()} masks the secrets.
 *
 * @param accessKeyId the access key id; not a secret
 * @param secretAccessKey the secret access key
 * @param sessionToken the session token; a secret
 * @param expiration when the session expires, by the clock of AWS
 * @param accountId the 12-digit account id of the role, or null if the response does not contain it
 * @param assumedRoleArn the ARN of the assumed role session, or null if the response does not
 *     contain it
 * @since 0.1
 */
public record SessionCredentials(
    String accessKeyId,
    String secretAccessKey,
    String sessionToken,
    Instant expiration,
    @Nullable String accountId,
    @Nullable String assumedRoleArn) {

  /**
   * Checks that the keys and the token are not blank.
   *
   * @throws IllegalArgumentException if one of them is blank; the message names the component
   */
  public SessionCredentials {
    requireText(accessKeyId, "accessKeyId");
    requireText(secretAccessKey, "secretAccessKey");
    requireText(sessionToken, "sessionToken");
    Objects.requireNonNull(expiration, "expiration");
  }

  private static void requireText(String value, String component) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(component + " must not be blank");
    }
  }

  @Override
  public String toString() {
    return "SessionCredentials[accessKeyId="
        + accessKeyId
        + ", secretAccessKey=***, sessionToken=***, expiration="
        + expiration
        + ", assumedRoleArn="
        + assumedRoleArn
        + "]";
  }
}
