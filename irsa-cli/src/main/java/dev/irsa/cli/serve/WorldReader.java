package dev.irsa.cli.serve;

import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.iam.MalformedPolicyException;
import dev.irsa.testkit.iam.TrustPolicy;
import dev.irsa.testkit.kubernetes.MalformedDocumentException;
import dev.irsa.testkit.kubernetes.PodWebhook;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.kubernetes.WebhookSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads worlds. Every error names the place in the document. */
final class WorldReader {
  static final Set<String> SETTINGS =
      Set.of("region", "accountId", "clusterName", "issuer", "tokenLifetime", "sessionLifetime");

  private static final Set<String> CONTENTS =
      Set.of("issuers", "roles", "serviceAccounts", "associations", "buckets");
  static final String ROLE_ARN = "eks.amazonaws.com/role-arn";

  private static final String ANY_ROLE = "arn:aws:iam::111122223333:role/any";
  private static final String POLICY_ARN = "arn:aws[a-z-]*:iam::aws:policy/(.*/)?";
  private static final Pattern POLICY_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
  private static final Pattern ANNOTATION = Pattern.compile("\\['(.+?)'\\]$");
  private static final Duration DEFAULT_SESSION = Duration.ofHours(1);

  private WorldReader() {}

  /**
   * Reads a world.
   *
   * @throws InvalidInputException if it is malformed
   */
  static World read(Node root) {
    Set<String> known = new HashSet<>(SETTINGS);
    known.addAll(CONTENTS);
    root.onlyKnown(known);
    return new World(
        root,
        settings(root),
        root.items("issuers").stream().map(WorldReader::issuer).toList(),
        roles(root),
        accounts(root),
        associations(root),
        buckets(root));
  }

  private static World.Settings settings(Node root) {
    Node accountId = root.member("accountId");
    Node issuer = root.member("issuer");
    return new World.Settings(
        text(root, "region"),
        accountId == null ? null : accountId.digits(),
        text(root, "clusterName"),
        issuer == null ? null : url(issuer),
        seconds(root, "tokenLifetime"),
        seconds(root, "sessionLifetime"));
  }

  private static World.Issuer issuer(Node node) {
    node.onlyKnown(Set.of("url", "clientIds", "keys"));
    Set<String> clientIds = new LinkedHashSet<>();
    node.items("clientIds").forEach(id -> clientIds.add(id.text()));
    if (clientIds.isEmpty()) {
      clientIds.add("sts.amazonaws.com");
    }
    Node keys = node.required("keys");
    return new World.Issuer(node, url(node.required("url")), clientIds, document(keys));
  }

  private static List<World.RoleEntry> roles(Node root) {
    Set<String> names = new HashSet<>();
    List<World.RoleEntry> roles = new ArrayList<>();
    for (Node node : root.items("roles")) {
      node.onlyKnown(Set.of("name", "trustPolicy", "maxSessionDuration", "policies"));
      Node name = node.required("name");
      if (!name.text().matches("[\\w+=,.@-]{1,64}")) {
        throw name.invalid("expected a name that IAM allows, found " + name.text());
      }
      requireNew(names, name.text(), name);
      roles.add(
          new World.RoleEntry(
              node,
              name.text(),
              trustPolicy(node.required("trustPolicy")),
              maxSessionDuration(node.member("maxSessionDuration")),
              policies(node.items("policies"))));
    }
    return roles;
  }

  /** Reads a policy with the evaluator's own parser, whose paths continue those of the document. */
  private static TrustPolicy trustPolicy(Node node) {
    try {
      return TrustPolicy.parse(document(node));
    } catch (MalformedPolicyException e) {
      String inner = e.path().substring(1);
      Node found = node.find(node.place().path() + inner);
      Place place =
          found == null
              ? node.place().member(inner.replaceFirst("^\\.", ""), node.place().line())
              : found.place();
      throw place.invalid(String.valueOf(e.getMessage()).substring(e.path().length() + 2), e);
    }
  }

  private static Duration maxSessionDuration(@Nullable Node node) {
    if (node == null) {
      return DEFAULT_SESSION;
    }
    if (node.integer() < 3_600 || node.integer() > 43_200) {
      throw node.invalid("expected 3600 to 43200 seconds, found " + node.integer());
    }
    return Duration.ofSeconds(node.integer());
  }

  private static List<World.Account> accounts(Node root) {
    Set<String> names = new HashSet<>();
    List<World.Account> accounts = new ArrayList<>();
    for (Node node : root.items("serviceAccounts")) {
      node.onlyKnown(Set.of("namespace", "name", "policies", "role", "annotations"));
      node.required("name");
      ServiceAccount account = account(node);
      requireNew(names, account.subject(), node);
      requireReadable(node, account);
      Node role = existingRole(node);
      if (account.annotations().containsKey(ROLE_ARN)
          && (role != null || node.member("policies") != null)) {
        throw node.invalid("expected only one of role, policies and the annotation " + ROLE_ARN);
      }
      accounts.add(new World.Account(node, account, newRole(node), role));
    }
    return accounts;
  }

  private static ServiceAccount account(Node node) {
    Map<String, String> annotations = new LinkedHashMap<>();
    Node given = node.member("annotations");
    if (given != null) {
      given.members().forEach((key, value) -> annotations.put(key, value.text()));
    }
    try {
      ServiceAccount account =
          ServiceAccount.of(text(node, "namespace", "default"), node.required("name").text());
      return new ServiceAccount(account.namespace(), account.name(), account.uid(), annotations);
    } catch (IllegalArgumentException e) {
      throw node.invalid(e);
    }
  }

  /** Reads the annotations as the webhook does when a pod is created. */
  private static void requireReadable(Node node, ServiceAccount account) {
    // Without a role, the webhook would ignore the other annotations.
    ServiceAccount annotated =
        account.annotations().containsKey(ROLE_ARN)
            ? account
            : account.withAnnotation(ROLE_ARN, ANY_ROLE);
    try {
      new PodWebhook((namespace, name) -> annotated, WebhookSettings.eks("eu-west-1"))
          .mutate(PodManifest.of(account));
    } catch (MalformedDocumentException e) {
      Node annotations = node.required("annotations");
      Matcher key = ANNOTATION.matcher(e.path());
      Node named = key.find() ? annotations.member(key.group(1)) : null;
      throw (named == null ? annotations : named)
          .place()
          .invalid(String.valueOf(e.getMessage()).substring(e.path().length() + 2), e);
    }
  }

  private static List<World.Association> associations(Node root) {
    Set<String> names = new HashSet<>();
    List<World.Association> associations = new ArrayList<>();
    for (Node node : root.items("associations")) {
      node.onlyKnown(
          Set.of(
              "namespace",
              "serviceAccount",
              "policies",
              "role",
              "targetRole",
              "disableSessionTags"));
      String namespace = text(node, "namespace", "default");
      String account = node.required("serviceAccount").text();
      requireNew(names, namespace + "/" + account, node);
      Node role = existingRole(node);
      if (role == null && node.member("policies") == null) {
        throw node.invalid("missing member role, or policies for a role that is created");
      }
      Node tags = node.member("disableSessionTags");
      Node targetRole = node.member("targetRole");
      requireNameOrArn(targetRole);
      associations.add(
          new World.Association(
              node,
              namespace,
              account,
              newRole(node),
              role,
              targetRole,
              tags != null && tags.bool()));
    }
    return associations;
  }

  private static Map<String, Map<String, String>> buckets(Node root) {
    Map<String, Map<String, String>> buckets = new LinkedHashMap<>();
    Node node = root.member("buckets");
    if (node != null) {
      node.members()
          .forEach((name, bucket) -> buckets.put(bucketName(name, bucket), objects(bucket)));
    }
    return buckets;
  }

  private static String bucketName(String name, Node bucket) {
    if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw bucket.invalid("expected a bucket name that S3 allows, found " + name);
    }
    return name;
  }

  private static Map<String, String> objects(Node bucket) {
    Map<String, String> objects = new LinkedHashMap<>();
    if (bucket.value() != null) {
      bucket.members().forEach((key, text) -> objects.put(key, text.text()));
    }
    return objects;
  }

  private static @Nullable Node existingRole(Node node) {
    Node role = node.member("role");
    if (role != null && node.member("policies") != null) {
      throw role.invalid("expected either role or policies");
    }
    requireNameOrArn(role);
    return role;
  }

  private static void requireNameOrArn(@Nullable Node role) {
    if (role != null && role.text().contains(":") && !ARN.matcher(role.text()).matches()) {
      throw role.invalid("expected the name or ARN of a role, found " + role.text());
    }
  }

  private static @Nullable List<String> newRole(Node node) {
    Node policies = node.member("policies");
    return policies == null ? null : policies(policies.items());
  }

  /** Returns the names of managed policies that are given by name or ARN. */
  private static List<String> policies(List<Node> nodes) {
    List<String> names = new ArrayList<>();
    for (Node node : nodes) {
      String name = node.text().replaceFirst("^" + POLICY_ARN, "");
      if (!POLICY_NAME.matcher(name).matches()) {
        throw node.invalid("expected the name or ARN of a managed policy, found " + node.text());
      }
      names.add(name);
    }
    return names;
  }

  private static void requireNew(Set<String> names, String name, Node node) {
    if (!names.add(name)) {
      throw node.invalid("duplicate " + name);
    }
  }

  /** Returns the JSON of an object, or a string that contains the document. */
  private static String document(Node node) {
    return node.isText() ? node.text() : node.json();
  }

  private static URI url(Node node) {
    try {
      URI url = new URI(node.text());
      if (!"https".equals(url.getScheme()) || url.getHost() == null) {
        throw node.invalid("expected an https URL, found " + node.text());
      }
      return url;
    } catch (URISyntaxException e) {
      throw node.place().invalid("expected an https URL, found " + node.text(), e);
    }
  }

  private static @Nullable Duration seconds(Node root, String name) {
    Node node = root.member(name);
    if (node == null) {
      return null;
    }
    if (node.integer() < 1 || node.integer() > 86_400) {
      throw node.invalid("expected 1 to 86400 seconds, found " + node.integer());
    }
    return Duration.ofSeconds(node.integer());
  }

  private static @Nullable String text(Node node, String name) {
    Node member = node.member(name);
    return member == null ? null : member.text();
  }

  private static String text(Node node, String name, String otherwise) {
    String text = text(node, name);
    return text == null ? otherwise : text;
  }
}
