package dev.irsa.agent.internal;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How the process is configured.
 *
 * @param version the version of the agent
 * @param title the name of the pod's source of identity
 * @param isIrsa whether it is IRSA, otherwise it is EKS Pod Identity
 * @param hasContainerCredentials whether container credentials are configured, which SDKs try after
 *     IRSA
 * @param isOpen whether SDKs may use what follows the pod's identity in their chains
 */
record Situation(
    String version, String title, boolean isIrsa, boolean hasContainerCredentials, boolean isOpen) {

  static Situation of(Map<String, String> settings, UnaryOperator<String> variables) {
    boolean irsa = "IRSA".equals(settings.get("source"));
    return new Situation(
        settings.getOrDefault("version", ""),
        irsa ? "IRSA" : "EKS Pod Identity",
        irsa,
        variables.apply("AWS_CONTAINER_CREDENTIALS_FULL_URI") != null
            || variables.apply("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") != null,
        Boolean.parseBoolean(settings.get("open")));
  }

  /** Returns whether container credentials are closed: with IRSA, they are another identity's. */
  boolean closesContainer() {
    return isIrsa && hasContainerCredentials && !isOpen;
  }

  String closedContainer() {
    return closed("Container credentials");
  }

  String closedNode() {
    return closed("The credentials of the node");
  }

  private String closed(String what) {
    return what
        + " are not used: this pod is configured for "
        + title
        + ", and irsa-agent does not let another identity take its place. To allow it, use"
        + " -javaagent:irsa-agent.jar=instance-metadata=open";
  }
}
