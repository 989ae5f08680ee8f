package dev.irsa.policy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * IAM of one AWS account: its OIDC providers and roles. Thread-safe. It holds no resources to
 * close.
 */
public final class Account {
  private final String partition;
  private final String id;
  private final UniqueIds ids;
  private final Map<String, OidcProvider> providers = new ConcurrentHashMap<>();
  private final Map<String, Role> roles = new ConcurrentHashMap<>();

  /**
   * Creates an empty account.
   *
   * @param partition {@code aws}, {@code aws-cn}, …
   * @param id 12 digits
   * @param ids the source of unique ids
   */
  public Account(String partition, String id, UniqueIds ids) {
    if (!id.matches("\\d{12}")) {
      throw new IllegalArgumentException("account id: expected 12 digits, found " + id);
    }
    this.partition = partition;
    this.id = id;
    this.ids = ids;
  }

  /** Returns the 12-digit account id. */
  public String id() {
    return id;
  }

  /** Returns the partition, usually {@code aws}. */
  public String partition() {
    return partition;
  }

  /** Creates an OIDC provider, as {@code eksctl utils associate-iam-oidc-provider} does. */
  public OidcProvider createOidcProvider(URI issuer, Set<String> clientIds) {
    OidcProvider provider = new OidcProvider(providerArn(issuer), issuer, clientIds);
    providers.put(provider.name(), provider);
    return provider;
  }

  /** Deletes the provider of an issuer, whose tokens are rejected from then on. */
  public void deleteOidcProvider(URI issuer) {
    providers.remove(OidcProvider.nameOf(issuer));
  }

  /** Returns the provider of an issuer, if the account has one. */
  public Optional<OidcProvider> oidcProvider(URI issuer) {
    return Optional.ofNullable(providers.get(OidcProvider.nameOf(issuer)));
  }

  /** Returns the ARN of the issuer's provider, which need not exist. */
  public String providerArn(URI issuer) {
    return "arn:%s:iam::%s:oidc-provider/%s".formatted(partition, id, OidcProvider.nameOf(issuer));
  }

  /**
   * Creates a role.
   *
   * @param name {@code [\w+=,.@-]{1,64}}
   * @throws IllegalStateException if a role of that name exists
   */
  public Role createRole(
      String name, TrustPolicy trustPolicy, Duration maxSessionDuration, List<String> policies) {
    if (!name.matches("[\\w+=,.@-]{1,64}")) {
      throw new IllegalArgumentException("name: expected [\\w+=,.@-]{1,64}, found " + name);
    }
    String arn = "arn:%s:iam::%s:role/%s".formatted(partition, id, name);
    Role role = new Role(arn, ids.roleId(), trustPolicy, maxSessionDuration, policies);
    if (roles.putIfAbsent(arn, role) != null) {
      throw new IllegalStateException("role " + name + " already exists");
    }
    return role;
  }

  /** Replaces a role by a modified copy, such as one with another trust policy. */
  public void updateRole(Role changed) {
    Role now =
        roles.computeIfPresent(
            changed.arn(), (arn, old) -> old.roleId().equals(changed.roleId()) ? changed : old);
    if (!changed.equals(now)) {
      throw new IllegalStateException("role does not exist: " + changed.arn());
    }
  }

  /** Deletes a role, which invalidates its live sessions. */
  public void deleteRole(String arn) {
    roles.remove(arn);
  }

  /** Returns the role with the given ARN, if it exists. */
  public Optional<Role> role(String arn) {
    return Optional.ofNullable(roles.get(arn));
  }

  /**
   * Returns whether the role with this unique id still exists. A role that is created again has
   * another id.
   */
  boolean hasRole(String arn, String roleId) {
    Role role = roles.get(arn);
    return role != null && role.roleId().equals(roleId);
  }
}
