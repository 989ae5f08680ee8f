package dev.irsa.sdk.v2;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.ConfiguredSources;
import dev.irsa.internal.adapter.ProfileIdentity;
import dev.irsa.internal.adapter.RoleSessionName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A role to assume by means of the pod's role. Immutable.
 *
 * <p>The bounds are those of the AWS STS API reference, action AssumeRole; a chained session lasts
 * one hour at most.
 *
 * @param roleArn the role, 20 to 2048 characters
 * @param roleSessionName 2 to 64 characters out of {@code [\w+=,.@-]}, or null: that of the pod's
 *     session
 * @param externalId what the role's trust policy asks of outsiders, or null
 * @param sessionDuration 15 min to 1 h, or null: then STS decides (1 h)
 * @param region the region whose STS is asked, or null: that of the pod's session
 * @since 0.1
 */
public record ChainedRole(
    String roleArn,
    @Nullable String roleSessionName,
    @Nullable String externalId,
    @Nullable Duration sessionDuration,
    @Nullable String region) {

  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Rejects what STS would reject, by the component's name. */
  public ChainedRole {
    require(
        roleArn.length() >= 20 && roleArn.length() <= 2048,
        "roleArn must have 20 to 2048 characters");
    require(
        roleSessionName == null || RoleSessionName.isValid(roleSessionName),
        "roleSessionName must match [\\w+=,.@-]{2,64}");
    require(
        externalId == null || (externalId.length() >= 2 && externalId.length() <= 1224),
        "externalId must have 2 to 1224 characters");
    require(
        sessionDuration == null
            || (sessionDuration.compareTo(SHORTEST) >= 0
                && sessionDuration.compareTo(LONGEST) <= 0),
        "sessionDuration must lie between 15 min and 1 h");
  }

  /** Returns this role with the pod's session name and region, and STS's duration. */
  public static ChainedRole of(String roleArn) {
    return new ChainedRole(roleArn, null, null, null, null);
  }

  /**
   * Returns the role that a profile names.
   *
   * @throws MisconfiguredException if STS would reject what the profile says
   */
  static ChainedRole of(ProfileIdentity.Role role) {
    try {
      return new ChainedRole(
          role.roleArn(), role.roleSessionName(), role.externalId(), null, role.region());
    } catch (IllegalArgumentException wrong) {
      throw ConfiguredSources.wrong(
          "profile " + role.profile(), "is wrong: " + wrong.getMessage(), "correct it");
    }
  }

  /** Returns a copy with this session name. */
  public ChainedRole withRoleSessionName(String name) {
    return new ChainedRole(roleArn, name, externalId, sessionDuration, region);
  }

  /** Returns a copy with this external id. */
  public ChainedRole withExternalId(String id) {
    return new ChainedRole(roleArn, roleSessionName, id, sessionDuration, region);
  }

  /** Returns a copy with this duration. */
  public ChainedRole withSessionDuration(Duration duration) {
    return new ChainedRole(roleArn, roleSessionName, externalId, duration, region);
  }

  /** Returns a copy with this region. */
  public ChainedRole withRegion(String other) {
    return new ChainedRole(roleArn, roleSessionName, externalId, sessionDuration, other);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
