package dev.irsa.testkit.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that the lab has issued, and whom they stand for. Immutable; {@link #toString} shows
 * no secret.
 *
 * @param accessKeyId {@code ASIA…} for sessions, {@code AKIA…} for users
 * @param secretAccessKey the signing secret
 * @param sessionToken the session token; null for a user's long-term key
 * @param principal whom they stand for
 * @param issuedAt when they were issued
 * @param expiresAt from when they are refused; null for a user's long-term key
 */
public record AccessKey(
    String accessKeyId,
    String secretAccessKey,
    @Nullable String sessionToken,
    Principal principal,
    Instant issuedAt,
    @Nullable Instant expiresAt) {

  /**
   * An authenticated principal.
   *
   * @param arn the caller's ARN as GetCallerIdentity shows it
   * @param userId the unique id as GetCallerIdentity shows it
   * @param role the role of a session, as it was at the time; null for a user
   */
  public record Principal(String arn, String userId, @Nullable Role role) {
    /** The account that the ARN names. */
    public String accountId() {
      return arn.split(":", 6)[4];
    }
  }

  /** Whether they are refused at the given time because their time is over. */
  public boolean isExpiredAt(Instant time) {
    return expiresAt != null && !time.isBefore(expiresAt);
  }

  AccessKey expiringAt(Instant time) {
    return new AccessKey(accessKeyId, secretAccessKey, sessionToken, principal, issuedAt, time);
  }

  @Override
  public String toString() {
    return "AccessKey["
        + accessKeyId
        + ", "
        + principal.arn()
        + ", expires "
        + expiresAt
        + ", ***]";
  }
}
