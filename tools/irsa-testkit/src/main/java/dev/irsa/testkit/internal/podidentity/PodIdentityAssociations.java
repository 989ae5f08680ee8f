package dev.irsa.testkit.internal.podidentity;

import dev.irsa.policy.UniqueIds;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The associations of a cluster, at most one for each service account. Changes take effect at once;
 * in AWS they take seconds to propagate. Thread-safe.
 */
public final class PodIdentityAssociations {
  private final EksCluster cluster;
  private final UniqueIds ids;
  private final Map<String, PodIdentityAssociation> associations = new ConcurrentHashMap<>();

  /** Creates an empty set of associations. */
  public PodIdentityAssociations(EksCluster cluster, UniqueIds ids) {
    this.cluster = cluster;
    this.ids = ids;
  }

  /**
   * Creates an association.
   *
   * @param roleArn creates the role, or returns an existing one, if there is no association yet
   * @throws IllegalStateException if the service account already has one
   */
  public PodIdentityAssociation create(
      String namespace,
      String serviceAccount,
      Supplier<String> roleArn,
      PodIdentityAssociation.Request request) {
    return associations.compute(
        key(namespace, serviceAccount),
        (key, existing) -> {
          if (existing != null) {
            throw new IllegalStateException(
                key + " already has an association; disassociate it first");
          }
          String id = ids.associationId();
          String target = request.targetRoleArn();
          return new PodIdentityAssociation(
              id,
              cluster.associationArn(id),
              namespace,
              serviceAccount,
              roleArn.get(),
              target,
              target == null ? null : cluster.externalId(namespace, serviceAccount),
              request.sessionTagsDisabled(),
              request.policy());
        });
  }

  /** Returns the association of a service account, if it has one. */
  public Optional<PodIdentityAssociation> find(String namespace, String serviceAccount) {
    return Optional.ofNullable(associations.get(key(namespace, serviceAccount)));
  }

  /** Deletes the association of a service account. Returns it, if there was one. */
  public Optional<PodIdentityAssociation> delete(String namespace, String serviceAccount) {
    return Optional.ofNullable(associations.remove(key(namespace, serviceAccount)));
  }

  /** Returns all associations, in no particular order. */
  public List<PodIdentityAssociation> all() {
    return List.copyOf(associations.values());
  }

  private static String key(String namespace, String serviceAccount) {
    return namespace + "/" + serviceAccount;
  }
}
