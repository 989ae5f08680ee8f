package dev.irsa.cli.serve;

import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.kubernetes.MalformedDocumentException;
import dev.irsa.testkit.kubernetes.PodWebhook;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.kubernetes.WebhookSettings;
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
  static final String ROLE_ARN = "eks.amazonaws.com/role-arn";
  static final Set<String> SETTINGS =
      Set.of("region", "accountId", "clusterName", "issuer", "tokenLifetime", "sessionLifetime");

  private static final Set<String> CONTENTS =
      Set.of("issuers", "roles", "serviceAccounts", "associations", "buckets");
  private static final String ANY_ROLE = "arn:aws:iam::111122223333:role/any";
  private static final Pattern ANNOTATION = Pattern.compile("\\['(.+?)'\\]$");

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
        RoleReader.roles(root),
        accounts(root),
        associations(root),
        buckets(root));
  }

  private static World.Settings settings(Node root) {
    Node accountId = root.member("accountId");
    Node issuer = root.member("issuer");
    return new World.Settings(
        root.text("region"),
        accountId == null ? null : accountId.digits(),
        root.text("clusterName"),
        issuer == null ? null : issuer.url(),
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
    return new World.Issuer(node, node.required("url").url(), clientIds, keys.document());
  }

  private static List<World.Account> accounts(Node root) {
    Set<String> names = new HashSet<>();
    List<World.Account> accounts = new ArrayList<>();
    for (Node node : root.items("serviceAccounts")) {
      node.onlyKnown(Set.of("namespace", "name", "policies", "role", "annotations"));
      node.required("name");
      ServiceAccount account = account(node);
      node.requireNew(names, account.subject());
      requireReadable(node, account);
      Node role = RoleReader.existingRole(node);
      if (account.annotations().containsKey(ROLE_ARN)
          && (role != null || node.member("policies") != null)) {
        throw node.invalid("expected only one of role, policies and the annotation " + ROLE_ARN);
      }
      accounts.add(new World.Account(node, account, RoleReader.newRole(node), role));
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
          ServiceAccount.of(node.text("namespace", "default"), node.required("name").text());
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
      String namespace = node.text("namespace", "default");
      String account = node.required("serviceAccount").text();
      node.requireNew(names, namespace + "/" + account);
      Node role = RoleReader.existingRole(node);
      if (role == null && node.member("policies") == null) {
        throw node.invalid("missing member role, or policies for a role that is created");
      }
      Node tags = node.member("disableSessionTags");
      Node targetRole = node.member("targetRole");
      RoleReader.requireNameOrArn(targetRole);
      associations.add(
          new World.Association(
              node,
              namespace,
              account,
              RoleReader.newRole(node),
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

  private static @Nullable Duration seconds(Node root, String name) {
    Node seconds = root.member(name);
    return seconds == null ? null : seconds.seconds(1, 86_400);
  }
}
