package dev.irsa.cli.internal.serve;

import dev.irsa.doctor.InvalidInputException;
import dev.irsa.policy.MalformedPolicyException;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.kubernetes.MalformedDocumentException;
import dev.irsa.testkit.kubernetes.PodWebhook;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.kubernetes.WebhookSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a lab contains: the content of a world file, which is checked as far as that is possible
 * without a lab. The components are the members of the file. Every error names its place.
 */
record World(
    Node node,
    @Nullable String region,
    @Nullable Node accountId,
    @Nullable String clusterName,
    @Nullable Node issuer,
    @Nullable Node tokenLifetime,
    @Nullable Node sessionLifetime,
    List<Issuer> issuers,
    List<RoleEntry> roles,
    List<Account> serviceAccounts,
    List<Association> associations,
    Map<String, Node> buckets) {
  static final Set<String> SETTINGS =
      Set.of("region", "accountId", "clusterName", "issuer", "tokenLifetime", "sessionLifetime");
  static final String ROLE_ARN = "eks.amazonaws.com/role-arn";
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
  private static final Pattern POLICY_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
  private static final Pattern ANNOTATION = Pattern.compile("\\['(.+?)'\\]$");

  /** Checks what the members do not check themselves. */
  World {
    Set<String> names = new HashSet<>();
    roles.forEach(role -> role.name.requireNew(names, role.name.text()));
    names.clear();
    serviceAccounts.forEach(each -> each.node.requireNew(names, each.serviceAccount().subject()));
    names.clear();
    associations.forEach(each -> each.node.requireNew(names, each.subject()));
    seconds(tokenLifetime);
    seconds(sessionLifetime);
    if (issuer != null) {
      issuer.url();
    }
    buckets.forEach(World::checkBucket);
  }

  private static void checkBucket(String name, Node bucket) {
    if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw bucket.invalid("expected a bucket name that S3 allows, found " + name);
    }
    if (bucket.value() != null) {
      bucket.members().values().forEach(Node::text);
    }
  }

  static @Nullable Duration seconds(@Nullable Node lifetime) {
    return lifetime == null ? null : lifetime.seconds(1, 86_400);
  }

  /** An issuer outside the lab, with its public keys as a JSON Web Key Set. */
  record Issuer(Node node, Node url, List<String> clientIds, Node keys) {
    Issuer {
      url.url();
      if (keys.value() instanceof List) {
        keys.members();
      }
      clientIds = clientIds.isEmpty() ? List.of("sts.amazonaws.com") : clientIds;
    }
  }

  record RoleEntry(
      Node node,
      Node name,
      Node trustPolicy,
      @Nullable Node maxSessionDuration,
      List<Node> policies) {
    RoleEntry {
      if (!name.text().matches("[\\w+=,.@-]{1,64}")) {
        throw name.invalid("expected a name that IAM allows, found " + name.text());
      }
      policy(trustPolicy);
      duration(maxSessionDuration);
      names(policies);
    }

    TrustPolicy policy() {
      return policy(trustPolicy);
    }

    /** Reads a policy with the evaluator's own parser, whose paths continue the document's. */
    private static TrustPolicy policy(Node node) {
      try {
        return TrustPolicy.parse(node.json());
      } catch (MalformedPolicyException e) {
        String inner = e.path().substring(1);
        Node found = node.find(node.path() + inner);
        throw (found == null ? node.at(inner.replaceFirst("^\\.", "")) : found)
            .invalid(String.valueOf(e.getMessage()).substring(e.path().length() + 2), e);
      }
    }

    Duration duration() {
      return duration(maxSessionDuration);
    }

    private static Duration duration(@Nullable Node given) {
      return given == null ? Duration.ofHours(1) : given.seconds(3_600, 43_200);
    }
  }

  /** A service account, with a role that exists or is created for it, or without a role. */
  record Account(
      Node node,
      @Nullable String namespace,
      String name,
      @Nullable Node role,
      @Nullable List<Node> policies,
      Map<String, String> annotations) {
    Account {
      checkRole(role, policies);
      if (annotations.containsKey(ROLE_ARN) && (role != null || policies != null)) {
        throw node.invalid("expected only one of role, policies and the annotation " + ROLE_ARN);
      }
      ServiceAccount account = serviceAccount(node, namespace, name, annotations);
      // Read the annotations as the webhook does; without a role, it would ignore the others.
      ServiceAccount annotated =
          annotations.containsKey(ROLE_ARN)
              ? account
              : account.withAnnotation(ROLE_ARN, "arn:aws:iam::111122223333:role/any");
      try {
        new PodWebhook((space, each) -> annotated, WebhookSettings.eks("eu-west-1"))
            .mutate(ServedLab.manifest(account));
      } catch (MalformedDocumentException e) {
        Node given = node.required("annotations");
        Matcher key = ANNOTATION.matcher(e.path());
        Node named = key.find() ? given.member(key.group(1)) : null;
        throw (named == null ? given : named)
            .invalid(String.valueOf(e.getMessage()).substring(e.path().length() + 2), e);
      }
    }

    ServiceAccount serviceAccount() {
      return serviceAccount(node, namespace, name, annotations);
    }

    private static ServiceAccount serviceAccount(
        Node node, @Nullable String namespace, String name, Map<String, String> annotations) {
      try {
        ServiceAccount account = ServiceAccount.of(orDefault(namespace), name);
        return new ServiceAccount(account.namespace(), name, account.uid(), annotations);
      } catch (IllegalArgumentException e) {
        throw node.invalid(e);
      }
    }
  }

  /** An association, with a role that exists, or is created for it. */
  record Association(
      Node node,
      @Nullable String namespace,
      Node serviceAccount,
      @Nullable Node role,
      @Nullable List<Node> policies,
      @Nullable Node targetRole,
      boolean disableSessionTags) {
    Association {
      serviceAccount.text();
      checkRole(role, policies);
      checkRole(targetRole, null);
      if (role == null && policies == null) {
        throw node.invalid("missing member role, or policies for a role that is created");
      }
    }

    /** Returns namespace and name of the service account. */
    String subject() {
      return orDefault(namespace) + "/" + serviceAccount.text();
    }
  }

  private static String orDefault(@Nullable String namespace) {
    return namespace == null ? "default" : namespace;
  }

  private static void checkRole(@Nullable Node role, @Nullable List<Node> policies) {
    if (role != null && policies != null) {
      throw role.invalid("expected either role or policies");
    }
    if (role != null
        && role.text().contains(":")
        && !role.text().matches("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+")) {
      throw role.invalid("expected the name or ARN of a role, found " + role.text());
    }
    names(policies);
  }

  /** Returns the names of managed policies that are given by name or ARN. */
  static String[] names(@Nullable List<Node> policies) {
    return policies == null
        ? new String[0]
        : policies.stream().map(World::policyName).toArray(String[]::new);
  }

  private static String policyName(Node policy) {
    String name = policy.text().replaceFirst("^arn:aws[a-z-]*:iam::aws:policy/(.*/)?", "");
    if (!POLICY_NAME.matcher(name).matches()) {
      throw policy.invalid("expected the name or ARN of a managed policy, found " + policy.text());
    }
    return name;
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
    return YamlDocument.read(name, text).as(World.class);
  }

  /**
   * Reads a file in YAML or JSON.
   *
   * @throws InvalidInputException if it cannot be read, or is malformed
   */
  static World read(Path file) {
    byte[] bytes = bytes(file);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    boolean malformed =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true).isError();
    String decoded = text.flip().toString();
    if (malformed) {
      throw Node.after(file.toString(), decoded).invalid("expected text in UTF-8");
    }
    return read(file.toString(), decoded);
  }

  private static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw unreadable(file, "is a directory; name a file", null);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw unreadable(file, "longer than " + MOST_BYTES + " bytes", null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw unreadable(file, "does not exist", e);
    } catch (AccessDeniedException e) {
      throw unreadable(file, "is not readable", e);
    } catch (IOException e) {
      throw unreadable(file, Node.excerpt("cannot be read: " + e.getMessage()), e);
    }
  }

  private static InvalidInputException unreadable(
      Path file, String problem, @Nullable IOException cause) {
    return new InvalidInputException(file.toString(), problem, cause);
  }
}
