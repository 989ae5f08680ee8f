package dev.irsa.testkit.kubernetes;

import java.util.UUID;

/**
 * The pod that a token is bound to, and the node it runs on.
 *
 * @param name of the pod, in the namespace of its service account
 * @param uid of the pod
 * @param nodeName of the node
 * @param nodeUid of the node
 */
public record PodReference(String name, String uid, String nodeName, String nodeUid) {

  public PodReference {
    if (name.isBlank() || uid.isBlank() || nodeName.isBlank() || nodeUid.isBlank()) {
      throw new IllegalArgumentException(
          "name, uid, nodeName, nodeUid: expected at least one character in each");
    }
  }

  /** Returns a new pod of that name with a random uid, on a node of its own. */
  public static PodReference named(String name) {
    return new PodReference(
        name,
        UUID.randomUUID().toString(),
        "ip-192-168-1-10.ec2.internal",
        UUID.randomUUID().toString());
  }
}
