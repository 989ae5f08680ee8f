package dev.irsa.agent.internal;

import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the process is configured.
 *
 * @param version the version of the agent
 * @param title the name of the pod's source of identity
 * @param isIrsa whether it is IRSA, otherwise it is EKS Pod Identity
 * @param node the answer to an SDK that asks for the credentials of the node
 * @param switchedOffBy what switches this library off, so that the agent only guards; or null
 */
record AgentConfiguration(
    String version, String title, boolean isIrsa, Node node, @Nullable String switchedOffBy) {

  /** The answer to an SDK that asks for the credentials of the node. */
  enum Node {
    /** The credentials of the pod. */
    POD,
    /** An error. */
    CLOSED,
    /** The credentials of the node. Container credentials beside IRSA may be used as well. */
    OPEN
  }

  static AgentConfiguration of(Map<String, String> settings) {
    boolean irsa = "IRSA".equals(settings.get("source"));
    return new AgentConfiguration(
        settings.getOrDefault("version", ""),
        irsa ? "IRSA" : "EKS Pod Identity",
        irsa,
        Node.valueOf(settings.getOrDefault("node", Node.POD.name())),
        Resolver.switchedOffBy(Environment.system(), GivenSettings.none()));
  }

  /** Returns whether another identity than the pod's may be used. */
  boolean isOpen() {
    return node == Node.OPEN;
  }

  String closedContainer() {
    return refused("Container credentials")
        + ". To allow it, use -javaagent:irsa-agent.jar=instance-metadata=open";
  }

  String closedNode() {
    return refused("The credentials of the node")
        + ". Let the application use the default chain of its SDK, or a provider of web identities"
        + " or of container credentials. Or use -javaagent:irsa-agent.jar=instance-metadata=pod,"
        + " which gives it the credentials of the pod in place of those of the node";
  }

  /** Says why an SDK that the agent does not know is refused what may be another identity. */
  String closedUnknown(String problem) {
    return ("%s. It cannot give this SDK those of the pod: %s. To allow them, use"
            + " -javaagent:irsa-agent.jar=instance-metadata=open")
        .formatted(refused("Credentials of another identity"), problem);
  }

  /** Says why an SDK that asks for the credentials of the node gets neither those nor the pod's. */
  String withoutPod(String reason) {
    return refused("The credentials of the node") + ". Those of the pod: " + reason;
  }

  private String refused(String what) {
    return ("%s are not used: this pod is configured for %s, and irsa-agent does not let another"
            + " identity take its place")
        .formatted(what, title);
  }
}
