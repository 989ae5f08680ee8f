package dev.irsa.cli.internal.serve;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.LabNetwork;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.AssociationRequest;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lab with its pods, made from a world. Each service account of the world has a pod of the same
 * name. Thread-safe. {@link #close} ends the lab.
 */
final class ServedLab implements AutoCloseable {

  /** A server may run for weeks; its clients have no use for the logs of their requests. */
  static final int KEPT_REQUESTS = 1_000;

  private final IrsaLab lab;

  /** By namespace and name, in the order of creation. */
  @GuardedBy("this")
  private final Map<String, PodEnvironment> pods = new LinkedHashMap<>();

  private ServedLab(IrsaLab lab) {
    this.lab = lab;
  }

  /**
   * Starts a lab.
   *
   * @throws InvalidInputException if the world cannot be created
   * @throws UncheckedIOException if a port is not free
   */
  static ServedLab start(World world, LabNetwork network) {
    IrsaLab lab;
    try {
      lab = builder(world).network(network).start();
    } catch (IllegalArgumentException e) {
      throw world.document().invalid("", e);
    }
    try {
      lab.requests().keepLatest(KEPT_REQUESTS);
      lab.issuerRequests().keepLatest(KEPT_REQUESTS);
      lab.agent().requests().keepLatest(KEPT_REQUESTS); // and its port is taken now or never
      ServedLab served = new ServedLab(lab);
      served.add(world).forEach(account -> served.createPod(manifest(account)));
      return served;
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  private static IrsaLab.Builder builder(World world) {
    IrsaLab.Builder builder = IrsaLab.builder();
    Optional.ofNullable(world.region()).ifPresent(builder::region);
    Optional.ofNullable(world.accountId()).ifPresent(builder::accountId);
    Optional.ofNullable(world.clusterName()).ifPresent(builder::clusterName);
    Optional.ofNullable(world.issuer()).ifPresent(issuer -> builder.issuer(URI.create(issuer)));
    Optional.ofNullable(World.seconds(world.tokenLifetime())).ifPresent(builder::tokenLifetime);
    Optional.ofNullable(World.seconds(world.sessionLifetime())).ifPresent(builder::sessionLifetime);
    return builder;
  }

  /** Returns the manifest of a pod for a service account, of the same name. */
  static String manifest(ServiceAccount account) {
    return """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "%1$s", "namespace": "%2$s"},
         "spec": {"serviceAccountName": "%1$s",
                  "containers": [{"name": "app", "image": "example.com/app:1"}]}}
        """
        .formatted(account.name(), account.namespace());
  }

  IrsaLab lab() {
    return lab;
  }

  /**
   * Adds the content of a world, without pods. Everything that may be refused is checked before
   * anything is created.
   *
   * @return the service accounts, in the document's order
   * @throws InvalidInputException if it exists already, or refers to what does not exist
   */
  synchronized List<ServiceAccount> add(World world) {
    for (int i = 0; i < world.roles().size(); i++) {
      String role = world.roles().get(i).name();
      boolean isNew = lab.iam().role(arn(role)).isEmpty();
      require(isNew, world, "roles[" + i + "]", "role " + role + " already exists");
    }
    for (int i = 0; i < world.serviceAccounts().size(); i++) {
      check(world, world.serviceAccounts().get(i), "serviceAccounts[" + i + "]");
    }
    for (int i = 0; i < world.associations().size(); i++) {
      check(world, world.associations().get(i), "associations[" + i + "]");
    }
    for (int i = 0; i < world.issuers().size(); i++) {
      trust(world, world.issuers().get(i), "issuers[" + i + "]");
    }
    for (World.RoleEntry role : world.roles()) {
      lab.iam()
          .createRole(
              role.name(), role.policy(), role.duration(), List.of(World.names(role.policies())));
    }
    List<ServiceAccount> accounts = world.serviceAccounts().stream().map(this::create).toList();
    world.associations().forEach(this::create);
    world.buckets().forEach(this::create);
    return accounts;
  }

  private static void require(boolean holds, World world, String path, String problem) {
    if (!holds) {
      throw world.document().invalid(path, problem);
    }
  }

  private void check(World world, World.Account entry, String path) {
    ServiceAccount account = entry.serviceAccount();
    String name = account.namespace() + "/" + account.name();
    boolean isNew = lab.serviceAccount(account.namespace(), account.name()).isEmpty();
    require(isNew, world, path, "service account " + name + " already exists");
    requireExisting(world, entry.role(), path + ".role");
  }

  private void check(World world, World.Association entry, String path) {
    String subject = entry.subject();
    boolean isAdded =
        world.serviceAccounts().stream()
            .map(World.Account::serviceAccount)
            .anyMatch(each -> subject.equals(each.namespace() + "/" + each.name()));
    require(
        isAdded || existing(entry).isPresent(),
        world,
        path + ".serviceAccount",
        "service account " + subject + " does not exist; add it to serviceAccounts");
    boolean isNew =
        lab.associations().stream()
            .noneMatch(each -> subject.equals(each.namespace() + "/" + each.serviceAccount()));
    require(isNew, world, path, "the service account already has an association");
    requireExisting(world, entry.role(), path + ".role");
    requireExisting(world, entry.targetRole(), path + ".targetRole");
  }

  private Optional<ServiceAccount> existing(World.Association entry) {
    String[] subject = entry.subject().split("/", 2);
    return lab.serviceAccount(subject[0], subject[1]);
  }

  /** Requires that a role given by name exists; one given by its ARN need not. */
  private void requireExisting(World world, @Nullable String role, String path) {
    require(
        role == null
            || role.contains(":")
            || world.roles().stream().anyMatch(known -> known.name().equals(role))
            || lab.iam().role(arn(role)).isPresent(),
        world,
        path,
        "role " + role + " does not exist; add it to roles, or name an ARN");
  }

  private void trust(World world, World.Issuer issuer, String path) {
    URI url = URI.create(issuer.url());
    boolean isOther = !url.equals(lab.issuer().issuer());
    require(isOther, world, path + ".url", "is the issuer of the lab's own cluster");
    try {
      lab.trustIssuer(url, new LinkedHashSet<>(issuer.clientIds()), World.json(issuer.keys()));
    } catch (IllegalArgumentException e) {
      throw world.document().invalid(path, e);
    }
  }

  private ServiceAccount create(World.Account entry) {
    ServiceAccount account = entry.serviceAccount();
    if (entry.policies() != null) {
      String arn =
          lab.roleOf(
                  lab.createServiceAccount(
                      account.namespace(), account.name(), World.names(entry.policies())))
              .arn();
      account = account.withAnnotation(World.ROLE_ARN, arn);
    } else if (entry.role() != null) {
      account = account.withAnnotation(World.ROLE_ARN, arn(entry.role()));
    }
    return lab.apply(account);
  }

  private void create(World.Association entry) {
    AssociationRequest request =
        entry.role() == null
            ? AssociationRequest.forNewRole(World.names(entry.policies()))
            : AssociationRequest.forRole(arn(entry.role()));
    if (entry.targetRole() != null) {
      request = request.withTargetRole(arn(entry.targetRole()));
    }
    if (entry.disableSessionTags()) {
      request = request.withoutSessionTags();
    }
    if (entry.policy() != null) {
      request = request.withPolicy(World.json(entry.policy()));
    }
    lab.associate(existing(entry).orElseThrow(), request);
  }

  private void create(String bucket, @Nullable Map<String, String> objects) {
    lab.objects().createBucket(bucket);
    if (objects != null) {
      objects.forEach(
          (key, text) -> lab.objects().put(bucket, key, text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Returns the ARN of a role that is given by its ARN or its name. */
  private String arn(String role) {
    return role.contains(":")
        ? role
        : "arn:%s:iam::%s:role/%s".formatted(lab.iam().partition(), lab.iam().id(), role);
  }

  /**
   * Creates a pod.
   *
   * @param manifest the pod as JSON
   * @throws IllegalArgumentException if it is malformed
   * @throws IllegalStateException if it exists
   */
  synchronized PodEnvironment createPod(String manifest) {
    PodEnvironment pod = lab.startPod(manifest);
    if (pods.putIfAbsent(pod.pod().namespace() + "/" + pod.name(), pod) != null) {
      pod.close();
      throw new IllegalStateException("pods \"" + pod.name() + "\" already exists");
    }
    return pod;
  }

  synchronized Optional<PodEnvironment> pod(String namespace, String name) {
    return Optional.ofNullable(pods.get(namespace + "/" + name));
  }

  /** Returns all pods in the order of their creation. */
  synchronized List<PodEnvironment> pods() {
    return List.copyOf(pods.values());
  }

  /** Deletes a pod and its token. */
  void delete(PodEnvironment pod) {
    synchronized (this) {
      pods.values().remove(pod);
    }
    pod.close();
  }

  @Override
  public void close() {
    lab.close();
  }
}
