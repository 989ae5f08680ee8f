package dev.irsa;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.config.CheckedRoleRequest;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.ProxyRules;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.Settings;
import dev.irsa.internal.http.CaBundle;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sts.StsEndpoint;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A complete and consistent configuration. Immutable. */
final class ResolvedSettings implements Supplier<String> {

  private static final String BUILDER = "builder";
  private static final List<Setting> OF_OUR_CLIENT =
      List.of(
          Setting.STS_REGIONAL_ENDPOINTS,
          Setting.USE_FIPS_ENDPOINT,
          Setting.USE_DUALSTACK_ENDPOINT);

  private final Settings settings;
  private final Identity identity;
  private final URI endpoint;
  private final Transport transport;

  /** The proxy given in code, or null. */
  private final @Nullable InetSocketAddress proxy;

  /** The configuration of the session that assumes this role, or null. */
  private final @Nullable ResolvedSettings signer;

  /** Whether it is that of a view of a handle. */
  private final boolean isView;

  /**
   * Everything that affects the requests except the role and the parameters of the session.
   * Thousands of sessions share one instance.
   */
  private final List<@Nullable Object> requestKey;

  private final Key key;

  /**
   * Creates a configuration.
   *
   * @param settings without problems
   * @param sibling that of the handle of which this is a view, or null
   * @param signer that of the session that assumes the role, or null if nobody does
   */
  private ResolvedSettings(
      Settings settings,
      URI endpoint,
      Transport transport,
      @Nullable InetSocketAddress proxy,
      @Nullable ResolvedSettings sibling,
      @Nullable ResolvedSettings signer) {
    ResolvedSettings same = sibling != null && endpoint.equals(sibling.endpoint) ? sibling : null;
    this.settings = settings;
    this.identity = Objects.requireNonNull(settings.identity());
    // Thousands of roles usually share one endpoint; a URI is not small.
    this.endpoint = same == null ? endpoint : same.endpoint;
    this.transport = transport;
    this.proxy = proxy;
    this.signer = signer;
    this.isView = sibling != null;
    this.requestKey = same == null || signer != null ? requestKey() : same.requestKey;
    this.key = new Key(identity, requestKey);
  }

  /**
   * Resolves the configuration, without I/O.
   *
   * @param environment the process environment
   * @param overrides the settings given in code
   * @param proxy the HTTP proxy given in code, or null
   * @param sslContext the SSL context given in code, or null
   * @throws MisconfiguredException if anything is missing or invalid; lists all problems
   */
  static ResolvedSettings resolve(
      Environment environment,
      Overrides overrides,
      @Nullable InetSocketAddress proxy,
      @Nullable SSLContext sslContext) {
    Settings settings = Settings.resolve(environment, overrides);
    List<Problem> problems = new ArrayList<>();
    URI endpoint = endpoint(settings, problems);
    HttpProxy effectiveProxy = proxy(settings, endpoint, proxy, problems);
    if (!settings.configured()) {
      throw new MisconfiguredException(false, settings.problems().subList(0, 1));
    }
    if (!problems.isEmpty() || settings.identity() == null || endpoint == null) {
      throw new MisconfiguredException(true, problems);
    }
    return new ResolvedSettings(
        settings,
        endpoint,
        new Transport(effectiveProxy, caBundle(settings), sslContext),
        proxy,
        null,
        null);
  }

  /**
   * Checks the settings given in code against the current environment. Missing settings are not
   * reported yet.
   *
   * @throws MisconfiguredException if a setting given in code is invalid; lists all such problems
   */
  static void check(Environment environment, Overrides overrides) {
    List<Problem> all = new ArrayList<>();
    Settings settings = Settings.resolve(environment, overrides);
    proxy(settings, endpoint(settings, all), null, all);
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

  /** Returns the endpoint, or null. Adds the problems of the settings, and of their combination. */
  private static @Nullable URI endpoint(Settings settings, List<Problem> problems) {
    problems.addAll(settings.problems());
    Identity identity = settings.identity();
    if (identity != null && isOfContainer(identity)) {
      return ((ContainerIdentity) identity).uri();
    }
    return stsEndpoint(settings, problems);
  }

  /** Returns whether an identity is that of a container, without loading the class of those. */
  private static boolean isOfContainer(@Nullable Identity identity) {
    return identity != null && identity.source() == IdentitySource.CONTAINER;
  }

  private static @Nullable URI stsEndpoint(Settings settings, List<Problem> problems) {
    if (settings.sts().override() != null) {
      return settings.sts().override();
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
            settings.sts().legacy(),
            settings.sts().fips(),
            settings.sts().dualStack());
    if (chosen.problem() != null) {
      problems.add(chosen.problem());
    }
    return chosen.uri();
  }

  /**
   * Returns the proxy for the endpoint, or null. Adds the problems of its settings. Container
   * endpoints are never reached through a proxy.
   */
  private static @Nullable HttpProxy proxy(
      Settings settings,
      @Nullable URI endpoint,
      @Nullable InetSocketAddress given,
      List<Problem> problems) {
    if (endpoint == null || isOfContainer(settings.identity())) {
      return null;
    }
    if (given != null) {
      return ProxyRules.isLoopback(endpoint) ? null : HttpProxy.at(given, BUILDER);
    }
    problems.addAll(settings.proxies().problemsFor(endpoint));
    return settings.proxies().proxyFor(endpoint);
  }

  private static @Nullable CaBundle caBundle(Settings settings) {
    Path file = settings.caBundle();
    return file == null
        ? null
        : new CaBundle(
            file, Objects.requireNonNull(settings.origins().get(Setting.CA_BUNDLE.label())));
  }

  /**
   * Returns the same configuration for another session.
   *
   * @throws MisconfiguredException if a value is invalid, the partition of the role is not that of
   *     the region, or this is not the configuration of a web identity
   */
  ResolvedSettings forRole(CheckedRoleRequest request) {
    if (identity.source() != IdentitySource.WEB_IDENTITY) {
      throw MisconfiguredException.of(
          "forRole",
          null,
          "another role needs a web identity token, but the credentials come from "
              + subject().issuerAt(),
          "use chainedRole(...) to assume " + request.roleArn());
    }
    Settings other = settings.withRole(request);
    List<Problem> problems = new ArrayList<>();
    URI otherEndpoint = hasSameEndpoint(other) ? endpoint : endpoint(other, problems);
    if (!problems.isEmpty() || other.identity() == null || otherEndpoint == null) {
      throw new MisconfiguredException(true, problems);
    }
    return new ResolvedSettings(other, otherEndpoint, transport, proxy, this, null);
  }

  /**
   * Returns the configuration of a role that is assumed with the credentials of this one.
   *
   * @throws MisconfiguredException if a value is invalid, the partition of the role is not that of
   *     the region, or it is not known where STS is
   */
  ResolvedSettings chainedRole(CheckedRoleRequest request) {
    Settings other = settings.withChainedRole(request);
    List<Problem> problems = new ArrayList<>(other.problems());
    URI sts = stsEndpoint(other, problems);
    HttpProxy toSts = proxy(other, sts, proxy, problems);
    if (!problems.isEmpty() || other.identity() == null || sts == null) {
      throw new MisconfiguredException(true, problems);
    }
    Transport way =
        Objects.equals(toSts, transport.proxy())
            ? transport
            : new Transport(toSts, transport.caBundle(), transport.sslContext());
    return new ResolvedSettings(other, sts, way, proxy, this, this);
  }

  /** Returns whether other settings, which differ in the role alone, have the same endpoint. */
  private boolean hasSameEndpoint(Settings other) {
    RoleArn own = settings.role();
    RoleArn role = other.role();
    return other.problems().isEmpty()
        && own != null
        && role != null
        && own.partition().equals(role.partition());
  }

  Identity identity() {
    return identity;
  }

  URI endpoint() {
    return endpoint;
  }

  /**
   * Returns the endpoint of STS at which other roles can be assumed with the credentials, or null
   * if it is not known where that is.
   */
  @Nullable URI stsEndpoint() {
    return identity.source() == IdentitySource.CONTAINER
        ? stsEndpoint(settings, new ArrayList<>())
        : endpoint;
  }

  /** Returns the region, or null if it is not known and not needed. */
  @Nullable String region() {
    return settings.region();
  }

  /** Returns the region in the signature of a request to the endpoint. */
  String signingRegion() {
    return StsEndpoint.signingRegion(endpoint, Objects.requireNonNull(settings.region()));
  }

  Transport transport() {
    return transport;
  }

  /** Returns the configuration of the session that assumes this role, or null. */
  @Nullable ResolvedSettings signer() {
    return signer;
  }

  /** Returns the configuration of the session with which the chain of roles begins. */
  ResolvedSettings pod() {
    return signer == null ? this : signer.pod();
  }

  /** Returns whether this is the configuration of a view of a handle. */
  boolean isView() {
    return isView;
  }

  /** Returns the origin of each setting, by its name such as {@code AWS_ROLE_ARN}. */
  Map<String, String> origins() {
    return settings.origins();
  }

  /**
   * Returns a copy without the origins of what only the client of this library follows on its way
   * to STS, for a process that has another one.
   */
  ResolvedSettings withAnotherClient() {
    Settings followed = settings.without(OF_OUR_CLIENT);
    return new ResolvedSettings(followed, endpoint, transport, proxy, null, null);
  }

  /** Returns whose credentials they are, and who issues them. */
  Subject subject() {
    return isOfContainer(identity)
        ? Subject.of((ContainerIdentity) identity)
        : new Subject(identity.source(), identity.roleArn(), endpoint);
  }

  /** Returns where the URI of the container credentials was set, for messages. */
  private String originOfUri() {
    String full = origins().get(Setting.CONTAINER_CREDENTIALS_FULL_URI.label());
    return full != null
        ? full
        : Objects.requireNonNull(origins().get(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI.label()));
  }

  /** Returns where the host of the container credentials was set, for messages. */
  String originOfHost() {
    String server = origins().get(Setting.CONTAINER_SERVICE_ENDPOINT.label());
    return server != null ? server : originOfUri();
  }

  /** Returns a description for the log: role and its origin, session name, region or endpoint. */
  @Override
  public String get() {
    if (identity.source() == IdentitySource.CONTAINER) {
      return subject().role()
          + ", whose credentials come from "
          + subject().issuerAt()
          + " ("
          + originOfUri()
          + ")";
    }
    return "role "
        + identity.roleArn()
        + (signer != null
            ? ", assumed by " + signer.subject().role()
            : " (" + origins().get(Setting.ROLE_ARN.label()) + ")")
        + ", session "
        + identity.roleSessionName()
        + (settings.region() == null ? ", endpoint " + endpoint : ", region " + settings.region());
  }

  /** Returns warnings about the configuration, to be logged once. */
  List<String> warnings() {
    if (signer != null) {
      return List.of();
    }
    List<String> warnings = new ArrayList<>(settings.warnings());
    if (identity instanceof WebIdentity
        && settings.sts().override() != null
        && !StsEndpoint.isStsHost(endpoint.getHost())) {
      warnings.add(
          "Tokens are sent to "
              + endpoint
              + ", which is not an STS host of AWS (set by "
              + origins().get(Setting.ENDPOINT_URL_STS.label())
              + ")");
    }
    return warnings;
  }

  /** Returns remarks on the configuration, to be logged once. */
  List<String> notes() {
    return signer == null ? settings.notes() : List.of();
  }

  /**
   * Returns a key that is equal for configurations that send the same requests to the same endpoint
   * in the same way.
   */
  Object key() {
    return key;
  }

  /**
   * Identifies the requests of a session. Its hash is computed once, because each call for the
   * credentials of another role needs it. A class rather than a record, whose generated methods
   * would slow down start-up; with fields rather than a list, since there may be thousands.
   */
  private static final class Key {
    private final @Nullable String roleArn;
    private final @Nullable String roleSessionName;
    private final @Nullable Duration duration;
    private final @Nullable String policy;
    private final @Nullable List<String> policyArns;
    private final List<@Nullable Object> request;
    private final int hash;

    Key(Identity identity, List<@Nullable Object> request) {
      WebIdentity ofSts = identity instanceof WebIdentity webIdentity ? webIdentity : null;
      this.roleArn = identity.roleArn();
      this.roleSessionName = identity.roleSessionName();
      this.duration = identity.duration();
      this.policy = ofSts == null ? null : ofSts.policy();
      this.policyArns = ofSts == null ? null : ofSts.policyArns();
      this.request = request;
      this.hash =
          Arrays.asList(roleArn, roleSessionName, duration, policy, policyArns, request).hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || (other instanceof Key that && hash == that.hash && isSame(that));
    }

    private boolean isSame(Key that) {
      return Objects.equals(roleArn, that.roleArn)
          && Objects.equals(policy, that.policy)
          && Objects.equals(policyArns, that.policyArns)
          && Objects.equals(roleSessionName, that.roleSessionName)
          && Objects.equals(duration, that.duration)
          && request.equals(that.request);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private List<@Nullable Object> requestKey() {
    return Collections.unmodifiableList(
        Arrays.asList(
            identity.tokenFile(),
            identity.parameter(),
            signer == null ? null : signer.key,
            endpoint,
            identity.source() == IdentitySource.CONTAINER ? null : settings.region(),
            transport.proxy(),
            transport.caBundle(),
            transport.sslContext()));
  }
}
