package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.sentence;

import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.ContainerHosts;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Refusal;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.SettingProblem;
import dev.irsa.internal.config.SettingValue;
import dev.irsa.internal.config.StsAddress;
import dev.irsa.internal.config.StsHosts;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a pod as the library resolves them, and their problems. Immutable.
 *
 * @param configuration as far as it is valid
 * @param problems all problems, by the check that reports them
 */
record PodSettings(Configuration configuration, Map<Cause, List<SettingProblem>> problems) {
  /** The checks that report problems of a setting. Other settings belong to the network. */
  private static final Map<Setting<?>, Cause> BY_SETTING =
      Map.ofEntries(
          Map.entry(Setting.ROLE_ARN, Cause.ROLE_ARN),
          Map.entry(Setting.WEB_IDENTITY_TOKEN_FILE, Cause.TOKEN_FILE),
          Map.entry(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, Cause.TOKEN_FILE),
          Map.entry(Setting.CONTAINER_AUTHORIZATION_TOKEN, Cause.TOKEN_FILE),
          Map.entry(Setting.CONTAINER_CREDENTIALS_FULL_URI, Cause.AGENT_ADDRESS),
          Map.entry(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI, Cause.AGENT_ADDRESS),
          Map.entry(Setting.CONTAINER_SERVICE_ENDPOINT, Cause.AGENT_ADDRESS),
          Map.entry(Setting.IDENTITY_SOURCE, Cause.SOURCES),
          Map.entry(Setting.REGION, Cause.REGION),
          Map.entry(Setting.STS_REGIONAL_ENDPOINTS, Cause.REGION),
          Map.entry(Setting.ROLE_SESSION_NAME, Cause.SESSION_NAME),
          Map.entry(Setting.SESSION_DURATION, Cause.DURATION),
          Map.entry(Setting.USE_FIPS_ENDPOINT, Cause.ENDPOINT_VARIANT),
          Map.entry(Setting.USE_DUALSTACK_ENDPOINT, Cause.ENDPOINT_VARIANT));

  /** Resolves the settings, without I/O. */
  static PodSettings of(Map<String, String> variables, Map<String, String> properties) {
    Configuration configuration =
        Resolver.resolve(Environment.of(variables, properties), GivenSettings.none());
    List<SettingProblem> problems = new ArrayList<>(configuration.problems());
    boolean isEndpointGiven = configuration.get(Setting.ENDPOINT_URL_STS) != null;
    SettingProblem region = configuration.regionProblem();
    // If an endpoint is given, the region may have any name except the name of a zone.
    if (region != null
        && !problems.contains(region)
        && (!isEndpointGiven || region.kind() == Refusal.Kind.AVAILABILITY_ZONE)) {
      problems.add(region);
    }
    RoleArn role = configuration.get(Setting.ROLE_ARN);
    if (role != null && !role.isOfAws() && isEndpointGiven) {
      problems.add(notOfAws(role));
    }
    URI endpoint = configuration.stsEndpoint();
    if (endpoint != null) {
      configuration.proxyProblems(endpoint).stream()
          .filter(problem -> !problems.contains(problem))
          .forEach(problems::add);
    }
    return new PodSettings(
        configuration,
        problems.stream()
            .collect(
                Collectors.groupingBy(
                    PodSettings::causeOf, () -> new EnumMap<>(Cause.class), Collectors.toList())));
  }

  private static SettingProblem notOfAws(RoleArn role) {
    String name = Setting.ROLE_ARN.label();
    return new SettingProblem(
        Refusal.Kind.INVALID,
        Setting.ROLE_ARN,
        name,
        name,
        "\"" + role.text() + "\" does not contain a 12-digit account",
        "copy the ARN as aws iam get-role prints it, arn:aws:iam::<account>:role/<name>");
  }

  /** Returns the text of a setting, or null if neither a property nor a variable sets it. */
  @Nullable String text(Setting<?> setting) {
    SettingValue<?> value = configuration.found(setting);
    return value == null ? null : value.value().toString();
  }

  /** Returns where a setting came from, such as {@code AWS_REGION}, or null if it is not set. */
  @Nullable String origin(Setting<?> setting) {
    return configuration.origin(setting);
  }

  /** Returns the role, or null if it is missing or invalid. */
  @Nullable RoleArn role() {
    return configuration.get(Setting.ROLE_ARN);
  }

  /** Returns the session name for STS, or null if IRSA is not configured, or wrongly. */
  @Nullable String sessionName() {
    WebIdentity web = configuration.webIdentity();
    return web == null ? null : web.roleSessionName();
  }

  /** Returns the duration for which sessions are requested from STS, or null for its own. */
  @Nullable Duration sessionDuration() {
    WebIdentity web = configuration.webIdentity();
    return web == null ? null : web.duration();
  }

  /** Returns the container endpoint, or null if Pod Identity is not configured, or wrongly. */
  @Nullable URI agent() {
    ContainerIdentity container = configuration.container();
    return container == null ? null : container.uri();
  }

  /** Returns whether the host of the container endpoint is a name, not an address. */
  boolean isAgentNamed() {
    URI agent = agent();
    return agent != null && ContainerHosts.literal(Objects.requireNonNull(agent.getHost())) == null;
  }

  /** Returns whether the token for the container endpoint is in a file. */
  boolean hasAgentTokenFile() {
    ContainerIdentity container = configuration.container();
    return container != null && container.tokenFile() != null;
  }

  /** Returns the region, or null. */
  @Nullable String region() {
    return configuration.region();
  }

  /** Returns the endpoint of STS, or null if the settings do not determine one. */
  @Nullable URI endpoint() {
    return configuration.stsEndpoint();
  }

  /** Returns the region of the endpoint of STS, or null if it is not known. */
  @Nullable String stsRegion() {
    URI endpoint = endpoint();
    return endpoint == null ? null : StsHosts.signingRegion(endpoint, region());
  }

  /** Returns the password of the proxy to STS, or null; a secret. */
  @Nullable String proxyPassword() {
    URI endpoint = endpoint();
    HttpProxy proxy = endpoint == null ? null : configuration.proxyFor(endpoint);
    String userInfo = proxy == null ? null : proxy.userInfo();
    return userInfo == null ? null : userInfo.substring(userInfo.indexOf(':') + 1);
  }

  /** Returns the spare endpoint of STS, or null. */
  @Nullable URI spare() {
    StsAddress spare = configuration.spare();
    return spare == null ? null : spare.endpoint();
  }

  /** Returns the region in signatures for the spare endpoint, or null if it is not known. */
  @Nullable String spareRegion() {
    StsAddress spare = configuration.spare();
    return spare == null ? null : spare.signingRegion();
  }

  /** Returns whether a setting names the endpoint itself. */
  boolean isEndpointGiven() {
    return configuration.get(Setting.ENDPOINT_URL_STS) != null;
  }

  /**
   * Returns whether the settings choose the global endpoint, which no interface endpoint serves.
   */
  boolean isLegacyEndpoint() {
    URI endpoint = endpoint();
    return !isEndpointGiven()
        && endpoint != null
        && StsHosts.GLOBAL_HOST.equals(endpoint.getHost());
  }

  /** Returns the variable or property that sends all services to one endpoint, or null. */
  @Nullable String endpointOfAllServices() {
    String origin = configuration.origin(Setting.ENDPOINT_URL_STS);
    return origin != null && isOfAllServices(origin) ? origin : null;
  }

  private static boolean isOfAllServices(String origin) {
    return origin.equals(Setting.ENDPOINT_URL.label())
        || Setting.ENDPOINT_URL.properties().contains(origin);
  }

  /** Returns what to do first about an endpoint of all services. */
  static String removal(String origin) {
    return "Remove %s from the container: it sends STS and all other services to that server, which is right in tests only, such as for LocalStack. AWS_ENDPOINT_URL_S3 and the like are for one service."
        .formatted(origin);
  }

  /** Returns the variable or property that chose the endpoint. */
  String endpointOrigin() {
    Setting<?> chosenBy = isLegacyEndpoint() ? Setting.STS_REGIONAL_ENDPOINTS : Setting.REGION;
    String origin = configuration.origin(isEndpointGiven() ? Setting.ENDPOINT_URL_STS : chosenBy);
    return Objects.requireNonNullElse(origin, Setting.REGION.label());
  }

  /** Returns whether a FIPS endpoint of AWS is used. */
  boolean usesFips() {
    return !isEndpointGiven() && Boolean.TRUE.equals(configuration.get(Setting.USE_FIPS_ENDPOINT));
  }

  /** Returns whether a FIPS or dual-stack endpoint of AWS is used. */
  boolean usesVariant() {
    return usesFips()
        || (!isEndpointGiven()
            && Boolean.TRUE.equals(configuration.get(Setting.USE_DUALSTACK_ENDPOINT)));
  }

  /** Returns whether a check reports problems. */
  boolean has(Cause cause) {
    return problems.containsKey(cause);
  }

  /** Returns whether a setting is wrong. */
  boolean has(Setting<?> setting) {
    return problems.values().stream()
        .flatMap(List::stream)
        .anyMatch(problem -> problem.setting() == setting);
  }

  /** Returns the check that reports the first problem, or null without problems. */
  @Nullable Cause first() {
    return problems.keySet().stream().findFirst().orElse(null);
  }

  private static Cause causeOf(SettingProblem problem) {
    if (problem.setting() == Setting.STS_SPARE) {
      return Cause.SPARE;
    }
    Cause usual = BY_SETTING.getOrDefault(problem.setting(), Cause.REACHABILITY);
    return switch (problem.kind()) {
      case NOT_CONFIGURED -> Cause.MUTATION;
      case MISSING -> usual == Cause.REGION ? usual : Cause.SOURCES;
      case PARTITION -> Cause.ROLE_ARN;
      case ENDPOINT_VARIANT -> Cause.ENDPOINT_VARIANT;
      case INVALID, CONFLICT, AVAILABILITY_ZONE -> usual;
    };
  }

  /** Returns the finding of a check that has problems to report, in the words of the library. */
  Finding finding(Cause cause) {
    List<SettingProblem> reported = problems.getOrDefault(cause, List.of());
    return Finding.fail(
            reported.stream().map(PodSettings::found).collect(Collectors.joining("; ")),
            reported.stream().map(PodSettings::fix).distinct().collect(Collectors.joining("\n")))
        .in(Step.SETTINGS);
  }

  private static String fix(SettingProblem problem) {
    String origin = Objects.requireNonNullElse(problem.origin(), problem.name());
    return isOfAllServices(origin) ? removal(origin) : sentence(problem.fix()) + ".";
  }

  private static String found(SettingProblem problem) {
    boolean isPlain = problem.origin() == null || problem.origin().equals(problem.name());
    return problem.name()
        + (isPlain ? "" : " (from " + problem.origin() + ")")
        + (problem.found().startsWith("is ") ? " " : ": ")
        + problem.found();
  }
}
