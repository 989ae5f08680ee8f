package dev.irsa.doctor.internal.manifest;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import dev.irsa.doctor.internal.check.AgentNetworkChecks;
import dev.irsa.doctor.internal.check.Cause;
import dev.irsa.doctor.internal.check.ExchangeChecks;
import dev.irsa.doctor.internal.check.Finding;
import dev.irsa.doctor.internal.check.PolicyJudgement;
import dev.irsa.doctor.internal.check.SettingChecks;
import dev.irsa.doctor.internal.check.TokenClaims;
import dev.irsa.doctor.internal.check.TrustDocument;
import dev.irsa.doctor.internal.check.TrustPolicyFix;
import dev.irsa.doctor.internal.manifest.Manifests.Workload;
import dev.irsa.doctor.internal.pod.AccountAnnotations;
import dev.irsa.doctor.internal.pod.ServiceAccountName;
import dev.irsa.doctor.internal.yaml.YamlNode;
import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.internal.config.RoleArn;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds in manifests what will keep pods from their role once they are applied. */
public final class ManifestChecks {
  private static final String PREFIX = "eks.amazonaws.com/";
  private static final String SKIP = PREFIX + "skip-pod-identity-webhook";
  private static final long LONGEST_TOKEN = 86_400;

  final Manifests manifests;
  private final @Nullable TrustDocument trust;
  private final @Nullable String issuer;
  private final List<Check> found = new ArrayList<>();

  /** The service accounts with a role that no workload uses. */
  private final List<ServiceAccountName> unused;

  private ManifestChecks(
      Manifests manifests, @Nullable TrustDocument trust, @Nullable String issuer) {
    this.manifests = manifests;
    this.trust = trust;
    this.issuer = issuer;
    Set<ServiceAccountName> used =
        manifests.workloads().stream().map(Workload::account).collect(Collectors.toSet());
    this.unused = annotated(manifests).filter(name -> !used.contains(name)).toList();
  }

  /**
   * Returns the problems, in the order of the manifests. Each finding begins with file, line and
   * column.
   *
   * @param trust the trust policy of the pods' role, or null
   * @param issuer the cluster's issuer, or null to use the issuer in the policy
   */
  public static List<Check> examine(
      Manifests manifests, @Nullable TrustDocument trust, @Nullable String issuer) {
    if (issuer != null && !TokenClaims.isIssuer(issuer)) {
      throw new InvalidInputException(
          "--issuer",
          "expected a URL such as https://oidc.eks.<region>.amazonaws.com/id/<id>",
          null);
    }
    if (trust != null) {
      requireRole(manifests, trust);
    }
    ManifestChecks checks = new ManifestChecks(manifests, trust, issuer);
    manifests.accounts().forEach(checks::account);
    manifests.workloads().forEach(checks::workload);
    return List.copyOf(checks.found);
  }

  /** Refuses a policy of a role that no service account has: it would judge nothing. */
  private static void requireRole(Manifests manifests, TrustDocument trust) {
    List<String> roles =
        manifests.accounts().values().stream()
            .flatMap(object -> Stream.ofNullable(role(object)))
            .distinct()
            .toList();
    RoleArn role = trust.role();
    if (role == null && roles.size() > 1) {
      throw new InvalidInputException(
          "--trust-policy",
          "does not say to which of %s roles it belongs: give the output of aws iam get-role"
              .formatted(roles.size()),
          null);
    }
    boolean isThere =
        role == null
            || roles.stream().anyMatch(arn -> arn.equals(role.text()) || isSame(arn, role));
    if (role != null && !isThere && manifests.associations().isEmpty()) {
      throw new InvalidInputException(
          "--trust-policy",
          "belongs to " + role.text() + ", which no service account in the manifests has",
          null);
    }
  }

  /** Returns whether an ARN names a role, but with another path. */
  private static boolean isSame(String arn, RoleArn role) {
    try {
      return SettingChecks.differsInPath(RoleArn.parse(arn, true), role);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the conclusion if nothing is found. */
  public static String healthy(Manifests manifests) {
    List<ServiceAccountName> configured =
        Stream.concat(manifests.associations().keySet().stream(), annotated(manifests))
            .distinct()
            .toList();
    return switch (configured.size()) {
      case 0 -> "No service account in the manifests has a role";
      case 1 -> "Nothing keeps pods from the role of " + configured.get(0);
      default -> "Nothing keeps pods from the roles of " + configured.size() + " service accounts";
    };
  }

  void report(Cause cause, YamlNode at, Finding finding) {
    Finding placed =
        new Finding(
            finding.verdict(),
            at.place() + ": " + finding.found(),
            finding.fix() + "\nSee docs/errors.md#" + cause.id().toLowerCase(Locale.ROOT),
            null);
    found.add(placed.of(cause, Duration.ZERO));
  }

  void fail(Cause cause, YamlNode at, String found, String fix) {
    report(cause, at, Finding.fail(found, fix));
  }

  void warn(Cause cause, YamlNode at, String found, String fix) {
    report(cause, at, Finding.warn(found, fix));
  }

  private static Stream<ServiceAccountName> annotated(Manifests manifests) {
    return manifests.accounts().entrySet().stream()
        .filter(account -> role(account.getValue()) != null)
        .map(Map.Entry::getKey);
  }

  /** Returns the role in the annotations of a service account, or null. */
  private static @Nullable String role(YamlNode object) {
    return annotation(object, AccountAnnotations.ROLE_ARN).text();
  }

  private static Map<String, String> annotations(YamlNode object) {
    Map<String, String> annotations = new LinkedHashMap<>();
    object
        .at("metadata", "annotations")
        .members()
        .forEach((key, value) -> annotations.put(key, String.valueOf(value.text())));
    return annotations;
  }

  private static YamlNode annotation(YamlNode object, String key) {
    return object.at("metadata", "annotations", key);
  }

  private void account(ServiceAccountName name, YamlNode object) {
    AccountAnnotations annotations = new AccountAnnotations(name, annotations(object), "");
    String key = annotations.nearMiss();
    if (key != null) {
      report(Cause.ROLE_ARN, annotation(object, key), SettingChecks.misspelt(annotations, key));
    }
    String text = annotations.roleArn();
    if (text != null) {
      annotated(name, object, text);
    }
    expiration(object);
    YamlNode association = manifests.associations().get(name);
    String reasons =
        association == null || trust == null ? "" : PolicyJudgement.denialOfPodIdentity(trust);
    if (association != null && !reasons.isEmpty()) {
      String fix = ExchangeChecks.trustFix(trust, name);
      fail(Cause.AGENT_TRUST, association, reasons, fix);
    }
  }

  private void annotated(ServiceAccountName name, YamlNode object, String text) {
    YamlNode at = annotation(object, AccountAnnotations.ROLE_ARN);
    RoleArn role;
    try {
      role = RoleArn.parse(text, true);
    } catch (IllegalArgumentException e) {
      fail(
          Cause.ROLE_ARN,
          at,
          "the role of service account %s, \"%s\", %s".formatted(name, plain(text), e.getMessage()),
          "Write the ARN as aws iam get-role prints it, arn:aws:iam::<account>:role/<name>.");
      return;
    }
    RoleArn ofDocument = trust == null ? null : trust.role();
    if (ofDocument != null && SettingChecks.differsInPath(role, ofDocument)) {
      String found = "service account %s has the role %s".formatted(name, role.text());
      report(Cause.ROLE_ARN, at, SettingChecks.wrongPath(found, ofDocument));
    }
    if (manifests.associations().containsKey(name)) {
      warn(
          Cause.SOURCES,
          at,
          name + " has a role of IRSA and an association, which wins in new pods",
          "Remove the annotation, or the association of Pod Identity.");
    }
    String audience = annotation(object, PREFIX + "audience").text();
    if (audience != null && !audience.equals(TokenClaims.USUAL_AUDIENCE) && trust == null) {
      report(Cause.AUDIENCE, annotation(object, PREFIX + "audience"), unusual(audience));
    }
    if (trust != null && (trust.role() == null || trust.role().equals(role))) {
      String usual = audience == null ? TokenClaims.USUAL_AUDIENCE : audience;
      judge(name, object, role, usual, trust);
    }
  }

  static Finding unusual(String audience) {
    return Finding.warn(
        "the audience %s must be a client id of the OIDC provider and in the trust policy"
            .formatted(plain(audience)),
        "Remove it, so that it is %s, or judge by --trust-policy."
            .formatted(TokenClaims.USUAL_AUDIENCE));
  }

  private void judge(
      ServiceAccountName name,
      YamlNode object,
      RoleArn role,
      String audience,
      TrustDocument policy) {
    List<String> named = issuer == null ? policy.issuers() : List.of(issuer);
    List<String> issuers = named.isEmpty() ? List.of("https://issuer.invalid") : named;
    List<TokenClaims> tokens =
        issuers.stream()
            .map(
                each ->
                    new TokenClaims(role, each, name.subject(), List.of(audience), "irsa-doctor"))
            .toList();
    List<PolicyJudgement> judged =
        tokens.stream().map(token -> PolicyJudgement.of(policy.policy(), token, null)).toList();
    if (judged.stream().anyMatch(PolicyJudgement::allowed)) {
      return;
    }
    PolicyJudgement first = judged.get(0);
    String fix =
        first.explicitlyDenied()
            ? "Narrow the statement that denies it."
            : TrustPolicyFix.commands(role.name(), tokens.get(0).statement(), policy);
    YamlNode own = annotation(object, PREFIX + "audience");
    for (Cause cause : new TreeSet<>(first.reasons().keySet())) {
      fail(
          cause,
          cause == Cause.AUDIENCE && own.isPresent()
              ? own
              : annotation(object, AccountAnnotations.ROLE_ARN),
          "the trust policy does not allow service account %s: %s"
              .formatted(name, first.reasons(cause)),
          fix);
    }
  }

  /**
   * The webhook raises smaller values to 600 seconds; the API server lowers larger ones to 24 h.
   */
  private void expiration(YamlNode object) {
    YamlNode at = annotation(object, PREFIX + "token-expiration");
    String seconds = at.text();
    if (seconds == null || (seconds.matches("[+-]?[0-9]+") && isAtMost(LONGEST_TOKEN, seconds))) {
      return;
    }
    warn(
        Cause.TOKEN_AGE,
        at,
        "token-expiration is not a whole number of up to 86400 seconds, so that it has no effect",
        "Remove the annotation, or correct it.");
  }

  private static boolean isAtMost(long most, String number) {
    return new BigInteger(number).compareTo(BigInteger.valueOf(most)) <= 0;
  }

  private void workload(Workload workload) {
    YamlNode account = manifests.accounts().get(workload.account());
    String role = account == null ? null : role(account);
    YamlNode association = manifests.associations().get(workload.account());
    expiration(workload.pod());
    injection(workload, role, association);
    if (association != null) {
      place(workload);
    }
    String names = annotation(workload.pod(), PREFIX + "skip-containers").scalar();
    // Blanks belong to a name.
    List<String> skipped = Arrays.asList(names.split(",", -1));
    for (YamlNode container : workload.containers()) {
      boolean isInjected = !skipped.contains(container.get("name").text());
      new ManifestContainer(this, workload, container)
          .examine(isInjected ? role : null, isInjected && association != null);
    }
  }

  private void injection(Workload workload, @Nullable String role, @Nullable YamlNode association) {
    boolean isConfigured = role != null || association != null;
    YamlNode skip = workload.pod().at("metadata", "labels", SKIP);
    if (isConfigured && skip.isPresent()) {
      fail(
          Cause.MUTATION,
          skip,
          "the label keeps the webhook from injecting the role of " + workload.account(),
          "Remove the label from the pod's template.");
    }
    YamlNode containers = annotation(workload.pod(), PREFIX + "skip-containers");
    if (isConfigured && containers.isPresent()) {
      warn(
          Cause.MUTATION,
          containers,
          "the containers that skip-containers names get no role",
          "Remove those from it that use AWS.");
    }
    for (YamlNode object : List.of(workload.pod(), workload.object())) {
      YamlNode misplaced = annotation(object, AccountAnnotations.ROLE_ARN);
      if (misplaced.isPresent()) {
        fail(
            Cause.MUTATION,
            misplaced,
            "the webhook looks at service accounts, not at the annotations of a " + workload.name(),
            "Move it to the annotations of the service account " + workload.account() + ".");
        return;
      }
    }
    if (!isConfigured && !manifests.accounts().containsKey(workload.account())) {
      unknownAccount(workload);
    }
  }

  /** The account is not in the manifests; one with a role is, and nothing uses it. */
  private void unknownAccount(Workload workload) {
    ServiceAccountName own = workload.account();
    unused.stream()
        .filter(name -> name.namespace().equals(own.namespace()) || name.name().equals(own.name()))
        .findFirst()
        .ifPresent(name -> report(Cause.MUTATION, workload.accountNode(), unused(workload, name)));
  }

  private static Finding unused(Workload workload, ServiceAccountName other) {
    boolean isElsewhere = other.name().equals(workload.account().name());
    String found =
        "%s runs as %s, while nothing uses %s, which has a role"
            .formatted(workload.name(), workload.account(), other);
    String fix =
        isElsewhere
            ? "Put both into one namespace."
            : "Set serviceAccountName: " + other.name() + " in the pod's spec.";
    return isElsewhere || workload.account().name().equals("default")
        ? Finding.fail(found, fix)
        : Finding.warn(found, fix);
  }

  private void place(Workload workload) {
    YamlNode spec = workload.pod().get("spec");
    YamlNode host = spec.get("hostNetwork");
    YamlNode compute = spec.at("nodeSelector", PREFIX + "compute-type");
    YamlNode system = spec.at("nodeSelector", "kubernetes.io/os");
    if ("true".equals(host.scalar())) {
      report(Cause.AGENT_PLACE, host, AgentNetworkChecks.hostNetwork());
    }
    if (compute.scalar().equals("fargate")) {
      report(Cause.AGENT_PLACE, compute, AgentNetworkChecks.without("Fargate"));
    }
    if (system.scalar().equals("windows")) {
      report(Cause.AGENT_PLACE, system, AgentNetworkChecks.without("Windows"));
    }
  }
}
