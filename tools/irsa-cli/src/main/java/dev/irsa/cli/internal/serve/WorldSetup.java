package dev.irsa.cli.internal.serve;

import dev.irsa.doctor.internal.text.ForeignText;
import dev.irsa.doctor.internal.yaml.YamlNode;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.policy.IdentityPolicy;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds the content of a world file to a lab, entry by entry. What the lab refuses is reported with
 * its place in the file.
 */
final class WorldSetup {
  private static final String ROLE_ARN = "eks.amazonaws.com/role-arn";
  private static final Pattern POLICY =
      Pattern.compile("(?:arn:aws[a-z-]*:iam::aws:policy/(?:.*/)?)?([\\w+=,.@-]{1,128})");

  private final IrsaLab lab;
  private final Map<ServiceAccount, YamlNode> accounts = new LinkedHashMap<>();

  private WorldSetup(IrsaLab lab) {
    this.lab = lab;
  }

  /**
   * Adds the content.
   *
   * @return the service accounts and their entries, in the file's order
   * @throws InvalidInputException if an entry is malformed, exists already, or refers to something
   *     that does not exist; the entries before it stay
   */
  static Map<ServiceAccount, YamlNode> add(WorldFile world, IrsaLab lab) {
    WorldSetup setup = new WorldSetup(lab);
    YamlNode root = world.root();
    each(root.get("roles").items(), setup::role);
    each(root.get("serviceAccounts").items(), setup::account);
    each(root.get("associations").items(), setup::association);
    if (root.get("outboundIdentityFederation").isTrue()) {
      var unused = lab.iam().enableOutboundWebIdentityFederation();
    }
    root.get("buckets").members().forEach(setup::bucket);
    each(root.get("issuers").items(), setup::issuer);
    return setup.accounts;
  }

  private static void each(Iterable<YamlNode> entries, Consumer<YamlNode> add) {
    for (YamlNode entry : entries) {
      try {
        add.accept(entry);
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw refused(entry, e);
      }
    }
  }

  /**
   * Returns the error for an entry that the lab refused, or for its member whose name the lab's
   * message begins with.
   */
  static InvalidInputException refused(YamlNode entry, RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    String[] parts = message.split(": ", 2);
    return parts.length > 1 && parts[0].matches("\\w+")
        ? entry.get(parts[0]).invalid(ForeignText.plain(parts[1]))
        : entry.invalid(ForeignText.plain(message));
  }

  private void role(YamlNode entry) {
    entry.requireOnly(
        List.of("inlinePolicy", "maxSessionDuration", "name", "policies", "trustPolicy"));
    Integer seconds = entry.get("maxSessionDuration").integer();
    IdentityPolicy inline = inlinePolicy(entry);
    attach(
        inline,
        lab.iam()
            .createRole(
                given(entry.get("name"), "a name"),
                entry.get("trustPolicy").policy(TrustPolicy::parse),
                seconds == null ? Duration.ofHours(1) : Duration.ofSeconds(seconds),
                policies(entry.get("policies"))));
  }

  private static @Nullable IdentityPolicy inlinePolicy(YamlNode entry) {
    YamlNode inline = entry.get("inlinePolicy");
    return inline.isPresent() ? inline.policy(IdentityPolicy::parse) : null;
  }

  private void attach(@Nullable IdentityPolicy inline, Role role) {
    if (inline != null) {
      lab.iam().putRolePolicy(role.arn(), "inline", inline);
    }
  }

  private static String given(YamlNode member, String expected) {
    String text = member.text();
    if (text == null) {
      throw missing(member, expected);
    }
    return text;
  }

  private static InvalidInputException missing(YamlNode member, String expected) {
    return member.invalid("expected " + expected + ", found nothing");
  }

  /** Returns the names of managed policies that are given by name or ARN. */
  private static List<String> policies(YamlNode policies) {
    return policies.items().stream()
        .map(
            policy -> {
              Matcher name = POLICY.matcher(given(policy, "a name"));
              if (!name.matches()) {
                throw policy.invalid("expected the name or ARN of a managed policy");
              }
              return name.group(1);
            })
        .toList();
  }

  private void account(YamlNode entry) {
    entry.requireOnly(
        List.of("annotations", "inlinePolicy", "name", "namespace", "policies", "role"));
    Map<String, String> annotations = new LinkedHashMap<>();
    entry
        .get("annotations")
        .members()
        .forEach((name, text) -> annotations.put(name, given(text, "a string")));
    String role = roleArn(entry.get("role"));
    IdentityPolicy inline = inlinePolicy(entry);
    YamlNode policies = entry.get("policies");
    if ((role == null ? 0 : 1)
            + (policies.isPresent() ? 1 : 0)
            + (annotations.containsKey(ROLE_ARN) ? 1 : 0)
        > 1) {
      throw entry.invalid("expected only one of role, policies and the annotation " + ROLE_ARN);
    }
    ServiceAccount account =
        ServiceAccount.of(namespace(entry), given(entry.get("name"), "a name"));
    if (lab.serviceAccount(account.namespace(), account.name()).isPresent()) {
      throw entry.invalid(
          "service account %s/%s already exists".formatted(account.namespace(), account.name()));
    }
    if (policies.isPresent()) {
      String[] names = policies(policies).toArray(String[]::new);
      account = lab.createServiceAccount(account.namespace(), account.name(), names);
    } else if (role != null) {
      account = account.withAnnotation(ROLE_ARN, role);
    }
    for (Map.Entry<String, String> annotation : annotations.entrySet()) {
      account = account.withAnnotation(annotation.getKey(), annotation.getValue());
    }
    if (inline != null) {
      attach(inline, lab.roleOf(account));
    }
    accounts.put(lab.apply(account), entry);
  }

  private static String namespace(YamlNode entry) {
    String namespace = entry.get("namespace").text();
    return namespace == null ? "default" : namespace;
  }

  /** Returns the ARN of an optional role; one that is given by its name must exist. */
  private @Nullable String roleArn(YamlNode member) {
    String role = member.text();
    if (role == null || Role.isArn(role)) {
      return role;
    }
    if (role.contains(":")) {
      throw member.invalid("expected the name or ARN of a role, found " + ForeignText.plain(role));
    }
    String arn = "arn:%s:iam::%s:role/%s".formatted(lab.iam().partition(), lab.iam().id(), role);
    if (lab.iam().role(arn).isEmpty()) {
      throw member.invalid("this role does not exist; add it to roles, or name an ARN");
    }
    return arn;
  }

  private void association(YamlNode entry) {
    entry.requireOnly(
        List.of(
            "disableSessionTags",
            "namespace",
            "policies",
            "policy",
            "role",
            "serviceAccount",
            "targetRole"));
    String role = roleArn(entry.get("role"));
    if ((role == null) != entry.get("policies").isPresent()) {
      throw entry.invalid("expected either role, or policies for a role that is created");
    }
    PodIdentityAssociation.Request request =
        new PodIdentityAssociation.Request(
            role,
            policies(entry.get("policies")),
            roleArn(entry.get("targetRole")),
            entry.get("disableSessionTags").isTrue(),
            entry.get("policy").json());
    YamlNode name = entry.get("serviceAccount");
    lab.associate(
        lab.serviceAccount(namespace(entry), given(name, "a name"))
            .orElseThrow(() -> name.invalid("does not exist; add it to serviceAccounts")),
        request);
  }

  private void bucket(String name, YamlNode objects) {
    try {
      lab.objects().createBucket(name);
    } catch (IllegalArgumentException e) {
      throw refused(objects, e);
    }
    objects
        .members()
        .forEach(
            (key, text) ->
                lab.objects().put(name, key, text.scalar().getBytes(StandardCharsets.UTF_8)));
  }

  private void issuer(YamlNode entry) {
    entry.requireOnly(List.of("clientIds", "keys", "url"));
    URI url = url(entry.get("url"));
    if (url == null) {
      throw missing(entry.get("url"), "an https URL");
    }
    if (url.equals(lab.issuer().issuer())) {
      throw entry.get("url").invalid("is the issuer of the lab's own cluster");
    }
    String keys = entry.get("keys").json();
    if (keys == null) {
      throw missing(entry.get("keys"), "a JSON Web Key Set");
    }
    List<String> clientIds =
        entry.get("clientIds").items().stream().map(each -> given(each, "a string")).toList();
    lab.trustIssuer(
        url, clientIds.isEmpty() ? Set.of("sts.amazonaws.com") : Set.copyOf(clientIds), keys);
  }

  /** Returns an optional https URL. */
  static @Nullable URI url(YamlNode member) {
    String text = member.text();
    URI url = text == null ? null : ForeignText.uri(text);
    if (text != null && (url == null || !"https".equals(url.getScheme()))) {
      throw member.invalid("expected an https URL, found " + ForeignText.plain(text));
    }
    return url;
  }
}
