package dev.irsa.testkit.podidentity;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code aws eks create-pod-identity-association} is asked for. Immutable.
 *
 * <pre>{@code
 * AssociationRequest.forRole(role.arn()).withTargetRole(target.arn()).withoutSessionTags()
 * }</pre>
 *
 * @param roleArn the role to assume; null to create one with the trust policy that it needs
 * @param policyNames managed policies of the role to create, such as {@code
 *     AmazonS3ReadOnlyAccess}; empty for an existing role
 * @param targetRoleArn the role to assume with the credentials of the first one; null for none
 * @param sessionTagsDisabled whether sessions are created without session tags
 * @param policy a session policy; null for none. Its form is checked; it is not enforced
 */
public record AssociationRequest(
    @Nullable String roleArn,
    List<String> policyNames,
    @Nullable String targetRoleArn,
    boolean sessionTagsDisabled,
    @Nullable String policy) {
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");

  public AssociationRequest {
    policyNames = List.copyOf(policyNames);
    if (roleArn != null) {
      requireRole("roleArn", roleArn);
      if (!policyNames.isEmpty()) {
        throw new IllegalArgumentException(
            "policyNames: policies are attached to new roles only, found " + policyNames);
      }
    }
    if (targetRoleArn != null) {
      requireRole("targetRoleArn", targetRoleArn);
    }
    if (policy != null) {
      requirePolicy(policy, sessionTagsDisabled);
    }
  }

  private static void requirePolicy(String policy, boolean sessionTagsDisabled) {
    try {
      if (sessionTagsDisabled && JSONObjectUtils.parse(policy).containsKey("Statement")) {
        return;
      }
    } catch (ParseException e) {
      // Reported below.
    }
    throw new IllegalArgumentException(
        "policy: expected a policy with a Statement, and disabled session tags");
  }

  private static void requireRole(String name, String arn) {
    if (!ROLE_ARN.matcher(arn).matches()) {
      throw new IllegalArgumentException(name + ": expected the ARN of a role, found " + arn);
    }
  }

  /** Requests an association with an existing role, whose trust policy is not checked. */
  public static AssociationRequest forRole(String roleArn) {
    return new AssociationRequest(roleArn, List.of(), null, false, null);
  }

  /** Requests an association with a role that is created for it. */
  public static AssociationRequest forNewRole(String... policyNames) {
    return new AssociationRequest(null, List.of(policyNames), null, false, null);
  }

  /** Returns a copy with a target role. */
  public AssociationRequest withTargetRole(String arn) {
    return new AssociationRequest(roleArn, policyNames, arn, sessionTagsDisabled, policy);
  }

  /** Returns a copy without session tags. */
  public AssociationRequest withoutSessionTags() {
    return new AssociationRequest(roleArn, policyNames, targetRoleArn, true, policy);
  }

  /** Returns a copy with a session policy, and without session tags: AWS does not allow both. */
  public AssociationRequest withPolicy(String json) {
    return new AssociationRequest(roleArn, policyNames, targetRoleArn, true, json);
  }
}
