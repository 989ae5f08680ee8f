package dev.irsa.internal.inspect;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.NoProxy;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.ProxyRules;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.Settings;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.identity.ContainerHosts;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sts.StsEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a pod as the library resolves them, with all their problems and with where each
 * came from. Immutable. A setting is named by its variable.
 */
public final class PodSettings {
  private final Environment environment;
  private final Settings settings;
  private final @Nullable URI endpoint;
  private final List<Problem> problems;

  private PodSettings(
      Environment environment, Settings settings, @Nullable URI endpoint, List<Problem> problems) {
    this.environment = environment;
    this.settings = settings;
    this.endpoint = endpoint;
    this.problems = List.copyOf(problems);
  }

  /** Resolves the settings, without I/O. */
  public static PodSettings of(Map<String, String> variables, Map<String, String> properties) {
    Environment environment = Environment.of(variables, properties);
    Settings settings = Settings.resolve(environment, Overrides.none());
    List<Problem> problems = new ArrayList<>(settings.problems());
    URI endpoint = settings.sts().override();
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
    if (role != null && !role.isOfAws()) {
      problems.add(
          new Problem(
              Setting.ROLE_ARN.label(),
              Setting.ROLE_ARN.label(),
              "\"" + role.text() + "\" does not contain a 12-digit account",
              "copy the ARN as aws iam get-role prints it, arn:aws:iam::<account>:role/<name>"));
    }
    if (endpoint != null) {
      problems.addAll(settings.proxies().problemsFor(endpoint));
    }
    return new PodSettings(environment, settings, endpoint, problems);
  }

  private static StsEndpoint choose(Settings settings, String region) {
    RoleArn role = settings.role();
    return StsEndpoint.choose(
        region,
        Objects.requireNonNull(settings.origins().get(Setting.REGION.label())),
        role == null ? null : role.partition(),
        settings.sts().legacy(),
        settings.sts().fips(),
        settings.sts().dualStack());
  }

  /** Returns the text of a setting, or null if neither a property nor a variable sets it. */
  public @Nullable String value(String name) {
    for (Setting setting : Setting.values()) {
      if (setting.label().equals(name)) {
        return setting.in(environment);
      }
    }
    return null;
  }

  /** Returns everything that is wrong with the settings. */
  public List<Problem> problems() {
    return problems;
  }

  /** Returns where a setting came from, such as {@code AWS_REGION}, or null if it is not set. */
  public @Nullable String origin(String name) {
    return settings.origins().get(name);
  }

  /** Returns the role, or null if it is missing or invalid. */
  public @Nullable Role role() {
    return settings.role() == null ? null : Role.of(settings.role());
  }

  /** Returns the session name for STS, or null if IRSA is not configured, or wrongly. */
  public @Nullable String sessionName() {
    WebIdentity web = webIdentity();
    return web == null ? null : web.roleSessionName();
  }

  /** Returns the duration for which sessions are requested from STS, or null for its own. */
  public @Nullable Duration sessionDuration() {
    WebIdentity web = webIdentity();
    return web == null ? null : web.duration();
  }

  @Nullable WebIdentity webIdentity() {
    return settings.identity() instanceof WebIdentity web ? web : null;
  }

  /** Returns the container endpoint, or null if Pod Identity is not configured, or wrongly. */
  public @Nullable URI agent() {
    ContainerIdentity container = container();
    return container == null ? null : container.uri();
  }

  /** Returns whether the host of the container endpoint is a name, not an address. */
  public boolean isAgentNamed() {
    URI agent = agent();
    return agent != null && ContainerHosts.literal(Objects.requireNonNull(agent.getHost())) == null;
  }

  /** Returns whether entries of {@code no_proxy} exempt the container endpoint from a proxy. */
  public boolean isAgentExempt(String noProxy) {
    URI agent = Objects.requireNonNull(agent());
    int port = agent.getPort() < 0 ? 80 : agent.getPort();
    return ProxyRules.isLoopback(agent) || new NoProxy(noProxy).matches(agent.getHost(), port);
  }

  /** Returns whether the token for the container endpoint is in a file. */
  public boolean hasAgentTokenFile() {
    ContainerIdentity container = container();
    return container != null && container.tokenFile() != null;
  }

  @Nullable ContainerIdentity container() {
    return settings.identity() instanceof ContainerIdentity container ? container : null;
  }

  /** Returns the region, or null. */
  public @Nullable String region() {
    return settings.region();
  }

  /** Returns the endpoint of STS, or null if the settings do not determine one. */
  public @Nullable URI endpoint() {
    return endpoint;
  }

  /** Returns whether a setting names the endpoint itself. */
  public boolean isEndpointGiven() {
    return settings.sts().override() != null;
  }

  /** Returns the variable or property that chose the endpoint. */
  public String endpointOrigin() {
    for (Setting setting : new Setting[] {Setting.ENDPOINT_URL_STS, Setting.ENDPOINT_URL}) {
      String origin = origin(setting.label());
      if (isEndpointGiven() && origin != null && !origin.equals("default")) {
        return origin;
      }
    }
    return Objects.requireNonNullElse(origin(Setting.REGION.label()), "AWS_REGION");
  }

  /** Returns whether a FIPS endpoint of AWS is used. */
  public boolean usesFips() {
    return !isEndpointGiven() && settings.sts().fips();
  }

  /** Returns whether a FIPS or dual-stack endpoint of AWS is used. */
  public boolean usesVariant() {
    return usesFips() || (!isEndpointGiven() && settings.sts().dualStack());
  }

  /** Returns the file of the authorities that are trusted besides the platform's, or null. */
  public @Nullable Path caBundle() {
    return settings.caBundle();
  }

  @Nullable HttpProxy proxyFor(URI target) {
    return settings.proxies().proxyFor(target);
  }

  /** Returns the password of the proxy, or null; a secret. */
  public @Nullable String proxyPassword() {
    HttpProxy proxy = endpoint == null ? null : proxyFor(endpoint);
    String userInfo = proxy == null ? null : proxy.userInfo();
    return userInfo == null ? null : userInfo.substring(userInfo.indexOf(':') + 1);
  }
}
