package dev.irsa.cli.serve;

import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.AssociationRequest;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a world on its way into a lab. Everything that may be refused is checked before
 * anything is created.
 */
final class WorldAddition {
  private final IrsaLab lab;
  private final World world;

  WorldAddition(IrsaLab lab, World world) {
    this.lab = lab;
    this.world = world;
  }

  /**
   * Creates what the world has.
   *
   * @return the service accounts, in the document's order
   * @throws InvalidInputException if it exists already, or refers to what does not exist
   */
  List<ServiceAccount> create() {
    world.roles().forEach(this::requireNew);
    world.accounts().forEach(this::check);
    world.associations().forEach(this::check);
    world.issuers().forEach(this::trust);
    world
        .roles()
        .forEach(
            role ->
                lab.iam()
                    .createRole(
                        role.name(),
                        role.trustPolicy(),
                        role.maxSessionDuration(),
                        role.policies()));
    List<ServiceAccount> accounts = world.accounts().stream().map(this::create).toList();
    world.associations().forEach(this::create);
    world.buckets().forEach(this::create);
    return accounts;
  }

  private void requireNew(World.RoleEntry role) {
    if (lab.iam().role(arn(role.name())).isPresent()) {
      throw role.node().invalid("role " + role.name() + " already exists");
    }
  }

  private void check(World.Account entry) {
    ServiceAccount account = entry.account();
    if (lab.serviceAccount(account.namespace(), account.name()).isPresent()) {
      throw entry
          .node()
          .invalid(
              "service account %s/%s already exists"
                  .formatted(account.namespace(), account.name()));
    }
    requireExisting(entry.role());
  }

  private void check(World.Association entry) {
    if (lab.serviceAccount(entry.namespace(), entry.serviceAccount()).isEmpty()
        && world.accounts().stream().noneMatch(account -> isOf(entry, account.account()))) {
      throw entry
          .node()
          .required("serviceAccount")
          .invalid(
              "service account %s/%s does not exist; add it to serviceAccounts"
                  .formatted(entry.namespace(), entry.serviceAccount()));
    }
    for (PodIdentityAssociation existing : lab.associations()) {
      if (existing.namespace().equals(entry.namespace())
          && existing.serviceAccount().equals(entry.serviceAccount())) {
        throw entry.node().invalid("the service account already has an association");
      }
    }
    requireExisting(entry.role());
    requireExisting(entry.targetRole());
  }

  private static boolean isOf(World.Association entry, ServiceAccount account) {
    return account.namespace().equals(entry.namespace())
        && account.name().equals(entry.serviceAccount());
  }

  /** Requires that a role given by name exists; one given by its ARN need not. */
  private void requireExisting(@Nullable Node role) {
    if (role != null
        && !role.text().contains(":")
        && world.roles().stream().noneMatch(known -> known.name().equals(role.text()))
        && lab.iam().role(arn(role.text())).isEmpty()) {
      throw role.invalid(
          "role " + role.text() + " does not exist; add it to roles, or name an ARN");
    }
  }

  private void trust(World.Issuer issuer) {
    if (issuer.url().equals(lab.issuer().issuer())) {
      throw issuer.node().required("url").invalid("is the issuer of the lab's own cluster");
    }
    try {
      lab.trustIssuer(issuer.url(), issuer.clientIds(), issuer.keys());
    } catch (IllegalArgumentException e) {
      throw issuer.node().invalid(e);
    }
  }

  private ServiceAccount create(World.Account entry) {
    ServiceAccount wanted = entry.account();
    List<String> policies = entry.policies();
    if (policies == null) {
      Node role = entry.role();
      return lab.apply(
          role == null ? wanted : wanted.withAnnotation(WorldReader.ROLE_ARN, arn(role.text())));
    }
    ServiceAccount created =
        lab.createServiceAccount(
            wanted.namespace(), wanted.name(), policies.toArray(String[]::new));
    for (var annotation : wanted.annotations().entrySet()) {
      created = created.withAnnotation(annotation.getKey(), annotation.getValue());
    }
    return lab.apply(created);
  }

  private void create(World.Association entry) {
    List<String> policies = entry.policies();
    Node role = entry.role();
    AssociationRequest request =
        role == null
            ? AssociationRequest.forNewRole(
                policies == null ? new String[0] : policies.toArray(String[]::new))
            : AssociationRequest.forRole(arn(role.text()));
    Node target = entry.targetRole();
    if (target != null) {
      request = request.withTargetRole(arn(target.text()));
    }
    if (entry.sessionTagsDisabled()) {
      request = request.withoutSessionTags();
    }
    lab.associate(
        lab.serviceAccount(entry.namespace(), entry.serviceAccount()).orElseThrow(), request);
  }

  private void create(String bucket, Map<String, String> objects) {
    lab.objects().createBucket(bucket);
    objects.forEach(
        (key, text) -> lab.objects().put(bucket, key, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the ARN of a role that is given by its ARN or its name. */
  private String arn(String role) {
    return role.contains(":")
        ? role
        : "arn:%s:iam::%s:role/%s".formatted(lab.iam().partition(), lab.iam().id(), role);
  }
}
