package dev.irsa.credentials;

import dev.irsa.internal.text.AsciiText;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The temporary AWS credentials of a session. Immutable; {@link #toString()} masks the secrets.
 *
 * @since 0.1
 */
public final class SessionCredentials {

  private final String accessKeyId;
  private final String secretAccessKey;
  private final String sessionToken;
  private final Instant expiration;
  private final @Nullable String accountId;
  private final @Nullable String assumedRoleArn;

  private SessionCredentials(
      String accessKeyId,
      String secretAccessKey,
      String sessionToken,
      Instant expiration,
      @Nullable String accountId,
      @Nullable String assumedRoleArn) {
    this.accessKeyId = requireText(accessKeyId, "accessKeyId");
    this.secretAccessKey = requireText(secretAccessKey, "secretAccessKey");
    this.sessionToken = requireText(sessionToken, "sessionToken");
    this.expiration = Objects.requireNonNull(expiration, "expiration");
    this.accountId = accountId;
    this.assumedRoleArn = assumedRoleArn;
  }

  /**
   * Returns credentials.
   *
   * @param accessKeyId the access key id; not a secret
   * @param secretAccessKey the secret access key
   * @param sessionToken the session token; a secret
   * @param expiration when the session expires, by the clock of AWS
   * @throws IllegalArgumentException if a key or the token is blank, or is not one line of ASCII
   *     characters, as a header needs it; the message names it
   */
  public static SessionCredentials of(
      String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {
    return new SessionCredentials(
        accessKeyId, secretAccessKey, sessionToken, expiration, null, null);
  }

  private static String requireText(String value, String component) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(component + " must not be blank");
    }
    if (!AsciiText.isOneLine(value)) {
      throw new IllegalArgumentException(component + " must be one line of ASCII characters");
    }
    return value;
  }

  /** Returns a copy with the 12-digit account id of the role, or null if it is not known. */
  public SessionCredentials withAccountId(@Nullable String id) {
    return new SessionCredentials(
        accessKeyId, secretAccessKey, sessionToken, expiration, id, assumedRoleArn);
  }

  /** Returns a copy with the ARN of the assumed role session, or null if it is not known. */
  public SessionCredentials withAssumedRoleArn(@Nullable String arn) {
    return new SessionCredentials(
        accessKeyId, secretAccessKey, sessionToken, expiration, accountId, arn);
  }

  /** Returns the access key id; not a secret. */
  public String accessKeyId() {
    return accessKeyId;
  }

  /** Returns the secret access key. */
  public String secretAccessKey() {
    return secretAccessKey;
  }

  /** Returns the session token; a secret. */
  public String sessionToken() {
    return sessionToken;
  }

  /** Returns when the session expires, by the clock of AWS. */
  public Instant expiration() {
    return expiration;
  }

  /** Returns the 12-digit account id of the role, or null if the response does not contain it. */
  public @Nullable String accountId() {
    return accountId;
  }

  /** Returns the ARN of the assumed role session, or null if the response does not contain it. */
  public @Nullable String assumedRoleArn() {
    return assumedRoleArn;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SessionCredentials that
        && accessKeyId.equals(that.accessKeyId)
        && secretAccessKey.equals(that.secretAccessKey)
        && sessionToken.equals(that.sessionToken)
        && expiration.equals(that.expiration)
        && Objects.equals(accountId, that.accountId)
        && Objects.equals(assumedRoleArn, that.assumedRoleArn);
  }

  @Override
  public int hashCode() {
    return Objects.hash(accessKeyId, expiration);
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
