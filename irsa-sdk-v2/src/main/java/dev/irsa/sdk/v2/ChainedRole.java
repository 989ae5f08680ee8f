package dev.irsa.sdk.v2;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.ConfiguredSources;
import dev.irsa.internal.adapter.ProfileIdentity;
import dev.irsa.internal.adapter.RoleSessionName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A role to assume with the credentials of the pod's role. Immutable.
 *
 * <p>The limits are those of the AWS STS API reference, action AssumeRole. A chained session lasts
 * at most one hour.
 *
 * @param roleArn the ARN of the role, 20 to 2048 characters
 * @param roleSessionName 2 to 64 characters of {@code [\w+=,.@-]}, or null for that of the pod's
 *     session
 * @param externalId the external id that the role's trust policy requires, 2 to 1224 characters, or
 *     null
 * @param sessionDuration 15 min to 1 h, or null for the default of STS, 1 h
 * @param region the region whose STS is called, or null for that of the pod's session
 * @since 0.1
 */
public record ChainedRole(
    String roleArn,
    @Nullable String roleSessionName,
    @Nullable String externalId,
    @Nullable Duration sessionDuration,
    @Nullable String region) {

  private static final Duration MIN_DURATION = Duration.ofMinutes(15);
  private static final Duration MAX_DURATION = Duration.ofHours(1);

  /**
   * Checks the limits of STS. A blank session name, external id or region counts as missing.
   *
   * @throws IllegalArgumentException if a component is out of range; the message names it
   */
  public ChainedRole {
    roleSessionName = given(roleSessionName);
    externalId = given(externalId);
    region = given(region);
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
            || (sessionDuration.compareTo(MIN_DURATION) >= 0
                && sessionDuration.compareTo(MAX_DURATION) <= 0),
        "sessionDuration must lie between 15 min and 1 h");
  }

  /** Returns a role with the pod's session name and region and the default duration of STS. */
  public static ChainedRole of(String roleArn) {
    return new ChainedRole(roleArn, null, null, null, null);
  }

  /**
   * Returns the role of a profile.
   *
   * @throws MisconfiguredException if the profile contains a value that STS would reject
   */
  static ChainedRole of(ProfileIdentity.Role role) {
    try {
      return new ChainedRole(
          role.roleArn(), role.roleSessionName(), role.externalId(), null, role.region());
    } catch (IllegalArgumentException invalid) {
      throw ConfiguredSources.wrong(
          "profile " + role.profile(), "is invalid: " + invalid.getMessage(), "correct it");
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
  public ChainedRole withRegion(String newRegion) {
    return new ChainedRole(roleArn, roleSessionName, externalId, sessionDuration, newRegion);
  }

  private static @Nullable String given(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
