package dev.irsa.doctor.internal.manifest;

import dev.irsa.doctor.internal.check.Cause;
import dev.irsa.doctor.internal.check.Diagnosis;
import dev.irsa.doctor.internal.check.Finding;
import dev.irsa.doctor.internal.check.InjectionChecks;
import dev.irsa.doctor.internal.check.TokenChecks;
import dev.irsa.doctor.internal.check.TokenClaims;
import dev.irsa.doctor.internal.manifest.Manifests.Workload;
import dev.irsa.doctor.internal.pod.ExaminedTokenFile;
import dev.irsa.doctor.internal.yaml.YamlNode;
import dev.irsa.doctor.report.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container as it will run. The checks for pods examine its variables, together with the
 * variables that the webhook will inject.
 */
final class ManifestContainer {
  private static final List<Cause> OF_SETTINGS =
      List.of(
          Cause.ROLE_ARN,
          Cause.SOURCES,
          Cause.REGION,
          Cause.DURATION,
          Cause.SESSION_NAME,
          Cause.ENDPOINT_VARIANT,
          Cause.REACHABILITY,
          Cause.AGENT_ADDRESS,
          Cause.AGENT_PROXY,
          Cause.SPARE);
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([\\w.-]+)\\)");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_]{6,}");

  /** Placeholders for values that come from elsewhere and are not known here. */
  private static final Map<String, String> STANDING_IN =
      Map.of(
          "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
          "AWS_SECRET_ACCESS_KEY", "from elsewhere, not known here",
          "AWS_PROFILE", "unknown",
          "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/unknown",
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/unknown",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");

  private final ManifestChecks checks;
  private final Workload workload;
  private final YamlNode container;
  private final Map<String, YamlNode> places = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();

  ManifestContainer(ManifestChecks checks, Workload workload, YamlNode container) {
    this.checks = checks;
    this.workload = workload;
    this.container = container;
    container.get("envFrom").items().forEach(this::addAll);
    container.get("env").items().forEach(this::add);
  }

  private void addAll(YamlNode source) {
    addAll(source, "ConfigMap", source.get("configMapRef"));
    addAll(source, "Secret", source.get("secretRef"));
  }

  private void addAll(YamlNode source, String kind, YamlNode reference) {
    String name = String.valueOf(reference.get("name").text());
    checks
        .manifests
        .variables()
        .getOrDefault(Manifests.source(kind, workload.account().namespace(), name), Map.of())
        .forEach(
            (key, value) -> {
              String variable = Objects.requireNonNullElse(source.get("prefix").text(), "") + key;
              if (kind.equals("ConfigMap")) {
                places.put(variable, value);
                variables.put(variable, value.scalar());
              } else {
                addUnknown(variable, reference);
              }
            });
  }

  private void addUnknown(String name, YamlNode at) {
    places.put(name, at);
    if (STANDING_IN.containsKey(name)) {
      variables.put(name, STANDING_IN.get(name));
    } else {
      variables.remove(name);
    }
  }

  private void add(YamlNode variable) {
    String name = variable.get("name").text();
    if (name == null) {
      throw variable.invalid("expected a variable with a name");
    }
    String value = variable.get("value").text();
    if (value == null || refersToUnknown(value)) {
      addUnknown(name, variable);
    } else {
      places.put(name, variable.get("value"));
      variables.put(name, expanded(value));
    }
  }

  private boolean refersToUnknown(String value) {
    return REFERENCE
        .matcher(value)
        .results()
        .anyMatch(
            each -> places.containsKey(each.group(1)) && !variables.containsKey(each.group(1)));
  }

  /** Kubernetes leaves references to unknown variables as they are. */
  private String expanded(String value) {
    return REFERENCE
        .matcher(value)
        .replaceAll(
            each -> Matcher.quoteReplacement(variables.getOrDefault(each.group(1), each.group())));
  }

  /**
   * Examines the container.
   *
   * @param role the role of IRSA that the webhook will inject, or null
   * @param isAssociated whether the webhook will inject Pod Identity
   */
  void examine(@Nullable String role, boolean isAssociated) {
    mountedTokens();
    if (isAssociated) {
      injectIdentity(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "http://169.254.170.23/v1/credentials",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
          ExaminedTokenFile.USUAL_OF_POD_IDENTITY);
    } else if (role != null) {
      injectIdentity("AWS_ROLE_ARN", role, "AWS_WEB_IDENTITY_TOKEN_FILE", ExaminedTokenFile.USUAL);
    }
    boolean isConfigured =
        Stream.of(
                "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
            .anyMatch(variables::containsKey);
    if (isConfigured) {
      if (!variables.containsKey("AWS_DEFAULT_REGION")) {
        variables.putIfAbsent("AWS_REGION", usualRegion());
      }
      settings();
    }
  }

  /**
   * Adds both variables, which replace variables from envFrom. Adds neither if the container has
   * one of them in its own list.
   */
  private void injectIdentity(String name, String value, String other, String otherValue) {
    List<YamlNode> preset =
        container.get("env").items().stream()
            .filter(
                each ->
                    name.equals(each.get("name").text()) || other.equals(each.get("name").text()))
            .toList();
    if (preset.isEmpty()) {
      variables.put(name, value);
      variables.put(other, otherValue);
      return;
    }
    List<String> empty =
        preset.stream()
            .map(each -> String.valueOf(each.get("name").text()))
            .filter(each -> variables.getOrDefault(each, "?").isBlank())
            .toList();
    if (!empty.isEmpty() && empty.size() == preset.size()) {
      report(Cause.MUTATION, preset.get(0), InjectionChecks.preset(empty));
      empty.forEach(variables::remove);
    }
  }

  /**
   * Returns a region that fits the role and is not the spare, for the cluster's region, which the
   * webhook injects.
   */
  private String usualRegion() {
    String arn = variables.getOrDefault("AWS_ROLE_ARN", "");
    List<String> regions =
        arn.startsWith("arn:aws-cn:")
            ? List.of("cn-north-1", "cn-northwest-1")
            : arn.startsWith("arn:aws-us-gov:")
                ? List.of("us-gov-west-1", "us-gov-east-1")
                : List.of("us-east-1", "us-west-2");
    boolean isSpare = variables.getOrDefault("IRSA_STS_SPARE", "").contains(regions.get(0));
    return regions.get(isSpare ? 1 : 0);
  }

  private void settings() {
    Diagnosis.ofVariables(variables, OF_SETTINGS)
        .forEach(
            (cause, finding) -> {
              boolean isWrong =
                  finding.verdict() == Verdict.FAIL || finding.verdict() == Verdict.WARN;
              YamlNode at = isWrong ? place(finding) : null;
              if (at != null) {
                report(cause, at, finding);
              }
            });
  }

  private void report(Cause cause, YamlNode at, Finding finding) {
    String found =
        "container %s of %s: %s"
            .formatted(container.get("name").text(), workload.name(), finding.found());
    checks.report(cause, at, new Finding(finding.verdict(), found, finding.fix(), null));
  }

  /** Returns the variable of this container that a finding is about, or null. */
  private @Nullable YamlNode place(Finding finding) {
    return VARIABLE
        .matcher(finding.fix() + " " + finding.found())
        .results()
        .map(word -> places.get(word.group()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Judges tokens in the pod's own volumes. */
  private void mountedTokens() {
    String file = variables.getOrDefault("AWS_WEB_IDENTITY_TOKEN_FILE", "");
    for (YamlNode mount : container.get("volumeMounts").items()) {
      String path = String.valueOf(mount.get("mountPath").text());
      if (file.equals(path) || file.startsWith(path.replaceAll("/$", "") + "/")) {
        workload.pod().at("spec", "volumes").items().stream()
            .filter(volume -> Objects.equals(volume.get("name").text(), mount.get("name").text()))
            .flatMap(volume -> volume.at("projected", "sources").items().stream())
            .map(source -> source.get("serviceAccountToken"))
            .filter(YamlNode::isPresent)
            .forEach(token -> mountedToken(mount.get("subPath"), token));
      }
    }
  }

  private void mountedToken(YamlNode subPath, YamlNode token) {
    if (subPath.isPresent()) {
      checks.fail(
          Cause.TOKEN_AGE,
          subPath,
          "a token that is mounted by subPath is never replaced, and expires",
          TokenChecks.MOUNT);
    }
    YamlNode audience = token.get("audience");
    if (audience.text() == null) {
      checks.fail(
          Cause.AUDIENCE,
          token,
          "the token is for the API server, since it names no audience",
          "Set audience: " + TokenClaims.USUAL_AUDIENCE + " in serviceAccountToken.");
    } else if (!audience.text().equals(TokenClaims.USUAL_AUDIENCE)) {
      checks.report(Cause.AUDIENCE, audience, ManifestChecks.unusual(audience.text()));
    }
  }
}
