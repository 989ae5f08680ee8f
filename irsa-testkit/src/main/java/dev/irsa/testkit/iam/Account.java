package dev.irsa.testkit.iam;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * IAM of one AWS account: its OIDC providers and roles. Thread-safe; holds nothing that needs
 * closing.
 */
public final class Account {
  private final String partition;
  private final String id;
  private final UniqueIds ids;
  private final Map<String, OidcProvider> providers = new ConcurrentHashMap<>();
  private final Map<String, Role> roles = new ConcurrentHashMap<>();

  /**
   * Makes an empty account.
   *
   * @param partition {@code aws}, {@code aws-cn}, …
   * @param id 12 digits
   * @param ids where unique ids come from
   */
  public Account(String partition, String id, UniqueIds ids) {
    if (!id.matches("\\d{12}")) {
      throw new IllegalArgumentException("account id: 12 digits, found " + id);
    }
    this.partition = partition;
    this.id = id;
    this.ids = ids;
  }

  /** The 12-digit account id. */
  public String id() {
    return id;
  }

  /** The partition, {@code aws} for most. */
  public String partition() {
    return partition;
  }

  /** Creates an OIDC provider, as {@code eksctl utils associate-iam-oidc-provider} does. */
  public OidcProvider createOidcProvider(URI issuer, Set<String> clientIds) {
    OidcProvider provider = new OidcProvider(providerArn(issuer), issuer, clientIds);
    providers.put(provider.name(), provider);
    return provider;
  }

  /** Deletes the provider of an issuer; tokens of that issuer are refused from then on. */
  public void deleteOidcProvider(URI issuer) {
    providers.remove(OidcProvider.nameOf(issuer));
  }

  /** The provider of an issuer, if the account has one. */
  public Optional<OidcProvider> oidcProvider(URI issuer) {
    return Optional.ofNullable(providers.get(OidcProvider.nameOf(issuer)));
  }

  /** The ARN that a provider for the issuer has or would have. */
  public String providerArn(URI issuer) {
    return "arn:%s:iam::%s:oidc-provider/%s".formatted(partition, id, OidcProvider.nameOf(issuer));
  }

  /**
   * Creates a role.
   *
   * @param name {@code [\w+=,.@-]{1,64}}
   * @throws IllegalStateException if there is one of that name
   */
  public Role createRole(
      String name, TrustPolicy trustPolicy, Duration maxSessionDuration, List<String> policies) {
    if (!name.matches("[\\w+=,.@-]{1,64}")) {
      throw new IllegalArgumentException("role name: [\\w+=,.@-]{1,64}, found " + name);
    }
    String arn = "arn:%s:iam::%s:role/%s".formatted(partition, id, name);
    Role role = new Role(arn, ids.roleId(), trustPolicy, maxSessionDuration, policies);
    if (roles.putIfAbsent(arn, role) != null) {
      throw new IllegalStateException("role " + name + " exists");
    }
    return role;
  }

  /** Replaces a role by a changed copy of itself, such as one with another trust policy. */
  public void updateRole(Role changed) {
    Role now =
        roles.computeIfPresent(
            changed.arn(), (arn, old) -> old.roleId().equals(changed.roleId()) ? changed : old);
    if (!changed.equals(now)) {
      throw new IllegalStateException("no such role: " + changed.arn());
    }
  }

  /** Deletes a role; its live sessions are worth nothing from then on. */
  public void deleteRole(String arn) {
    roles.remove(arn);
  }

  /** The role of that ARN, if there is one. */
  public Optional<Role> role(String arn) {
    return Optional.ofNullable(roles.get(arn));
  }

  /** Whether the very role with that unique id still exists: one made anew has another id. */
  boolean hasRole(String arn, String roleId) {
    Role role = roles.get(arn);
    return role != null && role.roleId().equals(roleId);
  }
}
