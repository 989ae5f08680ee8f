package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.doctor.internal.pod.Texts;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.Settings;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sts.StsEndpoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings of the pod, resolved by the library itself, with all their problems. Immutable. */
final class PodSettings {
  /** Source: AWS regional endpoints of STS, as of 2026. */
  private static final Set<String> REGIONS =
      Set.of(
          ("af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1"
                  + " ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4"
                  + " ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 cn-north-1"
                  + " cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2"
                  + " eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1"
                  + " me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1"
                  + " us-gov-west-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 us-west-1 us-west-2"
                  + " aws-global")
              .split(" "));

  /** The checks that report the problems of settings; those of others belong to the network. */
  private static final Map<String, Cause> BY_SETTING =
      Map.ofEntries(
          Map.entry("AWS_ROLE_ARN", Cause.ROLE_ARN),
          Map.entry("AWS_WEB_IDENTITY_TOKEN_FILE", Cause.TOKEN_FILE),
          Map.entry("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", Cause.TOKEN_FILE),
          Map.entry("AWS_CONTAINER_AUTHORIZATION_TOKEN", Cause.TOKEN_FILE),
          Map.entry("AWS_CONTAINER_CREDENTIALS_FULL_URI", Cause.AGENT_ADDRESS),
          Map.entry("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", Cause.AGENT_ADDRESS),
          Map.entry("AWS_CONTAINER_SERVICE_ENDPOINT", Cause.AGENT_ADDRESS),
          Map.entry("AWS_REGION", Cause.REGION),
          Map.entry("AWS_REGION or AWS_DEFAULT_REGION", Cause.REGION),
          Map.entry("AWS_STS_REGIONAL_ENDPOINTS", Cause.REGION),
          Map.entry("AWS_ROLE_SESSION_NAME", Cause.SESSION_NAME),
          Map.entry("IRSA_SESSION_DURATION_SECONDS", Cause.DURATION),
          Map.entry("AWS_USE_FIPS_ENDPOINT", Cause.ENDPOINT_VARIANT),
          Map.entry("AWS_USE_DUALSTACK_ENDPOINT", Cause.ENDPOINT_VARIANT));

  private final Settings settings;
  private final @Nullable URI endpoint;
  private final Map<Cause, List<Problem>> problems;

  private PodSettings(Settings settings, @Nullable URI endpoint, List<Problem> problems) {
    this.settings = settings;
    this.endpoint = endpoint;
    this.problems =
        problems.stream()
            .collect(
                Collectors.groupingBy(
                    PodSettings::causeOf, () -> new EnumMap<>(Cause.class), Collectors.toList()));
  }

  /** Resolves the settings, without I/O. */
  static PodSettings of(Environment environment) {
    Settings settings = Settings.resolve(environment, Overrides.none());
    List<Problem> problems = new ArrayList<>(settings.problems());
    URI endpoint = settings.endpointOverride();
    if (settings.region() != null) {
      StsEndpoint chosen = choose(settings, settings.region());
      Problem problem = chosen.problem();
      // With an endpoint of its own a region may have any name, except that of a zone.
      boolean counts = endpoint == null || (problem != null && problem.found().contains("zone"));
      if (problem != null && counts) {
        problems.add(problem);
      }
      endpoint = endpoint == null ? chosen.uri() : endpoint;
    }
    RoleArn role = settings.role();
    if (role != null && !role.accountId().matches("\\d{12}")) {
      problems.add(
          new Problem(
              Setting.ROLE_ARN.label(),
              Setting.ROLE_ARN.label(),
              "\"" + Texts.plain(role.text()) + "\" does not contain a 12-digit account",
              "copy the ARN as aws iam get-role prints it, arn:aws:iam::<account>:role/<name>"));
    }
    if (endpoint != null) {
      problems.addAll(settings.proxies().problemsFor(endpoint));
    }
    return new PodSettings(settings, endpoint, problems);
  }

  private static StsEndpoint choose(Settings settings, String region) {
    RoleArn role = settings.role();
    return StsEndpoint.choose(
        region,
        Objects.requireNonNull(settings.origins().get(Setting.REGION.label())),
        role == null ? null : role.partition(),
        settings.legacy(),
        settings.fips(),
        settings.dualStack());
  }

  /** Returns the settings as the library resolved them. */
  Settings resolved() {
    return settings;
  }

  /** Returns the identity, or null if it is incomplete or invalid. */
  @Nullable WebIdentity identity() {
    return settings.identity() instanceof WebIdentity web ? web : null;
  }

  /** Returns the identity at a container endpoint, or null if it is incomplete or invalid. */
  @Nullable ContainerIdentity container() {
    return settings.identity() instanceof ContainerIdentity container ? container : null;
  }

  /** Returns the role, or null if it is missing or invalid. */
  @Nullable RoleArn role() {
    return settings.role();
  }

  /** Returns the region, or null. */
  @Nullable String region() {
    return settings.region();
  }

  /** Returns the endpoint of STS, or null if the settings do not determine one. */
  @Nullable URI endpoint() {
    return endpoint;
  }

  /** Returns whether the endpoint is that of a region which is not known to exist. */
  boolean isUnknownRegion() {
    return settings.endpointOverride() == null && region() != null && !REGIONS.contains(region());
  }

  /** Returns the variable or property that chose the endpoint. */
  String endpointOrigin() {
    for (Setting setting : new Setting[] {Setting.ENDPOINT_URL_STS, Setting.ENDPOINT_URL}) {
      String origin = origin(setting);
      if (settings.endpointOverride() != null && origin != null && !origin.equals("default")) {
        return origin;
      }
    }
    return Objects.requireNonNullElse(origin(Setting.REGION), "AWS_REGION");
  }

  /** Returns whether a FIPS or dual-stack endpoint of AWS is used. */
  boolean usesVariant() {
    return settings.endpointOverride() == null && (settings.fips() || settings.dualStack());
  }

  /** Returns the proxy for an endpoint, or null if it is reached directly. */
  @Nullable HttpProxy proxyFor(URI target) {
    return settings.proxies().proxyFor(target);
  }

  /** Returns the password of the proxy, or null; a secret. */
  @Nullable String proxyPassword() {
    HttpProxy proxy = endpoint == null ? null : proxyFor(endpoint);
    String userInfo = proxy == null ? null : proxy.userInfo();
    return userInfo == null ? null : userInfo.substring(userInfo.indexOf(':') + 1);
  }

  /** Returns where a setting came from, such as {@code AWS_REGION}, or null if it is not set. */
  @Nullable String origin(Setting setting) {
    return settings.origins().get(setting.label());
  }

  /** Returns the problems that a check reports. */
  List<Problem> problems(Cause cause) {
    return problems.getOrDefault(cause, List.of());
  }

  /** Returns the check that reports the first problem, or null if there is none. */
  @Nullable Cause firstFault() {
    return problems.keySet().stream().findFirst().orElse(null);
  }

  private static Cause causeOf(Problem problem) {
    String setting = problem.setting();
    if (setting.startsWith("AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE")) {
      return Cause.MUTATION;
    }
    Cause usual = BY_SETTING.getOrDefault(setting, Cause.REACHABILITY);
    boolean isHalf =
        setting.startsWith("AWS_CONTAINER_CREDENTIALS_FULL_URI or ")
            || (problem.origin() == null && (usual == Cause.ROLE_ARN || usual == Cause.TOKEN_FILE));
    if (isHalf) {
      return Cause.SOURCES;
    }
    if (problem.found().contains("the role's ARN is of partition")) {
      return Cause.ROLE_ARN;
    }
    return problem.found().contains("neither FIPS nor dual-stack") ? Cause.ENDPOINT_VARIANT : usual;
  }

  /** Returns the finding of a check that has problems to report, in the words of the library. */
  Finding fault(Cause cause) {
    return Finding.fail(
            problems(cause).stream().map(PodSettings::found).collect(Collectors.joining("; ")),
            problems(cause).stream()
                .map(problem -> Texts.sentence(problem.fix()) + ".")
                .distinct()
                .collect(Collectors.joining("\n")))
        .in(Step.SETTINGS);
  }

  private static String found(Problem problem) {
    boolean isPlain = problem.origin() == null || problem.origin().equals(problem.setting());
    return problem.setting()
        + (isPlain ? "" : " (from " + problem.origin() + ")")
        + (problem.found().startsWith("is ") ? " " : ": ")
        + problem.found();
  }
}
