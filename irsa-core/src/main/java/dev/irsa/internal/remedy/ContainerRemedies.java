package dev.irsa.internal.remedy;

import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.identity.RoleAndIssuer;

/** What to do about errors that container credentials endpoints report. */
public final class ContainerRemedies {

  private static final String TRUST_POLICY =
      "The role's trust policy must allow the principal pods.eks.amazonaws.com both sts:AssumeRole"
          + " and sts:TagSession; a pod with hostNetwork is refused in the same way"
          + "\nA trust policy that allows it: {\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":"
          + "\"Allow\",\"Principal\":{\"Service\":\"pods.eks.amazonaws.com\"},\"Action\":"
          + "[\"sts:AssumeRole\",\"sts:TagSession\"]}]}";

  private ContainerRemedies() {}

  /**
   * Returns how to fix an error that the endpoint reported, or an empty string.
   *
   * @param code the code of the error, or empty
   * @param message the message of the error, or empty
   */
  public static String of(
      RoleAndIssuer subject, FailureKind kind, int status, String code, String message) {
    if (!subject.isOfPodIdentityAgent()) {
      return kind == FailureKind.TOKEN
          ? "The token is not accepted: check AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE or"
              + " AWS_CONTAINER_AUTHORIZATION_TOKEN"
          : kind.isTransient() ? NetworkRemedies.TRIED_AGAIN : ofMissingPath(status);
    }
    if (status == 500 && code.isEmpty() && message.isEmpty()) {
      return "The agent got no response of EKS Auth in time: check the way from the node to the EKS"
          + " Auth endpoint (eks-auth.<region>.api.aws), which a private cluster needs as an"
          + " interface endpoint";
    }
    return switch (kind) {
      case THROTTLED, OUTAGE -> NetworkRemedies.TRIED_AGAIN;
      case MISCONFIGURED -> "";
      case TOKEN ->
          "The token is not accepted: check the projected volume of the token, its audience"
              + " (pods.eks.amazonaws.com) and its rotation by kubelet";
      case DENIED -> ofDenial(status, code, message);
    };
  }

  private static String ofDenial(int status, String code, String message) {
    if (code.contains("AccessDenied")) {
      return TRUST_POLICY;
    }
    if (message.contains("invalid address")) {
      return "Call the agent by its address, http://169.254.170.23 or http://[fd00:ec2::23], without"
          + " a proxy or a service mesh in between";
    }
    if (code.contains("ResourceNotFound")) {
      return association("<namespace>", "<service account>");
    }
    return ofMissingPath(status);
  }

  /** Returns how to associate a service account with a role. */
  static String association(String namespace, String serviceAccount) {
    return "Create the association: aws eks create-pod-identity-association --cluster-name <cluster>"
        + " --namespace "
        + namespace
        + " --service-account "
        + serviceAccount
        + " --role-arn <role>. A new one takes some seconds; a pod that is older than its association"
        + " must be created anew";
  }

  private static String ofMissingPath(int status) {
    return status == 404
        ? "Check the URI: the endpoint does not provide credentials at its path"
        : "";
  }
}
