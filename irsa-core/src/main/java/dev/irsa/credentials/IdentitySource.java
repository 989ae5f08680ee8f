package dev.irsa.credentials;

/**
 * Where a session's credentials come from.
 *
 * @since 0.1
 */
public enum IdentitySource {
  /** A role and a web identity token, which is exchanged at STS (IRSA). */
  WEB_IDENTITY,
  /**
   * An endpoint beside the container that returns credentials: the agent of EKS Pod Identity, the
   * ECS agent, or another server with the same protocol.
   */
  CONTAINER,
  /** A role that is assumed at STS with credentials of another source. */
  CHAINED_ROLE,
  /** A token for others that STS signs with credentials of another source. */
  OUTBOUND_TOKEN
}
