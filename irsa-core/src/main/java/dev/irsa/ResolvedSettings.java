package dev.irsa;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.ProxyRules;
import dev.irsa.internal.config.ProxyUrl;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.Settings;
import dev.irsa.internal.http.CaBundle;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sts.StsEndpoint;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A configuration that is complete and free of contradictions. Immutable. */
final class ResolvedSettings implements Supplier<String> {

  private static final String BUILDER = "builder";

  private final Settings settings;
  private final WebIdentity identity;
  private final URI endpoint;
  private final Transport transport;
  private final List<String> warnings;

  /** What the requests depend on, but for the role: of thousands of roles there is one. */
  private final List<@Nullable Object> way;

  private ResolvedSettings(
      Settings settings,
      WebIdentity identity,
      URI endpoint,
      Transport transport,
      List<String> warnings,
      @Nullable ResolvedSettings relative) {
    this.settings = settings;
    this.identity = identity;
    this.endpoint = endpoint;
    this.transport = transport;
    this.warnings = warnings;
    List<@Nullable Object> own = way(settings, identity, endpoint, transport);
    this.way = relative != null && relative.way.equals(own) ? relative.way : own;
  }

  /**
   * Resolves everything, without I/O.
   *
   * @param environment the process environment
   * @param overrides what code set
   * @param proxy the HTTP proxy that code set, or null
   * @param sslContext the SSL context that code set, or null
   * @throws MisconfiguredException with all that is wrong
   */
  static ResolvedSettings resolve(
      Environment environment,
      Overrides overrides,
      @Nullable InetSocketAddress proxy,
      @Nullable SSLContext sslContext) {
    Settings settings = Settings.resolve(environment, overrides);
    List<Problem> problems = new ArrayList<>();
    URI endpoint = join(settings, problems);
    HttpProxy through = proxy(settings, endpoint, proxy, problems);
    if (!settings.irsaPod()) {
      throw new MisconfiguredException(false, settings.problems().subList(0, 1));
    }
    if (!problems.isEmpty() || settings.identity() == null || endpoint == null) {
      throw new MisconfiguredException(true, problems);
    }
    return of(settings, settings.identity(), endpoint, through, sslContext);
  }

  /**
   * Checks what code set, against everything else as it is now; what is absent is no fault yet.
   *
   * @throws MisconfiguredException with all that is wrong about values that code set
   */
  static void check(Environment environment, Overrides overrides) {
    List<Problem> all = new ArrayList<>();
    Settings settings = Settings.resolve(environment, overrides);
    proxy(settings, join(settings, all), null, all);
    List<Problem> problems = new ArrayList<>();
    for (Problem problem : all) {
      if (BUILDER.equals(problem.origin())) {
        problems.add(problem);
      }
    }
    if (!problems.isEmpty()) {
      throw new MisconfiguredException(true, problems);
    }
  }

  /** Returns the endpoint, or null; adds what is wrong with the settings and with their joint. */
  private static @Nullable URI join(Settings settings, List<Problem> problems) {
    problems.addAll(settings.problems());
    if (settings.endpointOverride() != null) {
      return settings.endpointOverride();
    }
    if (settings.region() == null) {
      return null;
    }
    RoleArn role = settings.role();
    StsEndpoint chosen =
        StsEndpoint.choose(
            settings.region(),
            Objects.requireNonNull(settings.origins().get(Setting.REGION.label())),
            role == null ? null : role.partition(),
            settings.legacy(),
            settings.fips(),
            settings.dualStack());
    if (chosen.problem() != null) {
      problems.add(chosen.problem());
    }
    return chosen.uri();
  }

  /** Returns the proxy on the way to the endpoint, or null; adds what is wrong with it. */
  private static @Nullable HttpProxy proxy(
      Settings settings,
      @Nullable URI endpoint,
      @Nullable InetSocketAddress set,
      List<Problem> problems) {
    if (endpoint == null) {
      return null;
    }
    if (set != null) {
      return ProxyRules.isLoopback(endpoint) ? null : HttpProxy.at(set, BUILDER);
    }
    problems.addAll(settings.proxies().problemsFor(endpoint));
    ProxyUrl url = settings.proxies().proxyFor(endpoint);
    return url == null
        ? null
        : new HttpProxy(url.host(), url.port(), url.tls(), url.userInfo(), url.origin());
  }

  private static ResolvedSettings of(
      Settings settings,
      WebIdentity identity,
      URI endpoint,
      @Nullable HttpProxy proxy,
      @Nullable SSLContext sslContext) {
    List<String> warnings = new ArrayList<>(settings.warnings());
    if (settings.endpointOverride() != null && !StsEndpoint.isHostOfSts(endpoint.getHost())) {
      warnings.add(
          "Tokens go to "
              + endpoint
              + ", which is not a host of STS in AWS (set by "
              + settings.origins().get(Setting.ENDPOINT_URL_STS.label())
              + ")");
    }
    return new ResolvedSettings(
        settings,
        identity,
        endpoint,
        new Transport(proxy, caBundle(settings), sslContext),
        List.copyOf(warnings),
        null);
  }

  private static @Nullable CaBundle caBundle(Settings settings) {
    Path file = settings.caBundle();
    return file == null
        ? null
        : new CaBundle(
            file, Objects.requireNonNull(settings.origins().get(Setting.CA_BUNDLE.label())));
  }

  /**
   * Returns the same configuration for another role.
   *
   * @throws MisconfiguredException when the ARN is none, or of another partition than the region
   */
  ResolvedSettings forRole(String roleArn) {
    Settings other = settings.withRole(roleArn);
    List<Problem> problems = new ArrayList<>();
    URI otherEndpoint = join(other, problems);
    if (!problems.isEmpty() || other.identity() == null || otherEndpoint == null) {
      throw new MisconfiguredException(true, problems);
    }
    // Thousands of roles usually share one endpoint; a URI is not small.
    URI shared = otherEndpoint.equals(endpoint) ? endpoint : otherEndpoint;
    return new ResolvedSettings(other, other.identity(), shared, transport, warnings, this);
  }

  WebIdentity identity() {
    return identity;
  }

  URI endpoint() {
    return endpoint;
  }

  /** Returns the region, or null with an endpoint override. */
  @Nullable String region() {
    return settings.region();
  }

  Transport transport() {
    return transport;
  }

  /** Returns where each setting came from, by the setting's name in {@code AWS_…} spelling. */
  Map<String, String> origins() {
    return settings.origins();
  }

  /** Returns a description for the log: role and its origin, session name, region or endpoint. */
  @Override
  public String get() {
    return "role "
        + identity.roleArn()
        + " ("
        + origins().get(Setting.ROLE_ARN.label())
        + "), session "
        + identity.roleSessionName()
        + (settings.region() == null ? ", endpoint " + endpoint : ", region " + settings.region());
  }

  /** Returns surprising properties of the configuration, to be logged once. */
  List<String> warnings() {
    return warnings;
  }

  /**
   * Returns a value that equals that of another configuration exactly when both send the same
   * requests the same way. A list and no record: the generated methods of a record cost at
   * start-up.
   */
  Object key() {
    return List.of(identity.roleArn(), way);
  }

  private static List<@Nullable Object> way(
      Settings settings, WebIdentity identity, URI endpoint, Transport transport) {
    return Collections.unmodifiableList(
        Arrays.asList(
            identity.tokenFile(),
            identity.roleSessionName(),
            identity.duration(),
            identity.policy(),
            identity.policyArns(),
            endpoint,
            settings.region(),
            transport.proxy(),
            transport.caBundle(),
            transport.sslContext()));
  }
}
