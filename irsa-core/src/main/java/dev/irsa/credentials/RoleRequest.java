package dev.irsa.credentials;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a session of another role, or of the same role with fewer permissions, such as a
 * session for each tenant. Values that are not set are taken from the handle. A chained role takes
 * only the region and the session name from the handle. Immutable; equal requests share a session.
 *
 * <pre>{@code
 * RoleRequest.of("arn:aws:iam::111122223333:role/tenants")
 *     .withSessionPolicy(policyOf(tenant))
 *     .withRoleSessionName("tenant-" + tenant)
 * }</pre>
 *
 * <p>{@code forRole} and {@code chainedRole} check the values, all at once. Limits: AWS STS API
 * reference, actions AssumeRoleWithWebIdentity and AssumeRole.
 *
 * @since 0.1
 */
public final class RoleRequest {

  private enum Parameter {
    ROLE_SESSION_NAME,
    SESSION_DURATION,
    SESSION_POLICY,
    SESSION_POLICY_ARNS,
    EXTERNAL_ID,
    SOURCE_IDENTITY,
    SESSION_TAGS,
    TRANSITIVE_TAG_KEYS,
    REGION
  }

  private final String roleArn;
  private final Map<Parameter, Object> parameters;

  private RoleRequest(String roleArn, Map<Parameter, Object> parameters) {
    this.roleArn = roleArn;
    this.parameters = parameters;
  }

  /**
   * Returns a request for a role.
   *
   * @param roleArn the ARN of the role, 20 to 2048 characters
   */
  public static RoleRequest of(String roleArn) {
    return new RoleRequest(roleArn, Map.of());
  }

  private RoleRequest with(Parameter parameter, Object value) {
    Map<Parameter, Object> copy = new EnumMap<>(Parameter.class);
    copy.putAll(parameters);
    copy.put(parameter, value);
    return new RoleRequest(roleArn, copy);
  }

  /**
   * Returns a copy with the value. A blank value counts as absent, because templates leave
   * placeholders empty.
   */
  private RoleRequest withUnlessBlank(Parameter parameter, String value, String name) {
    if (!Objects.requireNonNull(value, name).isBlank()) {
      return with(parameter, value.strip());
    }
    Map<Parameter, Object> copy = new EnumMap<>(Parameter.class);
    copy.putAll(parameters);
    copy.remove(parameter);
    return new RoleRequest(roleArn, copy);
  }

  /**
   * Returns a copy with a role session name, which CloudTrail shows.
   *
   * @param name 2 to 64 characters of {@code [\w+=,.@-]}
   */
  public RoleRequest withRoleSessionName(String name) {
    return with(Parameter.ROLE_SESSION_NAME, name);
  }

  /**
   * Returns a copy with a duration of sessions.
   *
   * @param duration 15 min to 12 h, and at most the role's maximum session duration; at most 1 h
   *     for a chained role
   */
  public RoleRequest withSessionDuration(Duration duration) {
    return with(Parameter.SESSION_DURATION, duration);
  }

  /**
   * Returns a copy with an inline session policy, which restricts the permissions of the role and
   * replaces the session policy of the handle.
   *
   * @param json a JSON document of 1 to 2048 characters of Latin-1
   */
  public RoleRequest withSessionPolicy(String json) {
    return with(Parameter.SESSION_POLICY, json.strip());
  }

  /**
   * Returns a copy with managed session policies, which restrict the permissions of the role and
   * replace the handle's managed session policies.
   *
   * @param arns 1 to 10 ARNs
   */
  public RoleRequest withSessionPolicyArns(List<String> arns) {
    return with(Parameter.SESSION_POLICY_ARNS, List.copyOf(arns));
  }

  /**
   * Returns a copy with the external id that the role's trust policy requires. Only for chained
   * roles. A blank id counts as absent.
   *
   * @param externalId 2 to 1224 characters of {@code [\w+=,.@:/-]}
   */
  public RoleRequest withExternalId(String externalId) {
    return withUnlessBlank(Parameter.EXTERNAL_ID, externalId, "externalId");
  }

  /**
   * Returns a copy with a source identity, which CloudTrail shows, and which the sessions of
   * further roles keep. Only for chained roles; the role's trust policy must allow {@code
   * sts:SetSourceIdentity}. A blank identity counts as absent.
   *
   * @param identity 2 to 64 characters of {@code [\w+=,.@-]}
   */
  public RoleRequest withSourceIdentity(String identity) {
    return withUnlessBlank(Parameter.SOURCE_IDENTITY, identity, "identity");
  }

  /**
   * Returns a copy with session tags, which replace earlier tags. Only for chained roles; the
   * role's trust policy must allow {@code sts:TagSession}.
   *
   * @param tags at most 50, with keys of 1 to 128 and values of at most 256 characters: letters,
   *     digits, spaces and {@code _.:/=+-@}. Keys that differ in case only are the same
   */
  public RoleRequest withSessionTags(Map<String, String> tags) {
    return with(Parameter.SESSION_TAGS, Collections.unmodifiableMap(new LinkedHashMap<>(tags)));
  }

  /**
   * Returns a copy with the keys of the tags that the sessions of further roles keep. Only for
   * chained roles.
   *
   * @param keys at most 50 keys of session tags
   */
  public RoleRequest withTransitiveTagKeys(List<String> keys) {
    return with(Parameter.TRANSITIVE_TAG_KEYS, List.copyOf(keys));
  }

  /**
   * Returns a copy with the region whose STS is called. Only for chained roles. A blank region
   * counts as absent.
   *
   * @param region the code of a region, such as {@code eu-west-1}
   */
  public RoleRequest withRegion(String region) {
    return withUnlessBlank(Parameter.REGION, region, "region");
  }

  /** Returns the ARN of the role. */
  public String roleArn() {
    return roleArn;
  }

  /** Returns the role session name, or null for the handle's. */
  public @Nullable String roleSessionName() {
    return (String) parameters.get(Parameter.ROLE_SESSION_NAME);
  }

  /**
   * Returns the duration of sessions, or null for the handle's, or for STS's default if chained.
   */
  public @Nullable Duration sessionDuration() {
    return (Duration) parameters.get(Parameter.SESSION_DURATION);
  }

  /** Returns the inline session policy, or null for the handle's, or for none if chained. */
  public @Nullable String sessionPolicy() {
    return (String) parameters.get(Parameter.SESSION_POLICY);
  }

  /**
   * Returns the ARNs of managed session policies, or null for the handle's, or for none if chained.
   */
  @SuppressWarnings("unchecked") // The method that sets it takes such a list.
  public @Nullable List<String> sessionPolicyArns() {
    return (List<String>) parameters.get(Parameter.SESSION_POLICY_ARNS);
  }

  /** Returns the external id, or null. */
  public @Nullable String externalId() {
    return (String) parameters.get(Parameter.EXTERNAL_ID);
  }

  /** Returns the source identity, or null. */
  public @Nullable String sourceIdentity() {
    return (String) parameters.get(Parameter.SOURCE_IDENTITY);
  }

  /** Returns the session tags; may be empty. */
  @SuppressWarnings("unchecked") // The method that sets it takes such a map.
  public Map<String, String> sessionTags() {
    return (Map<String, String>) parameters.getOrDefault(Parameter.SESSION_TAGS, Map.of());
  }

  /** Returns the keys of the tags that the sessions of further roles keep; may be empty. */
  @SuppressWarnings("unchecked") // The method that sets it takes such a list.
  public List<String> transitiveTagKeys() {
    return (List<String>) parameters.getOrDefault(Parameter.TRANSITIVE_TAG_KEYS, List.of());
  }

  /** Returns the region whose STS is called, or null for the handle's. */
  public @Nullable String region() {
    return (String) parameters.get(Parameter.REGION);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RoleRequest that
        && roleArn.equals(that.roleArn)
        && parameters.equals(that.parameters);
  }

  @Override
  public int hashCode() {
    return 31 * roleArn.hashCode() + parameters.hashCode();
  }

  @Override
  public String toString() {
    return "RoleRequest[" + roleArn + ", session name " + roleSessionName() + "]";
  }
}
