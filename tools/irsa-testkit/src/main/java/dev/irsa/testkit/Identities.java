package dev.irsa.testkit;

import dev.irsa.policy.Account;
import dev.irsa.policy.Role;
import dev.irsa.testkit.internal.podidentity.PodIdentityAssociations;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The roles of service accounts, by annotation (IRSA) and by association. Thread-safe. */
final class Identities {
  private static final String ROLE_ARN = "eks.amazonaws.com/role-arn";

  private final Cluster cluster;
  private final Account iam;
  private final ServiceAccountRoles roles;
  private final PodIdentityAssociations associations;

  /** The roles that were created for associations, by service account. */
  private final Map<String, Set<String>> created = new ConcurrentHashMap<>();

  Identities(
      Cluster cluster,
      Account iam,
      ServiceAccountRoles roles,
      PodIdentityAssociations associations) {
    this.cluster = cluster;
    this.iam = iam;
    this.roles = roles;
    this.associations = associations;
  }

  ServiceAccount create(String namespace, String name, List<String> policyNames) {
    ServiceAccount plain = ServiceAccount.of(namespace, name);
    Role role = roles.create(namespace, name, policyNames);
    ServiceAccount account = plain.withAnnotation(ROLE_ARN, role.arn());
    cluster.put(account);
    return account;
  }

  PodIdentityAssociation associate(ServiceAccount account, PodIdentityAssociation.Request request) {
    String roleArn = request.roleArn();
    return associations.create(
        account.namespace(),
        account.name(),
        () -> roleArn == null ? createRole(account, request.policyNames()) : roleArn,
        request);
  }

  private String createRole(ServiceAccount account, List<String> policyNames) {
    String arn = roles.createForPodIdentity(account.namespace(), account.name(), policyNames).arn();
    created.computeIfAbsent(key(account), key -> ConcurrentHashMap.newKeySet()).add(arn);
    return arn;
  }

  void disassociate(ServiceAccount account) {
    if (associations.delete(account.namespace(), account.name()).isEmpty()) {
      throw new IllegalArgumentException(key(account) + " does not have an association");
    }
  }

  /** Deletes the account, its association, and the roles that were created for it. */
  void delete(ServiceAccount account) {
    Set<String> own = new LinkedHashSet<>(created.getOrDefault(key(account), Set.of()));
    annotatedRole(account).ifPresent(own::add);
    boolean associated = associations.delete(account.namespace(), account.name()).isPresent();
    if (own.isEmpty() && !associated) {
      throw withoutRole(account);
    }
    created.remove(key(account));
    own.forEach(iam::deleteRole);
    cluster.delete(account);
  }

  Role roleOf(ServiceAccount account) {
    String arn =
        association(account)
            .map(PodIdentityAssociation::roleArn)
            .or(() -> annotatedRole(account))
            .orElseThrow(() -> withoutRole(account));
    return iam.role(arn)
        .orElseThrow(() -> new IllegalArgumentException("role does not exist: " + arn));
  }

  /** Returns the ARNs of the roles that the account's pods may have sessions of. */
  Set<String> rolesWithSessions(ServiceAccount account) {
    Set<String> arns = new LinkedHashSet<>(created.getOrDefault(key(account), Set.of()));
    annotatedRole(account).ifPresent(arns::add);
    association(account).stream()
        .flatMap(found -> Stream.of(found.roleArn(), found.targetRoleArn()))
        .filter(Objects::nonNull)
        .forEach(arns::add);
    if (arns.isEmpty()) {
      throw withoutRole(account);
    }
    return arns;
  }

  private Optional<PodIdentityAssociation> association(ServiceAccount account) {
    return associations.find(account.namespace(), account.name());
  }

  private static Optional<String> annotatedRole(ServiceAccount account) {
    return Optional.ofNullable(account.annotations().get(ROLE_ARN));
  }

  private static IllegalArgumentException withoutRole(ServiceAccount account) {
    return new IllegalArgumentException(
        "%s is neither annotated with a role nor associated with one".formatted(key(account)));
  }

  private static String key(ServiceAccount account) {
    return account.namespace() + "/" + account.name();
  }
}
