package dev.irsa.testkit.podidentity;

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
    @Nullable String policy) {}
