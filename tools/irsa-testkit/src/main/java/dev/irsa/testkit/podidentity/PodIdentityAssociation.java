package dev.irsa.testkit.podidentity;

import dev.irsa.policy.Role;
import dev.irsa.testkit.internal.JsonObjects;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An EKS Pod Identity association: the role of a service account. Immutable.
 *
 * @param associationId {@code a-} and 17 characters
 * @param associationArn {@code arn:<partition>:eks:<region>:<account>:podidentityassociation/…}
 * @param namespace the namespace of the service account
 * @param serviceAccount the name of the service account, which need not exist
 * @param roleArn the role that EKS assumes
 * @param targetRoleArn the role that EKS then assumes with the credentials of the first one, so
 *     that pods get sessions of this role; null if they get sessions of the first one
 * @param externalId the external id of the second step, {@code
 *     <region>/<account>/<cluster>/<namespace>/<service account>}; null without a target role
 * @param sessionTagsDisabled whether sessions are created without session tags
 * @param policy the session policy; null for none
 */
public record PodIdentityAssociation(
    String associationId,
    String associationArn,
    String namespace,
    String serviceAccount,
    String roleArn,
    @Nullable String targetRoleArn,
    @Nullable String externalId,
    boolean sessionTagsDisabled,
    @Nullable String policy) {

  /**
   * What {@code aws eks create-pod-identity-association} is asked for. Immutable.
   *
   * <pre>{@code
   * Request.forRole(role.arn()).withTargetRole(target.arn()).withoutSessionTags()
   * }</pre>
   *
   * @param roleArn the role to assume; null to create one with the trust policy that it needs
   * @param policyNames managed policies of the role to create, such as {@code
   *     AmazonS3ReadOnlyAccess}; empty for an existing role
   * @param targetRoleArn the role to assume with the credentials of the first one; null for none
   * @param sessionTagsDisabled whether sessions are created without session tags
   * @param policy a session policy; null for none. Its form is checked; it is not enforced
   */
  public record Request(
      @Nullable String roleArn,
      List<String> policyNames,
      @Nullable String targetRoleArn,
      boolean sessionTagsDisabled,
      @Nullable String policy) {
    public Request {
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
        if (sessionTagsDisabled && JsonObjects.parse(policy).get("Statement") != null) {
          return;
        }
      } catch (ParseException e) {
        // Reported below.
      }
      throw new IllegalArgumentException(
          "policy: expected a policy with a Statement, and disabled session tags");
    }

    private static void requireRole(String name, String arn) {
      if (!Role.isArn(arn)) {
        throw new IllegalArgumentException(name + ": expected the ARN of a role, found " + arn);
      }
    }

    /** Requests an association with an existing role, whose trust policy is not checked. */
    public static Request forRole(String roleArn) {
      return new Request(roleArn, List.of(), null, false, null);
    }

    /** Requests an association with a role that is created for it. */
    public static Request forNewRole(String... policyNames) {
      return new Request(null, List.of(policyNames), null, false, null);
    }

    /** Returns a copy with a target role. */
    public Request withTargetRole(String arn) {
      return new Request(roleArn, policyNames, arn, sessionTagsDisabled, policy);
    }

    /** Returns a copy without session tags. */
    public Request withoutSessionTags() {
      return new Request(roleArn, policyNames, targetRoleArn, true, policy);
    }

    /** Returns a copy with a session policy, and without session tags: AWS does not allow both. */
    public Request withPolicy(String json) {
      return new Request(roleArn, policyNames, targetRoleArn, true, json);
    }
  }
}
