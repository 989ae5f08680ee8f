package dev.irsa.cli.internal.serve;

import dev.irsa.cli.internal.serve.YamlDocument.Value;
import dev.irsa.doctor.InvalidInputException;
import dev.irsa.doctor.internal.text.BoundedFile;
import dev.irsa.policy.MalformedPolicyException;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.internal.kubernetes.MalformedDocumentException;
import dev.irsa.testkit.internal.kubernetes.PodWebhook;
import dev.irsa.testkit.internal.kubernetes.WebhookSettings;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The content of a world file: settings of a lab, and what is added to one. */
final class World {
  private static final String ROLE_ARN = "eks.amazonaws.com/role-arn";
  private static final String STANDARD =
      """
      serviceAccounts: [{name: my-sa, policies: [AmazonS3ReadOnlyAccess]}]
      buckets: {irsa-lab: {hello.txt: hello}}
      """;
  private static final String STANDARD_OF_POD_IDENTITY =
      """
      serviceAccounts: [{name: my-sa}]
      associations: [{serviceAccount: my-sa, policies: [AmazonS3ReadOnlyAccess]}]
      buckets: {irsa-lab: {hello.txt: hello}}
      """;
  private static final int MOST_BYTES = 4 * YamlDocument.LARGEST;
  private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
  private static final Pattern ROLE =
      Pattern.compile("[^:]*|arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
  private static final Pattern POLICY =
      Pattern.compile("(?:arn:aws[a-z-]*:iam::aws:policy/(?:.*/)?)?([\\w+=,.@-]{1,128})");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern ANY = Pattern.compile("(?s).*");
  private static final List<String> SETTINGS =
      List.of("region", "accountId", "clusterName", "issuer", "tokenLifetime", "sessionLifetime");

  private final Value root;

  private World(Value root) {
    this.root =
        root.withOnly(
            Stream.concat(
                    SETTINGS.stream(),
                    Stream.of("issuers", "roles", "serviceAccounts", "associations", "buckets"))
                .toArray(String[]::new));
  }

  /** Returns the world without a file: the service account default/my-sa, and a bucket. */
  static World standard(boolean podIdentity) {
    return read("standard", podIdentity ? STANDARD_OF_POD_IDENTITY : STANDARD);
  }

  /**
   * Reads a world.
   *
   * @param name the document's name in messages
   * @throws InvalidInputException if it is malformed
   */
  static World read(String name, String text) {
    return new World(YamlDocument.read(name, text));
  }

  /**
   * Reads a file in YAML or JSON.
   *
   * @throws InvalidInputException if it cannot be read, or is malformed
   */
  static World read(Path file) {
    String name = file.toString();
    return read(name, BoundedFile.utf8(name, BoundedFile.required(file, MOST_BYTES)));
  }

  /** Requires that it only adds to a lab. */
  void requireNoSettings() {
    for (String setting : SETTINGS) {
      Value value = root.member(setting);
      value.require(!value.isGiven(), "can only be set when the lab is started");
    }
  }

  /** Returns the builder of a lab with the settings, and nothing in it yet. */
  IrsaLab.Builder builder() {
    IrsaLab.Builder builder = IrsaLab.builder();
    set("region", builder::region);
    set("accountId", builder::accountId);
    set("clusterName", builder::clusterName);
    if (root.member("issuer").isGiven()) {
      builder.issuer(url(root.member("issuer")));
    }
    Optional.ofNullable(root.member("tokenLifetime").seconds(1, 86_400))
        .ifPresent(seconds -> builder.tokenLifetime(Duration.ofSeconds(seconds)));
    Optional.ofNullable(root.member("sessionLifetime").seconds(1, 86_400))
        .ifPresent(seconds -> builder.sessionLifetime(Duration.ofSeconds(seconds)));
    return builder;
  }

  /**
   * Starts this lab.
   *
   * @throws InvalidInputException if the lab refuses a setting
   * @throws UncheckedIOException if a port is not free
   */
  IrsaLab start(IrsaLab.Network network) {
    try {
      return builder().network(network).start();
    } catch (IllegalArgumentException e) {
      throw root.invalid(e);
    }
  }

  private void set(String setting, Consumer<String> setter) {
    String text = root.member(setting).text();
    if (root.member(setting).isGiven() && text != null) {
      setter.accept(text);
    }
  }

  /** Returns an https URL. */
  private static URI url(Value value) {
    try {
      URI url = new URI(String.valueOf(value.text()));
      if ("https".equals(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below; the parser's message adds nothing.
    }
    throw value.unexpected("an https URL");
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

  /**
   * Checks what is to be added to a lab.
   *
   * @throws InvalidInputException if anything is malformed, exists already, or refers to what does
   *     not exist
   */
  Addition check(IrsaLab lab) {
    Addition addition = new Addition(lab);
    addition.read(root);
    return addition;
  }

  /** What has been checked, and how it is created. */
  static final class Addition {
    private final IrsaLab lab;
    private final List<Runnable> steps = new ArrayList<>();
    private final Set<String> roles = new HashSet<>();
    private final Set<String> associated = new HashSet<>();

    /** By namespace and name; created once the steps have been run. */
    private final Map<String, ServiceAccount> accounts = new LinkedHashMap<>();

    private Addition(IrsaLab lab) {
      this.lab = lab;
    }

    /** Creates all of it, and returns the service accounts, in the document's order. */
    List<ServiceAccount> create() {
      steps.forEach(Runnable::run);
      return List.copyOf(accounts.values());
    }

    private void read(Value root) {
      root.member("roles").items().forEach(this::role);
      root.member("serviceAccounts").items().forEach(this::account);
      root.member("associations").items().forEach(this::association);
      root.member("buckets").members().forEach(this::bucket);
      root.member("issuers").items().forEach(this::issuer);
    }

    private void role(Value entry) {
      entry.withOnly("name", "trustPolicy", "maxSessionDuration", "policies");
      String name = entry.member("name").text(ROLE_NAME, "a name that IAM allows");
      String[] policies = policies(entry);
      TrustPolicy policy = trustPolicy(entry.member("trustPolicy"));
      Integer seconds = entry.member("maxSessionDuration").seconds(3_600, 43_200);
      Duration longest = Duration.ofSeconds(seconds == null ? 3_600 : seconds);
      boolean isNew = roles.add(name) && lab.iam().role(arn(name)).isEmpty();
      entry.require(isNew, "role " + name + " already exists");
      steps.add(() -> lab.iam().createRole(name, policy, longest, List.of(policies)));
    }

    private static TrustPolicy trustPolicy(Value value) {
      if (!value.isGiven()) {
        throw value.unexpected("a policy");
      }
      try {
        return TrustPolicy.parse(value.json());
      } catch (MalformedPolicyException e) {
        String message = String.valueOf(e.getMessage()).substring(e.path().length() + 2);
        throw value.member(e.path().replaceFirst("^\\$\\.?", "")).invalid(message, e);
      }
    }

    /** Returns the names of managed policies that are given by name or ARN. */
    private static String[] policies(Value entry) {
      return entry.member("policies").items().stream()
          .map(
              value ->
                  POLICY
                      .matcher(value.text(POLICY, "the name or ARN of a managed policy"))
                      .replaceFirst("$1"))
          .toArray(String[]::new);
    }

    private void account(Value entry) {
      entry.withOnly("namespace", "name", "role", "policies", "annotations");
      ServiceAccount account = serviceAccount(entry);
      String[] policies = policies(entry);
      String role = role(entry, "role");
      boolean creates = entry.member("policies").isGiven();
      entry.require(
          !account.annotations().containsKey(ROLE_ARN) || (role == null && !creates),
          "expected only one of role, policies and the annotation " + ROLE_ARN);
      requireAnnotations(entry, account);
      String name = account.namespace() + "/" + account.name();
      boolean isNew =
          accounts.put(name, account) == null
              && lab.serviceAccount(account.namespace(), account.name()).isEmpty();
      entry.require(isNew, "service account " + name + " already exists");
      steps.add(
          () -> {
            String arn =
                creates
                    ? lab.roleOf(
                            lab.createServiceAccount(account.namespace(), account.name(), policies))
                        .arn()
                    : role;
            accounts.put(
                name, lab.apply(arn == null ? account : account.withAnnotation(ROLE_ARN, arn)));
          });
    }

    private static ServiceAccount serviceAccount(Value entry) {
      String name = entry.member("name").text(ANY, "a name");
      Map<String, String> annotations = new HashMap<>();
      entry
          .member("annotations")
          .members()
          .forEach((key, value) -> annotations.put(key, value.text(ANY, "a string")));
      try {
        ServiceAccount account = ServiceAccount.of(namespace(entry), name);
        return new ServiceAccount(account.namespace(), name, account.uid(), annotations);
      } catch (IllegalArgumentException e) {
        throw entry.invalid(e);
      }
    }

    private static String namespace(Value entry) {
      String namespace = entry.member("namespace").text();
      return namespace == null ? "default" : namespace;
    }

    /** Reads the annotations as the webhook does; without a role, it would ignore the others. */
    private static void requireAnnotations(Value entry, ServiceAccount account) {
      ServiceAccount annotated =
          account.annotations().containsKey(ROLE_ARN)
              ? account
              : account.withAnnotation(ROLE_ARN, "arn:aws:iam::111122223333:role/any");
      try {
        var unused =
            new PodWebhook((space, each) -> annotated, WebhookSettings.eks("eu-west-1"))
                .mutate(manifest(account));
      } catch (MalformedDocumentException e) {
        throw entry
            .member("annotations")
            .member(e.path().replaceFirst("^.*\\['(.+)'\\]$", "$1"))
            .invalid(String.valueOf(e.getMessage()).replaceFirst("^.*'\\]: ", ""), e);
      }
    }

    /** Returns the ARN of an optional role; one that is given by its name must exist. */
    private @Nullable String role(Value entry, String member) {
      Value value = entry.member(member);
      if (!value.isGiven()) {
        return null;
      }
      String role = value.text(ROLE, "the name or ARN of a role");
      value.require(
          member.equals("targetRole") || !entry.member("policies").isGiven(),
          "expected either role or policies");
      value.require(
          role.contains(":") || roles.contains(role) || lab.iam().role(arn(role)).isPresent(),
          "role " + role + " does not exist; add it to roles, or name an ARN");
      return arn(role);
    }

    /** Returns the ARN of a role that is given by its ARN or its name. */
    private String arn(String role) {
      return role.contains(":")
          ? role
          : "arn:%s:iam::%s:role/%s".formatted(lab.iam().partition(), lab.iam().id(), role);
    }

    private void association(Value entry) {
      entry.withOnly(
          "namespace",
          "serviceAccount",
          "role",
          "policies",
          "targetRole",
          "disableSessionTags",
          "policy");
      PodIdentityAssociation.Request request = request(entry);
      String namespace = namespace(entry);
      String name = entry.member("serviceAccount").text(ANY, "a name");
      String subject = namespace + "/" + name;
      entry
          .member("serviceAccount")
          .require(
              accounts.containsKey(subject) || lab.serviceAccount(namespace, name).isPresent(),
              "service account " + subject + " does not exist; add it to serviceAccounts");
      boolean isNew =
          associated.add(subject)
              && lab.associations().stream()
                  .noneMatch(
                      each -> subject.equals(each.namespace() + "/" + each.serviceAccount()));
      entry.require(isNew, "the service account already has an association");
      steps.add(() -> lab.associate(lab.serviceAccount(namespace, name).orElseThrow(), request));
    }

    private PodIdentityAssociation.Request request(Value entry) {
      String role = role(entry, "role");
      boolean creates = entry.member("policies").isGiven();
      entry.require(
          role != null || creates,
          "expected role, or policies for a role that is created, found nothing");
      PodIdentityAssociation.Request request =
          role == null
              ? PodIdentityAssociation.Request.forNewRole(policies(entry))
              : PodIdentityAssociation.Request.forRole(role);
      String target = role(entry, "targetRole");
      if (target != null) {
        request = request.withTargetRole(target);
      }
      boolean untagged = entry.member("disableSessionTags").isTrue();
      if (untagged) {
        request = request.withoutSessionTags();
      }
      Value policy = entry.member("policy");
      entry
          .member("disableSessionTags")
          .require(untagged || !policy.isGiven(), "expected true, beside a policy, found false");
      try {
        return policy.isGiven() ? request.withPolicy(policy.json()) : request;
      } catch (IllegalArgumentException e) {
        throw entry.invalid(e);
      }
    }

    private void bucket(String name, Value objects) {
      objects.require(
          BUCKET.matcher(name).matches(), "expected a bucket name that S3 allows, found " + name);
      Map<String, String> texts = new HashMap<>();
      objects
          .members()
          .forEach((key, text) -> texts.put(key, Optional.ofNullable(text.text()).orElse("")));
      steps.add(
          () -> {
            lab.objects().createBucket(name);
            texts.forEach(
                (key, text) -> lab.objects().put(name, key, text.getBytes(StandardCharsets.UTF_8)));
          });
    }

    /** An issuer outside the lab; it is trusted at once, which also checks its keys. */
    private void issuer(Value entry) {
      entry.withOnly("url", "clientIds", "keys");
      URI url = url(entry.member("url"));
      if (!entry.member("keys").isGiven()) {
        throw entry.member("keys").unexpected("a JSON Web Key Set");
      }
      Set<String> clientIds = new LinkedHashSet<>();
      entry.member("clientIds").items().forEach(id -> clientIds.add(id.text(ANY, "a string")));
      if (clientIds.isEmpty()) {
        clientIds.add("sts.amazonaws.com");
      }
      boolean isOther = !url.equals(lab.issuer().issuer());
      entry.member("url").require(isOther, "is the issuer of the lab's own cluster");
      try {
        lab.trustIssuer(url, clientIds, entry.member("keys").json());
      } catch (IllegalArgumentException e) {
        throw entry.invalid(e);
      }
    }
  }
}
