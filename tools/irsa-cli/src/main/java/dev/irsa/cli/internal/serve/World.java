package dev.irsa.cli.internal.serve;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.irsa.cli.internal.serve.YamlDocument.InvalidMemberException;
import dev.irsa.doctor.InvalidInputException;
import dev.irsa.policy.MalformedPolicyException;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.internal.kubernetes.MalformedDocumentException;
import dev.irsa.testkit.internal.kubernetes.PodWebhook;
import dev.irsa.testkit.internal.kubernetes.WebhookSettings;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a lab contains: the content of a world file, which is checked as far as that is possible
 * without a lab. The components are the members of the file. Every error names its place.
 */
record World(
    @Nullable String region,
    @Nullable String accountId,
    @Nullable String clusterName,
    @Nullable String issuer,
    @Nullable Integer tokenLifetime,
    @Nullable Integer sessionLifetime,
    List<Issuer> issuers,
    List<RoleEntry> roles,
    List<Account> serviceAccounts,
    List<Association> associations,
    Map<String, Map<String, String>> buckets,
    @JsonIgnore YamlDocument document) {
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
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** Checks what the members do not check themselves. */
  World {
    issuers = orEmpty(issuers);
    roles = orEmpty(roles);
    serviceAccounts = orEmpty(serviceAccounts);
    associations = orEmpty(associations);
    buckets = buckets == null ? Map.of() : buckets;
    requireDistinct("roles", roles.stream().map(RoleEntry::name).toList());
    requireDistinct(
        "serviceAccounts",
        serviceAccounts.stream().map(each -> each.serviceAccount().subject()).toList());
    requireDistinct("associations", associations.stream().map(Association::subject).toList());
    seconds("tokenLifetime", tokenLifetime, 1, 86_400);
    seconds("sessionLifetime", sessionLifetime, 1, 86_400);
    if (issuer != null) {
      url("issuer", issuer);
    }
    for (String bucket : buckets.keySet()) {
      require(
          BUCKET.matcher(bucket).matches(),
          "buckets." + bucket,
          "a bucket name that S3 allows",
          bucket);
    }
  }

  private static <T> List<T> orEmpty(@Nullable List<T> given) {
    return given == null ? List.of() : given;
  }

  private static void requireDistinct(String member, List<String> names) {
    Set<String> known = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (!known.add(names.get(i))) {
        throw new InvalidMemberException(member + "[" + i + "]", "duplicate " + names.get(i));
      }
    }
  }

  private static void require(
      boolean holds, String member, String expected, @Nullable Object found) {
    if (!holds) {
      throw new InvalidMemberException(
          member, "expected " + expected + ", found " + (found == null ? "nothing" : found));
    }
  }

  private static void seconds(String member, @Nullable Integer given, int least, int most) {
    require(
        given == null || (given >= least && given <= most),
        member,
        "%d to %d seconds".formatted(least, most),
        given);
  }

  static @Nullable Duration seconds(@Nullable Integer lifetime) {
    return lifetime == null ? null : Duration.ofSeconds(lifetime);
  }

  /** Returns an https URL. */
  static URI url(String member, @Nullable String text) {
    try {
      URI url = text == null ? null : new URI(text);
      if (url != null && "https".equals(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below; the parser's message adds nothing.
    }
    throw new InvalidMemberException(member, "expected an https URL, found " + text);
  }

  /** An issuer outside the lab, with its public keys as a JSON Web Key Set. */
  record Issuer(String url, List<String> clientIds, JsonNode keys) {
    Issuer {
      var unused = World.url("url", url);
      require(keys != null, "keys", "a JSON Web Key Set", null);
      clientIds = orEmpty(clientIds).isEmpty() ? List.of("sts.amazonaws.com") : clientIds;
    }
  }

  record RoleEntry(
      String name,
      JsonNode trustPolicy,
      @Nullable Integer maxSessionDuration,
      List<String> policies) {
    RoleEntry {
      require(
          name != null && name.matches("[\\w+=,.@-]{1,64}"),
          "name",
          "a name that IAM allows",
          name);
      require(trustPolicy != null, "trustPolicy", "a policy", null);
      policies = orEmpty(policies);
      seconds("maxSessionDuration", maxSessionDuration, 3_600, 43_200);
      checkNames(policies);
      try {
        var unused = TrustPolicy.parse(json(trustPolicy));
      } catch (MalformedPolicyException e) {
        String message = String.valueOf(e.getMessage());
        throw new InvalidMemberException(
            "trustPolicy" + e.path().substring(1), message.substring(e.path().length() + 2));
      }
    }

    TrustPolicy policy() {
      return TrustPolicy.parse(json(trustPolicy));
    }

    Duration duration() {
      return Duration.ofSeconds(maxSessionDuration == null ? 3_600 : maxSessionDuration);
    }
  }

  /** A service account, with a role that exists or is created for it, or without a role. */
  record Account(
      @Nullable String namespace,
      String name,
      @Nullable String role,
      @Nullable List<String> policies,
      Map<String, String> annotations) {
    Account {
      annotations = annotations == null ? Map.of() : annotations;
      require(name != null, "name", "a name", null);
      checkRole("role", role, policies);
      if (annotations.containsKey(ROLE_ARN) && (role != null || policies != null)) {
        throw new InvalidMemberException(
            "", "expected only one of role, policies and the annotation " + ROLE_ARN);
      }
      ServiceAccount account = serviceAccount(namespace, name, annotations);
      // Read the annotations as the webhook does; without a role, it would ignore the others.
      ServiceAccount annotated =
          annotations.containsKey(ROLE_ARN)
              ? account
              : account.withAnnotation(ROLE_ARN, "arn:aws:iam::111122223333:role/any");
      try {
        var unused =
            new PodWebhook((space, each) -> annotated, WebhookSettings.eks("eu-west-1"))
                .mutate(ServedLab.manifest(account));
      } catch (MalformedDocumentException e) {
        throw new InvalidMemberException(
            "annotations." + e.path().replaceFirst("^.*\\['(.+)'\\]$", "$1"),
            String.valueOf(e.getMessage()).replaceFirst("^.*'\\]: ", ""));
      }
    }

    ServiceAccount serviceAccount() {
      return serviceAccount(namespace, name, annotations);
    }

    private static ServiceAccount serviceAccount(
        @Nullable String namespace, String name, Map<String, String> annotations) {
      try {
        ServiceAccount account = ServiceAccount.of(orDefault(namespace), name);
        return new ServiceAccount(account.namespace(), name, account.uid(), annotations);
      } catch (IllegalArgumentException e) {
        String[] message = String.valueOf(e.getMessage()).split(": ", 2);
        throw new InvalidMemberException(message[0], message[message.length - 1]);
      }
    }
  }

  /** An association, with a role that exists, or is created for it. */
  record Association(
      @Nullable String namespace,
      String serviceAccount,
      @Nullable String role,
      @Nullable List<String> policies,
      @Nullable String targetRole,
      boolean disableSessionTags,
      @Nullable JsonNode policy) {
    Association {
      require(serviceAccount != null, "serviceAccount", "a name", null);
      checkRole("role", role, policies);
      checkRole("targetRole", targetRole, null);
      require(
          role != null || policies != null,
          "",
          "role, or policies for a role that is created",
          null);
      require(
          policy == null || disableSessionTags,
          "disableSessionTags",
          "true, beside a policy",
          false);
    }

    /** Returns namespace and name of the service account. */
    String subject() {
      return orDefault(namespace) + "/" + serviceAccount;
    }
  }

  private static String orDefault(@Nullable String namespace) {
    return namespace == null ? "default" : namespace;
  }

  /** Returns a JSON document that is given as an object, or as a string. */
  static String json(JsonNode node) {
    return node.isTextual() ? node.textValue() : node.toString();
  }

  private static void checkRole(
      String member, @Nullable String role, @Nullable List<String> policies) {
    if (role != null && policies != null) {
      throw new InvalidMemberException(member, "expected either role or policies");
    }
    require(
        role == null
            || !role.contains(":")
            || role.matches("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+"),
        member,
        "the name or ARN of a role",
        role);
    checkNames(policies);
  }

  private static void checkNames(@Nullable List<String> policies) {
    String[] names = names(policies);
    for (int i = 0; i < names.length; i++) {
      require(
          POLICY_NAME.matcher(names[i]).matches(),
          "policies[" + i + "]",
          "the name or ARN of a managed policy",
          names[i]);
    }
  }

  /** Returns the names of managed policies that are given by name or ARN. */
  static String[] names(@Nullable List<String> policies) {
    return orEmpty(policies).stream()
        .map(
            policy ->
                String.valueOf(policy).replaceFirst("^arn:aws[a-z-]*:iam::aws:policy/(.*/)?", ""))
        .toArray(String[]::new);
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
    YamlDocument document = new YamlDocument(name, text);
    World world = document.read(World.class);
    return new World(
        world.region,
        world.accountId,
        world.clusterName,
        world.issuer,
        world.tokenLifetime,
        world.sessionLifetime,
        world.issuers,
        world.roles,
        world.serviceAccounts,
        world.associations,
        world.buckets,
        document);
  }

  /**
   * Reads a file in YAML or JSON.
   *
   * @throws InvalidInputException if it cannot be read, or is malformed
   */
  static World read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw unreadable(file, "longer than " + MOST_BYTES + " bytes", null);
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return read(file.toString(), text);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "does not exist", e);
    } catch (AccessDeniedException e) {
      throw unreadable(file, "is not readable", e);
    } catch (CharacterCodingException e) {
      throw unreadable(file, "expected text in UTF-8", e);
    } catch (IOException e) {
      String problem =
          Files.isDirectory(file)
              ? "is a directory; name a file"
              : "cannot be read: " + e.getMessage();
      throw unreadable(file, YamlDocument.excerpt(problem), e);
    }
  }

  private static InvalidInputException unreadable(
      Path file, String problem, @Nullable IOException cause) {
    return new InvalidInputException(file.toString(), problem, cause);
  }
}
