package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.Verdict;
import dev.irsa.doctor.internal.manifest.ManifestNode;
import dev.irsa.doctor.internal.manifest.Manifests;
import dev.irsa.doctor.internal.manifest.Manifests.Workload;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.FileTree;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.pod.TokenEvidence;
import dev.irsa.internal.inspect.MachineAccess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container as it will be: its variables together with those that the webhook will inject are
 * examined by the checks for pods.
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
          Cause.AGENT_PROXY);
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([\\w.-]+)\\)");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_]{6,}");

  /** What stands for values that come from elsewhere and are not known here. */
  private static final Map<String, String> STANDING_IN =
      Map.of(
          "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
          "AWS_SECRET_ACCESS_KEY", "from elsewhere, not known here",
          "AWS_PROFILE", "unknown",
          "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/unknown",
          "AWS_WEB_IDENTITY_TOKEN_FILE", "/unknown",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials");

  private final Manifests manifests;
  private final Workload workload;
  private final ManifestNode container;
  private final @Nullable String role;
  private final Map<String, ManifestNode> places = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();

  ManifestContainer(
      Manifests manifests, Workload workload, ManifestNode container, @Nullable String role) {
    this.manifests = manifests;
    this.workload = workload;
    this.container = container;
    this.role = role;
    container.get("envFrom").items().forEach(this::addAll);
    container.get("env").items().forEach(this::add);
  }

  /** Takes a finding. */
  interface Reporting {
    void report(Cause cause, ManifestNode at, Finding finding);
  }

  private void addAll(ManifestNode source) {
    addAll(source, "ConfigMap", source.get("configMapRef"));
    addAll(source, "Secret", source.get("secretRef"));
  }

  private void addAll(ManifestNode source, String kind, ManifestNode reference) {
    String name = String.valueOf(reference.get("name").text());
    String prefix = source.get("prefix").text();
    manifests
        .variables()
        .getOrDefault(Manifests.source(kind, workload.account().namespace(), name), Map.of())
        .forEach(
            (key, value) -> {
              String variable = (prefix == null ? "" : prefix) + key;
              if (kind.equals("ConfigMap")) {
                places.put(variable, value);
                variables.put(variable, value.scalar());
              } else {
                addUnknown(variable, reference);
              }
            });
  }

  private void addUnknown(String name, ManifestNode at) {
    places.put(name, at);
    if (STANDING_IN.containsKey(name)) {
      variables.put(name, STANDING_IN.get(name));
    } else {
      variables.remove(name);
    }
  }

  private void add(ManifestNode variable) {
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
   * @param isAssociated whether the webhook will inject Pod Identity
   */
  void examine(boolean isAssociated, Reporting reporting) {
    mountedTokens(reporting);
    if (isAssociated) {
      injectIdentity(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "http://169.254.170.23/v1/credentials",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
          TokenEvidence.USUAL_OF_POD_IDENTITY);
    } else if (role != null) {
      injectIdentity("AWS_ROLE_ARN", role, "AWS_WEB_IDENTITY_TOKEN_FILE", TokenEvidence.USUAL);
    }
    boolean isConfigured =
        variables.containsKey("AWS_ROLE_ARN")
            || variables.containsKey("AWS_WEB_IDENTITY_TOKEN_FILE")
            || variables.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (isConfigured) {
      if (!variables.containsKey("AWS_DEFAULT_REGION")) {
        variables.putIfAbsent("AWS_REGION", usualRegion());
      }
      settings(reporting);
    }
  }

  /** Adds both variables, or none of them if the container has one in its list. */
  private void injectIdentity(String name, String value, String other, String otherValue) {
    boolean isPreset =
        container.get("env").items().stream()
            .map(variable -> variable.get("name").text())
            .anyMatch(preset -> name.equals(preset) || other.equals(preset));
    if (!isPreset) {
      variables.putIfAbsent(name, value);
      variables.putIfAbsent(other, otherValue);
    }
  }

  /** Returns a region that fits the role, since the webhook injects that of the cluster. */
  private String usualRegion() {
    String arn = variables.getOrDefault("AWS_ROLE_ARN", "");
    return arn.startsWith("arn:aws-cn:")
        ? "cn-north-1"
        : arn.startsWith("arn:aws-us-gov:") ? "us-gov-west-1" : "us-east-1";
  }

  private void settings(Reporting reporting) {
    ExaminedPod pod = ExaminedPod.of(variables, new FileTree(Path.of("/dev/null/none")));
    Secrets secrets = new Secrets();
    secrets.addAllOf(pod);
    Evidence evidence =
        new Evidence(pod, ExaminationOptions.ofManifest(), MachineAccess.ofSystem(), secrets);
    for (Cause cause : OF_SETTINGS) {
      Finding finding = cause.examine(evidence);
      boolean isWrong = finding.verdict() == Verdict.FAIL || finding.verdict() == Verdict.WARN;
      ManifestNode at = isWrong ? place(finding) : null;
      if (at != null) {
        reporting.report(
            cause,
            at,
            new Finding(
                finding.verdict(),
                "container %s of %s: %s"
                    .formatted(
                        container.get("name").text(),
                        workload.name(),
                        secrets.mask(finding.found())),
                secrets.mask(finding.fix()),
                null));
      }
    }
  }

  /** Returns the variable of this container that a finding is about, or null. */
  private @Nullable ManifestNode place(Finding finding) {
    return VARIABLE
        .matcher(finding.fix() + " " + finding.found())
        .results()
        .map(word -> places.get(word.group()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Judges tokens that the pod mounts by itself. */
  private void mountedTokens(Reporting reporting) {
    String file = variables.getOrDefault("AWS_WEB_IDENTITY_TOKEN_FILE", "");
    for (ManifestNode volume : workload.pod().at("spec", "volumes").items()) {
      for (ManifestNode source : volume.at("projected", "sources").items()) {
        ManifestNode token = source.get("serviceAccountToken");
        if (token.isPresent()) {
          mountedToken(String.valueOf(volume.get("name").text()), token, file, reporting);
        }
      }
    }
  }

  private void mountedToken(String volume, ManifestNode token, String file, Reporting reporting) {
    for (ManifestNode mount : container.get("volumeMounts").items()) {
      String path = String.valueOf(mount.get("mountPath").text());
      boolean isUsed = file.equals(path) || file.startsWith(path.replaceAll("/$", "") + "/");
      if (!volume.equals(mount.get("name").text()) || !isUsed) {
        continue;
      }
      if (mount.get("subPath").isPresent()) {
        reporting.report(
            Cause.TOKEN_AGE,
            mount.get("subPath"),
            Finding.fail(
                "a token that is mounted by subPath is never replaced, and expires",
                TokenChecks.MOUNT));
      }
      String audience = token.get("audience").text();
      if (!TokenIdentity.USUAL_AUDIENCE.equals(audience)) {
        reporting.report(
            Cause.AUDIENCE,
            audience == null ? token : token.get("audience"),
            audience == null
                ? Finding.fail(
                    "the token is for the API server, since it names no audience",
                    "Set audience: " + TokenIdentity.USUAL_AUDIENCE + " in serviceAccountToken.")
                : ManifestChecks.unusual(audience));
      }
    }
  }
}
