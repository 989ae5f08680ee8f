package dev.irsa.credentials;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Temporary AWS credentials of one session. Immutable; {@link #toString()} masks the secrets.
 *
 * @param accessKeyId the access key id; not secret
 * @param secretAccessKey the secret access key
 * @param sessionToken the session token, a secret
 * @param expiration when the session ends by the clock of STS
 * @param accountId the twelve-digit account of the role, or null where the answer does not tell
 * @param assumedRoleArn the ARN of the assumed role session, or null where the answer does not tell
 */
public record SessionCredentials(
    String accessKeyId,
    String secretAccessKey,
    String sessionToken,
    Instant expiration,
    @Nullable String accountId,
    @Nullable String assumedRoleArn) {

  /** Rejects blank keys by the component's name. */
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
