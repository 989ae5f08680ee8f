package dev.irsa.credentials;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a session of another role, or of the same role with fewer permissions, such as
 * one for each tenant. What is not set is as in the handle that the request is given to. Immutable.
 *
 * <pre>{@code
 * RoleRequest.of("arn:aws:iam::111122223333:role/tenants")
 *     .withSessionPolicy(policyOf(tenant))
 *     .withRoleSessionName("tenant-" + tenant)
 * }</pre>
 *
 * <p>The values are checked by {@code IrsaCredentials.forRole}.
 *
 * @since 0.1
 */
public final class RoleRequest {

  private final String roleArn;
  private final @Nullable String roleSessionName;
  private final @Nullable Duration sessionDuration;
  private final @Nullable String sessionPolicy;
  private final @Nullable List<String> sessionPolicyArns;

  private RoleRequest(
      String roleArn,
      @Nullable String roleSessionName,
      @Nullable Duration sessionDuration,
      @Nullable String sessionPolicy,
      @Nullable List<String> sessionPolicyArns) {
    this.roleArn = roleArn;
    this.roleSessionName = roleSessionName;
    this.sessionDuration = sessionDuration;
    this.sessionPolicy = sessionPolicy;
    this.sessionPolicyArns = sessionPolicyArns;
  }

  /**
   * Returns a request for a role that trusts the token.
   *
   * @param roleArn the ARN of the role, 20 to 2048 characters
   */
  public static RoleRequest of(String roleArn) {
    return new RoleRequest(roleArn, null, null, null, null);
  }

  /**
   * Returns a copy with a role session name, which CloudTrail shows.
   *
   * @param name 2 to 64 characters of {@code [\w+=,.@-]}
   */
  public RoleRequest withRoleSessionName(String name) {
    return new RoleRequest(roleArn, name, sessionDuration, sessionPolicy, sessionPolicyArns);
  }

  /**
   * Returns a copy with a duration of sessions.
   *
   * @param duration 15 min to 12 h, and at most the role's maximum session duration
   */
  public RoleRequest withSessionDuration(Duration duration) {
    return new RoleRequest(roleArn, roleSessionName, duration, sessionPolicy, sessionPolicyArns);
  }

  /**
   * Returns a copy with an inline session policy, which restricts the permissions of the role and
   * replaces the session policy of the handle.
   *
   * @param json a JSON document of 1 to 2048 characters of Latin-1
   */
  public RoleRequest withSessionPolicy(String json) {
    return new RoleRequest(roleArn, roleSessionName, sessionDuration, json, sessionPolicyArns);
  }

  /**
   * Returns a copy with managed session policies, which restrict the permissions of the role and
   * replace those of the handle.
   *
   * @param arns at most 10 ARNs
   */
  public RoleRequest withSessionPolicyArns(List<String> arns) {
    return new RoleRequest(
        roleArn, roleSessionName, sessionDuration, sessionPolicy, List.copyOf(arns));
  }

  /** Returns the ARN of the role. */
  public String roleArn() {
    return roleArn;
  }

  /** Returns the role session name, or null for that of the handle. */
  public @Nullable String roleSessionName() {
    return roleSessionName;
  }

  /** Returns the duration of sessions, or null for that of the handle. */
  public @Nullable Duration sessionDuration() {
    return sessionDuration;
  }

  /** Returns the inline session policy, or null for that of the handle. */
  public @Nullable String sessionPolicy() {
    return sessionPolicy;
  }

  /** Returns the ARNs of managed session policies, or null for those of the handle. */
  public @Nullable List<String> sessionPolicyArns() {
    return sessionPolicyArns;
  }

  @Override
  public String toString() {
    return "RoleRequest[" + roleArn + ", session name " + roleSessionName + "]";
  }
}
