package dev.irsa.cli.lab;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A difficulty that pods meet, each in a lab of its own. */
public enum Scenario {
  /** The issuing service is down in the last minute of a session. */
  OUTAGE(
      false,
      "The service that issues credentials is down in the last minute of a session, "
          + "which is still valid."),
  /** The issuing service throttles the first requests. */
  THROTTLE(
      true,
      "The first requests for credentials are throttled. The node has a role of its "
          + "own, which pods must not use."),
  /** The issuing service accepts requests and never responds, in the last minute of a session. */
  HANG(
      false,
      "The service that issues credentials accepts requests and never responds, in "
          + "the last minute of a session, which is still valid."),
  /** The token is not rotated, and expires. */
  STALLED_TOKEN(
      false,
      "Kubelet does not rotate the token, which expires in the last minute of a "
          + "session, which is still valid."),
  /** The clock of the node is two hours ahead of that of AWS. */
  CLOCK_SKEW(
      false,
      "The clock of the node is two hours ahead of that of AWS: by it, new "
          + "credentials have already expired."),
  /** AWS rejects sessions before their time. */
  REVOKED(false, "AWS rejects the sessions of the role from one moment on, long before their end."),
  /** Many threads need the first credentials at once. */
  COLD_HERD(
      true, "Twenty threads need the first credentials at once, and the response takes seconds."),
  /** The pod starts before the agent of EKS Pod Identity. */
  POD_IDENTITY(
      true,
      "The agent of EKS Pod Identity starts five seconds after the pod, as on a new "
          + "node. The node has a role of its own, which pods must not use.");

  private final boolean cold;
  private final String situation;

  Scenario(boolean cold, String situation) {
    this.cold = cold;
    this.situation = situation;
  }

  /** Returns whether the difficulty meets pods without credentials, so that waits must count. */
  boolean isCold() {
    return cold;
  }

  /** Returns what happens to the pods, in a sentence. */
  String situation() {
    return situation;
  }

  /** Returns why pods with this mechanism cannot meet the difficulty; null if they can. */
  public @Nullable String obstacle(Mechanism mechanism) {
    if (mechanism == Mechanism.IRSA) {
      return this == POD_IDENTITY ? "it is about the agent of EKS Pod Identity" : null;
    }
    return switch (this) {
      case CLOCK_SKEW -> "the agent's responses do not tell the time of AWS";
      case REVOKED -> "the agent serves a rejected session again";
      default -> null;
    };
  }

  /** Returns the short, stable id, as on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
