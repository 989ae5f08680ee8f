package dev.irsa.testkit;

import dev.irsa.policy.Account;
import dev.irsa.policy.OidcProvider;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.policy.UniqueIds;
import java.time.Duration;
import java.util.List;

/**
 * Creates roles as {@code eksctl create iamserviceaccount} and {@code eksctl create
 * podidentityassociation} do: with one CloudFormation stack for each service account. The role is
 * named after the stack, truncated to 64 characters.
 */
record ServiceAccountRoles(
    Account account, OidcProvider provider, String clusterName, UniqueIds ids) {
  private static final int LONGEST_NAME = 64;
  private static final Duration MAX_SESSION_DURATION = Duration.ofHours(1);

  /** From the EKS user guide, "Create IAM role with trust policy required by EKS Pod Identity". */
  private static final TrustPolicy POD_IDENTITY_TRUST_POLICY =
      TrustPolicy.parse(
          """
          {
            "Version": "2012-10-17",
            "Statement": [
              {
                "Sid": "AllowEksAuthToAssumeRoleForPodIdentity",
                "Effect": "Allow",
                "Principal": {
                  "Service": "pods.eks.amazonaws.com"
                },
                "Action": ["sts:AssumeRole", "sts:TagSession"]
              }
            ]
          }
          """);

  /** Creates a role for IRSA. */
  Role create(String namespace, String name, List<String> policies) {
    return create(
        "addon-iamserviceaccount", namespace, name, trustPolicy(namespace, name), policies);
  }

  /** Creates a role for an EKS Pod Identity association. */
  Role createForPodIdentity(String namespace, String name, List<String> policies) {
    return create("podidentityrole", namespace, name, POD_IDENTITY_TRUST_POLICY, policies);
  }

  private Role create(
      String kind, String namespace, String name, TrustPolicy trustPolicy, List<String> policies) {
    String stack = String.join("-", "eksctl", clusterName, kind, namespace, name);
    String tail = "-Role1-" + ids.stackSuffix();
    String head = stack.substring(0, Math.min(stack.length(), LONGEST_NAME - tail.length()));
    return account.createRole(head + tail, trustPolicy, MAX_SESSION_DURATION, policies);
  }

  private TrustPolicy trustPolicy(String namespace, String name) {
    return TrustPolicy.parse(
        """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": ["sts:AssumeRoleWithWebIdentity"],
              "Principal": {
                "Federated": "%1$s"
              },
              "Condition": {
                "StringEquals": {
                  "%2$s:aud": "sts.amazonaws.com",
                  "%2$s:sub": "system:serviceaccount:%3$s:%4$s"
                }
              }
            }
          ]
        }
        """
            .formatted(provider.arn(), provider.name(), namespace, name));
  }
}
