package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.ServiceAccountVolume;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells by their marks the places where pods do not have a Pod Identity agent. */
final class PodPlace {

  private PodPlace() {}

  /** Returns the place without an agent, in words, or null. */
  static @Nullable String withoutAgent(Evidence evidence) {
    String node = node(evidence);
    if (node != null && node.startsWith("fargate-")) {
      return "this pod runs on Fargate (node " + node + ")";
    }
    String system = evidence.pod().variable("OS");
    return system != null && system.toLowerCase(Locale.ROOT).startsWith("windows")
        ? "this pod runs on Windows"
        : null;
  }

  /** Returns whether the pod uses the network of its node: it then has the node's name. */
  static boolean isHostNetwork(Evidence evidence) {
    String host = evidence.pod().variable("HOSTNAME");
    String node = node(evidence);
    return host != null && node != null && (node.equals(host) || node.startsWith(host + "."));
  }

  private static @Nullable String node(Evidence evidence) {
    String node = evidence.token.part(Jwt::nodeName);
    ServiceAccountVolume account = evidence.account();
    Jwt other = account == null ? null : account.token();
    return node == null && other != null ? other.nodeName() : node;
  }
}
