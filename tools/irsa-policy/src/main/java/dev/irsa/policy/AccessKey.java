package dev.irsa.policy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Credentials issued by the lab, with their principal. Immutable; {@link #toString} does not reveal
 * secrets.
 *
 * @param accessKeyId {@code ASIA…} for sessions, {@code AKIA…} for users
 * @param secretAccessKey the secret access key
 * @param sessionToken the session token; null for a user's long-term key
 * @param principal the principal that the credentials belong to
 * @param issuedAt when they were issued
 * @param expiresAt when they expire; null for a user's long-term key
 * @param tags the session tags and the source identity, including inherited ones
 */
public record AccessKey(
    String accessKeyId,
    String secretAccessKey,
    @Nullable String sessionToken,
    Principal principal,
    Instant issuedAt,
    @Nullable Instant expiresAt,
    SessionTags tags) {

  /**
   * An authenticated principal.
   *
   * @param arn the caller's ARN as GetCallerIdentity shows it
   * @param userId the unique id as GetCallerIdentity shows it
   * @param role the role of a session, as it was at the time; null for a user
   */
  public record Principal(String arn, String userId, @Nullable Role role) {
    /** Returns a session of a role. */
    public static Principal session(Role role, String sessionName) {
      return new Principal(role.sessionArn(sessionName), role.roleId() + ":" + sessionName, role);
    }

    /** Returns the account id in the ARN. */
    public String accountId() {
      return arn.split(":", 6)[4];
    }

    /** Returns the condition keys about it, in a new map. */
    Map<String, List<String>> conditionKeys() {
      Map<String, List<String>> keys = new LinkedHashMap<>();
      keys.put("aws:PrincipalArn", List.of(spellings().get(1)));
      keys.put("aws:PrincipalAccount", List.of(accountId()));
      keys.put("aws:userid", List.of(userId));
      // IAM users have a friendly name, sessions do not.
      String resource = arn.substring(arn.lastIndexOf(':') + 1);
      if (resource.startsWith("user/")) {
        keys.put("aws:username", List.of(resource.substring(resource.lastIndexOf('/') + 1)));
      }
      return keys;
    }

    /** Returns the spellings by which a policy may name it: its ARN, its role, its account. */
    List<String> spellings() {
      String root = "arn:%s:iam::%s:root".formatted(arn.split(":", 3)[1], accountId());
      return List.of(arn, role == null ? arn : role.arn(), root, accountId());
    }
  }

  /** Returns whether the credentials have expired at the given time. */
  public boolean isExpiredAt(Instant time) {
    return expiresAt != null && !time.isBefore(expiresAt);
  }

  /** Returns the session tags; empty for a user. */
  public Map<String, String> sessionTags() {
    return tags.tags();
  }

  AccessKey expiringAt(Instant time) {
    return new AccessKey(
        accessKeyId, secretAccessKey, sessionToken, principal, issuedAt, time, tags);
  }

  @Override
  public String toString() {
    return "AccessKey[%s, %s, expires %s, ***]".formatted(accessKeyId, principal.arn(), expiresAt);
  }
}
