package dev.irsa.doctor.internal.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** POD-01 for an agent that runs, but that EKS Auth does not serve. */
final class RefusedAgent {
  private static final Pattern NODE_ROLE =
      Pattern.compile("arn:([\\w-]+):sts::\\d+:assumed-role/([\\w+=,.@-]+)/");

  private RefusedAgent() {}

  /** Returns the finding for what EKS Auth said to the agent. */
  static Finding finding(ExchangeOutcome outcome) {
    String found = outcome.describe();
    String fix =
        found.contains("eks-auth:AssumeRoleForPodIdentity")
            ? nodeRoleFix(found)
            : found.contains("No cluster")
                ? "The agent asks for another cluster than its own: look at --cluster-name in kubectl"
                    + " get daemonset -n kube-system eks-pod-identity-agent -o yaml, or install it as"
                    + " the add-on of this cluster."
                : "EKS Auth does not accept the agent's own credentials, those of the node's role:"
                    + " look at kubectl logs -n kube-system daemonset/eks-pod-identity-agent and at the"
                    + " instance profile of the node.";
    return Finding.fail("EKS Auth refuses the agent itself; " + found, fix).in(Step.EXCHANGE);
  }

  private static String nodeRoleFix(String found) {
    Matcher role = NODE_ROLE.matcher(found);
    boolean isNamed = role.find();
    return ("The role of the node needs this permission, not that of the association"
            + " (AmazonEKSWorkerNodePolicy contains it):\naws iam attach-role-policy --role-name %s"
            + " --policy-arn arn:%s:iam::aws:policy/AmazonEKSWorkerNodePolicy\nIf it is attached, look"
            + " for a Deny in service control policies and in the policy of the interface endpoint for"
            + " EKS Auth.")
        .formatted(isNamed ? role.group(2) : "<role of the node>", isNamed ? role.group(1) : "aws");
  }
}
