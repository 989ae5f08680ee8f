package dev.irsa.doctor.internal.pod;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.EndpointRule;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.config.NoProxy;
import dev.irsa.internal.config.Problem;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.Value;
import dev.irsa.internal.identity.ContainerHosts;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a pod as the library resolves them, with all their problems, and with what the
 * doctor adds to them. Immutable.
 *
 * @param configuration as far as it is valid
 * @param problems everything that is wrong
 */
public record PodSettings(Configuration configuration, List<Problem> problems) {

  /** Resolves the settings, without I/O. */
  public static PodSettings of(Map<String, String> variables, Map<String, String> properties) {
    Configuration.Result result =
        Configuration.resolve(Environment.of(variables, properties), Given.none());
    Configuration configuration = result.configuration();
    List<Problem> problems = new ArrayList<>(result.problems());
    boolean isEndpointGiven = configuration.get(Setting.ENDPOINT_URL_STS) != null;
    EndpointRule ofRegion = configuration.ofRegion();
    Problem region = ofRegion == null ? null : ofRegion.problem();
    // With an endpoint of its own a region may have any name, except that of a zone.
    if (region != null
        && !problems.contains(region)
        && (!isEndpointGiven || region.kind() == Problem.Kind.AVAILABILITY_ZONE)) {
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
    return new PodSettings(configuration, List.copyOf(problems));
  }

  private static Problem notOfAws(RoleArn role) {
    String name = Setting.ROLE_ARN.label();
    return new Problem(
        Problem.Kind.INVALID,
        Setting.ROLE_ARN,
        name,
        name,
        "\"" + role.text() + "\" does not contain a 12-digit account",
        "copy the ARN as aws iam get-role prints it, arn:aws:iam::<account>:role/<name>");
  }

  /** Returns the text of a setting, or null if neither a property nor a variable sets it. */
  public @Nullable String value(String name) {
    for (Setting<?> setting : Setting.values()) {
      Value<?> value = configuration.found(setting);
      if (value != null && setting.label().equals(name)) {
        return value.value().toString();
      }
    }
    return null;
  }

  /** Returns where a setting came from, such as {@code AWS_REGION}, or null if it is not set. */
  public @Nullable String origin(String name) {
    return configuration.origins().get(name);
  }

  /** Returns the only source that irsa is to use, or null if it may use either. */
  public @Nullable IdentitySource onlySource() {
    return configuration.get(Setting.IDENTITY_SOURCE);
  }

  /** Returns the role, or null if it is missing or invalid. */
  public @Nullable RoleArn role() {
    return configuration.get(Setting.ROLE_ARN);
  }

  /** Returns the session name for STS, or null if IRSA is not configured, or wrongly. */
  public @Nullable String sessionName() {
    WebIdentity web = configuration.webIdentity();
    return web == null ? null : web.roleSessionName();
  }

  /** Returns the duration for which sessions are requested from STS, or null for its own. */
  public @Nullable Duration sessionDuration() {
    WebIdentity web = configuration.webIdentity();
    return web == null ? null : web.duration();
  }

  /** Returns the container endpoint, or null if Pod Identity is not configured, or wrongly. */
  public @Nullable URI agent() {
    ContainerIdentity container = configuration.container();
    return container == null ? null : container.uri();
  }

  /** Returns whether the host of the container endpoint is a name, not an address. */
  public boolean isAgentNamed() {
    URI agent = agent();
    return agent != null && ContainerHosts.literal(Objects.requireNonNull(agent.getHost())) == null;
  }

  /** Returns whether entries of {@code no_proxy} exempt the container endpoint from a proxy. */
  public boolean isAgentExempt(String noProxy) {
    return NoProxy.exempts(noProxy, Objects.requireNonNull(agent()));
  }

  /** Returns whether the token for the container endpoint is in a file. */
  public boolean hasAgentTokenFile() {
    ContainerIdentity container = configuration.container();
    return container != null && container.tokenFile() != null;
  }

  /** Returns the region, or null. */
  public @Nullable String region() {
    return configuration.region();
  }

  /** Returns the endpoint of STS, or null if the settings do not determine one. */
  public @Nullable URI endpoint() {
    return configuration.stsEndpoint();
  }

  /** Returns whether a setting names the endpoint itself. */
  public boolean isEndpointGiven() {
    return configuration.get(Setting.ENDPOINT_URL_STS) != null;
  }

  /** Returns the variable or property that chose the endpoint. */
  public String endpointOrigin() {
    String origin =
        configuration.origin(isEndpointGiven() ? Setting.ENDPOINT_URL_STS : Setting.REGION);
    return Objects.requireNonNullElse(origin, Setting.REGION.label());
  }

  /** Returns whether a FIPS endpoint of AWS is used. */
  public boolean usesFips() {
    return !isEndpointGiven() && Boolean.TRUE.equals(configuration.get(Setting.USE_FIPS_ENDPOINT));
  }

  /** Returns whether a FIPS or dual-stack endpoint of AWS is used. */
  public boolean usesVariant() {
    return usesFips()
        || (!isEndpointGiven()
            && Boolean.TRUE.equals(configuration.get(Setting.USE_DUALSTACK_ENDPOINT)));
  }

  /** Returns the file of the authorities that are trusted besides the platform's, or null. */
  public @Nullable Path caBundle() {
    return configuration.get(Setting.CA_BUNDLE);
  }
}
