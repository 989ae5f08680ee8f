package dev.irsa.cli.internal.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.irsa.cli.internal.serve.YamlDocument.Place;
import dev.irsa.doctor.InvalidInputException;
import dev.irsa.policy.MalformedPolicyException;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.internal.kubernetes.MalformedDocumentException;
import dev.irsa.testkit.internal.kubernetes.PodWebhook;
import dev.irsa.testkit.internal.kubernetes.WebhookSettings;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a world adds to a lab: checked, and how it is created. */
final class Addition {
  private static final String ROLE_ARN = "eks.amazonaws.com/role-arn";
  private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
  private static final Pattern ROLE =
      Pattern.compile("[^:]*|arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
  private static final Pattern POLICY =
      Pattern.compile("(?:arn:aws[a-z-]*:iam::aws:policy/(?:.*/)?)?([\\w+=,.@-]{1,128})");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private final IrsaLab lab;
  private final List<Runnable> steps = new ArrayList<>();
  private final Set<String> roles = new HashSet<>();
  private final Set<String> associated = new HashSet<>();

  /** By namespace and name; created once the steps have been run. */
  private final Map<String, ServiceAccount> accounts = new LinkedHashMap<>();

  /**
   * Checks all of it.
   *
   * @throws InvalidInputException if anything is malformed, exists already, or refers to what does
   *     not exist
   */
  Addition(IrsaLab lab, WorldFile file, Place root) {
    this.lab = lab;
    each(file.roles(), root.member("roles"), this::role);
    each(file.serviceAccounts(), root.member("serviceAccounts"), this::account);
    each(file.associations(), root.member("associations"), this::association);
    file.buckets().forEach((name, objects) -> bucket(name, objects, root.member("buckets")));
    each(file.issuers(), root.member("issuers"), this::issuer);
  }

  private static <T> void each(List<T> entries, Place at, BiConsumer<T, Place> check) {
    for (int i = 0; i < entries.size(); i++) {
      check.accept(entries.get(i), at.item(i));
    }
  }

  /** Creates all of it, and returns the service accounts, in the document's order. */
  List<ServiceAccount> create() {
    steps.forEach(Runnable::run);
    return List.copyOf(accounts.values());
  }

  private void role(WorldFile.RoleEntry entry, Place at) {
    String name = text(at.member("name"), entry.name(), ROLE_NAME, "a name that IAM allows");
    List<String> policies = policies(at, entry.policies());
    TrustPolicy policy = trustPolicy(at.member("trustPolicy"), entry.trustPolicy());
    Duration given =
        World.seconds(at.member("maxSessionDuration"), entry.maxSessionDuration(), 3_600, 43_200);
    Duration longest = given == null ? Duration.ofHours(1) : given;
    boolean isNew = roles.add(name) && lab.iam().role(arn(name)).isEmpty();
    at.require(isNew, "role " + name + " already exists");
    steps.add(() -> lab.iam().createRole(name, policy, longest, policies));
  }

  /** Returns a text that must be given and match. */
  private static String text(Place at, @Nullable String text, Pattern pattern, String expected) {
    if (text == null || !pattern.matcher(text).matches()) {
      throw at.unexpected(expected, text);
    }
    return text;
  }

  /** Returns the document of JSON that a value is, as an object or in a string; null for none. */
  private static @Nullable String json(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    return node.isTextual() ? node.textValue() : node.toString();
  }

  private static TrustPolicy trustPolicy(Place at, @Nullable JsonNode node) {
    String json = json(node);
    if (json == null) {
      throw at.unexpected("a policy", null);
    }
    try {
      return TrustPolicy.parse(json);
    } catch (MalformedPolicyException e) {
      String message = String.valueOf(e.getMessage()).substring(e.path().length() + 2);
      String path = e.path().replaceFirst("^\\$\\.?", "");
      throw (path.isEmpty() ? at : at.inner(path)).invalid(message, e);
    }
  }

  /** Returns the names of managed policies that are given by name or ARN. */
  private static List<String> policies(Place entry, @Nullable List<String> policies) {
    List<String> names = new ArrayList<>();
    each(
        policies == null ? List.of() : policies,
        entry.member("policies"),
        (policy, at) ->
            names.add(
                POLICY
                    .matcher(text(at, policy, POLICY, "the name or ARN of a managed policy"))
                    .replaceFirst("$1")));
    return names;
  }

  private void account(WorldFile.Account entry, Place at) {
    String[] policies = policies(at, entry.policies()).toArray(String[]::new);
    ServiceAccount account = serviceAccount(entry, at);
    boolean creates = entry.policies() != null;
    String role = role(at.member("role"), entry.role(), !creates);
    at.require(
        !account.annotations().containsKey(ROLE_ARN) || (role == null && !creates),
        "expected only one of role, policies and the annotation " + ROLE_ARN);
    requireAnnotations(at, account);
    String name = account.namespace() + "/" + account.name();
    boolean isNew =
        accounts.put(name, account) == null
            && lab.serviceAccount(account.namespace(), account.name()).isEmpty();
    at.require(isNew, "service account " + name + " already exists");
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

  private static ServiceAccount serviceAccount(WorldFile.Account entry, Place at) {
    String name = entry.name();
    if (name == null) {
      throw at.member("name").unexpected("a name", null);
    }
    try {
      ServiceAccount account = ServiceAccount.of(namespace(entry.namespace()), name);
      return new ServiceAccount(account.namespace(), name, account.uid(), entry.annotations());
    } catch (IllegalArgumentException e) {
      throw at.invalid(e);
    }
  }

  private static String namespace(@Nullable String namespace) {
    return namespace == null ? "default" : namespace;
  }

  /** Reads the annotations as the webhook does; without a role, it would ignore the others. */
  private static void requireAnnotations(Place at, ServiceAccount account) {
    ServiceAccount annotated =
        account.annotations().containsKey(ROLE_ARN)
            ? account
            : account.withAnnotation(ROLE_ARN, "arn:aws:iam::111122223333:role/any");
    try {
      var unused =
          new PodWebhook((space, each) -> annotated, WebhookSettings.eks("eu-west-1"))
              .mutate(World.manifest(account));
    } catch (MalformedDocumentException e) {
      throw at.member("annotations")
          .member(e.path().replaceFirst("^.*\\['(.+)'\\]$", "$1"))
          .invalid(String.valueOf(e.getMessage()).replaceFirst("^.*'\\]: ", ""), e);
    }
  }

  /**
   * Returns the ARN of an optional role; one that is given by its name must exist.
   *
   * @param isAllowed whether nothing else gives a role
   */
  private @Nullable String role(Place at, @Nullable String given, boolean isAllowed) {
    if (given == null || given.isEmpty()) {
      return null;
    }
    String role = text(at, given, ROLE, "the name or ARN of a role");
    at.require(isAllowed, "expected either role or policies");
    at.require(
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

  private void association(WorldFile.Association entry, Place at) {
    PodIdentityAssociation.Request request = request(entry, at);
    String namespace = namespace(entry.namespace());
    Place nameAt = at.member("serviceAccount");
    String name = entry.serviceAccount();
    if (name == null) {
      throw nameAt.unexpected("a name", null);
    }
    String subject = namespace + "/" + name;
    nameAt.require(
        accounts.containsKey(subject) || lab.serviceAccount(namespace, name).isPresent(),
        "service account " + subject + " does not exist; add it to serviceAccounts");
    boolean isNew =
        associated.add(subject)
            && lab.associations().stream()
                .noneMatch(each -> subject.equals(each.namespace() + "/" + each.serviceAccount()));
    at.require(isNew, "the service account already has an association");
    steps.add(() -> lab.associate(lab.serviceAccount(namespace, name).orElseThrow(), request));
  }

  private PodIdentityAssociation.Request request(WorldFile.Association entry, Place at) {
    boolean creates = entry.policies() != null;
    String role = role(at.member("role"), entry.role(), !creates);
    at.require(
        role != null || creates,
        "expected role, or policies for a role that is created, found nothing");
    String target = role(at.member("targetRole"), entry.targetRole(), true);
    boolean untagged = Boolean.TRUE.equals(entry.disableSessionTags());
    String policy = json(entry.policy());
    at.member("disableSessionTags")
        .require(untagged || policy == null, "expected true, beside a policy, found false");
    try {
      return new PodIdentityAssociation.Request(
          role, policies(at, entry.policies()), target, untagged, policy);
    } catch (IllegalArgumentException e) {
      throw at.invalid(e);
    }
  }

  private void bucket(String name, @Nullable Map<String, @Nullable String> objects, Place buckets) {
    buckets
        .member(name)
        .require(
            BUCKET.matcher(name).matches(), "expected a bucket name that S3 allows, found " + name);
    Map<String, @Nullable String> texts = objects == null ? Map.of() : new HashMap<>(objects);
    steps.add(
        () -> {
          lab.objects().createBucket(name);
          texts.forEach(
              (key, text) ->
                  lab.objects()
                      .put(name, key, (text == null ? "" : text).getBytes(StandardCharsets.UTF_8)));
        });
  }

  /** An issuer outside the lab; it is trusted at once, which also checks its keys. */
  private void issuer(WorldFile.Issuer entry, Place at) {
    URI url = World.url(at.member("url"), entry.url());
    String keys = json(entry.keys());
    if (keys == null) {
      throw at.member("keys").unexpected("a JSON Web Key Set", null);
    }
    Set<String> clientIds =
        entry.clientIds().isEmpty()
            ? Set.of("sts.amazonaws.com")
            : new LinkedHashSet<>(entry.clientIds());
    boolean isOther = !url.equals(lab.issuer().issuer());
    at.member("url").require(isOther, "is the issuer of the lab's own cluster");
    try {
      lab.trustIssuer(url, clientIds, keys);
    } catch (IllegalArgumentException e) {
      throw at.invalid(e);
    }
  }
}
