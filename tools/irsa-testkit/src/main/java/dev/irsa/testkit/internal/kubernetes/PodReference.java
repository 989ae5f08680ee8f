package dev.irsa.testkit.internal.kubernetes;

import java.util.UUID;

/**
 * The pod that a token is bound to, and its node.
 *
 * @param name the pod's name, in the namespace of its service account
 * @param uid the pod's uid
 * @param nodeName the node's name
 * @param nodeUid the node's uid
 */
public record PodReference(String name, String uid, String nodeName, String nodeUid) {

  /** Returns a new pod of that name with a random uid, on a node of its own. */
  public static PodReference named(String name) {
    return new PodReference(
        name,
        UUID.randomUUID().toString(),
        "ip-192-168-1-10.ec2.internal",
        UUID.randomUUID().toString());
  }
}
