package dev.irsa.policy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * IAM of one AWS account: its OIDC providers, roles, and outbound identity federation. Thread-safe.
 * It holds no resources to close.
 */
public final class Account {
  private final String partition;
  private final String id;
  private final UniqueIds ids;
  private final Map<String, OidcProvider> providers = new ConcurrentHashMap<>();
  private final Map<String, Role> roles = new ConcurrentHashMap<>();

  /** The inline policies by the ARN of their role, and by their name. */
  private final Map<String, Map<String, IdentityPolicy>> rolePolicies = new ConcurrentHashMap<>();

  private final URI outboundIssuer =
      URI.create("https://%s.tokens.sts.global.api.aws".formatted(UUID.randomUUID()));
  private volatile boolean outboundEnabled;

  /** Whether the issuer's documents are public: from the first time that it was enabled. */
  private volatile boolean outboundPublished;

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

  /** Deletes a role with its inline policies, which invalidates its live sessions. */
  public void deleteRole(String arn) {
    roles.remove(arn);
    rolePolicies.remove(arn);
  }

  /**
   * Adds an inline policy to a role, or replaces the one of the same name, as {@code PutRolePolicy}
   * does. It applies to live sessions too.
   *
   * @throws IllegalArgumentException if the role does not exist
   */
  public void putRolePolicy(String roleArn, String name, IdentityPolicy policy) {
    if (role(roleArn).isEmpty()) {
      throw new IllegalArgumentException("role does not exist: " + roleArn);
    }
    rolePolicies.computeIfAbsent(roleArn, arn -> new ConcurrentHashMap<>()).put(name, policy);
  }

  /** Deletes an inline policy of a role, if there is one of this name. */
  public void deleteRolePolicy(String roleArn, String name) {
    Map<String, IdentityPolicy> policies = rolePolicies.get(roleArn);
    if (policies != null) {
      policies.remove(name);
    }
  }

  /** Returns whether the identity-based policies of the caller allow a request. */
  public Decision evaluate(IdentityPolicy.Request request) {
    Role role = request.caller().principal().role();
    return request.evaluate(
        role == null
            ? List.of()
            : List.copyOf(rolePolicies.getOrDefault(role.arn(), Map.of()).values()));
  }

  /**
   * Enables outbound identity federation, as {@code EnableOutboundWebIdentityFederation} does: STS
   * issues tokens for services outside of AWS. It is disabled at first. Does nothing if it is
   * enabled.
   *
   * @return the issuer of the tokens, which is always the same for an account
   */
  public URI enableOutboundWebIdentityFederation() {
    outboundEnabled = true;
    outboundPublished = true;
    return outboundIssuer;
  }

  /** Disables outbound identity federation. Tokens that were issued remain valid. */
  public void disableOutboundWebIdentityFederation() {
    outboundEnabled = false;
  }

  /** Returns whether outbound identity federation is enabled. */
  public boolean hasOutboundWebIdentityFederation() {
    return outboundEnabled;
  }

  /**
   * Returns the issuer of tokens for services outside of AWS, {@code
   * https://<uuid>.tokens.sts.global.api.aws}; empty as long as outbound identity federation was
   * never enabled.
   */
  public Optional<URI> outboundWebIdentityIssuer() {
    return outboundPublished ? Optional.of(outboundIssuer) : Optional.empty();
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
