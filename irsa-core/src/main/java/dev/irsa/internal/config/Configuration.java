package dev.irsa.internal.config;

import static dev.irsa.internal.config.Refusal.Kind.NOT_CONFIGURED;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.internal.http.CaBundle;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.OutboundTokenIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.identity.WrappedClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All settings with their origins, and their problems: with problems, only the valid values are
 * there. The configuration of a chained role or of a token for others includes the configuration of
 * the session whose credentials sign. Immutable. Valid configurations are equal if the values that
 * matter to a session are equal, whatever their origins. Equal configurations share a session.
 */
public final class Configuration implements Supplier<String> {

  private final IdentitySource source;

  /** The values as they were found, which views parse again. */
  private final FoundValues found;

  /** The values that the source needs. */
  private final ParsedValues parsed;

  private final List<String> warnings;
  private final List<String> notes;
  private final List<SettingProblem> problems;
  private final @Nullable Identity identity;
  private final @Nullable URI endpoint;
  private final Transport transport;
  private final @Nullable StsAddress spare;

  /** The configuration of the parent handle if this is a view, otherwise null. */
  private final @Nullable Configuration base;

  /**
   * Returns the exception that lists problems. Without any configuration it lists only that
   * problem.
   */
  public static MisconfiguredException failure(List<SettingProblem> problems) {
    List<MisconfiguredException.Problem> reported = new ArrayList<>();
    for (SettingProblem problem : problems) {
      if (problem.kind() == NOT_CONFIGURED) {
        return new MisconfiguredException(false, List.of(problem.forUsers()));
      }
      reported.add(problem.forUsers());
    }
    return new MisconfiguredException(true, reported);
  }

  Configuration(
      IdentitySource source,
      FoundValues found,
      ParsedValues parsed,
      Findings findings,
      @Nullable Identity identity,
      @Nullable URI endpoint,
      @Nullable URI spare,
      @Nullable Configuration base) {
    ProxyRule rule =
        endpoint == null || source == IdentitySource.CONTAINER
            ? null
            : ProxyRule.of(found, endpoint);
    this.source = source;
    this.found = found;
    this.parsed = rule == null ? parsed : parsed.and(rule.values());
    // The session of the pod has warned already, and sends its token itself.
    this.warnings = isSigned() ? List.of() : List.copyOf(findings.warnings());
    this.notes = List.copyOf(findings.notes());
    this.identity = identity;
    // Thousands of roles usually share one endpoint; a URI is not small.
    this.endpoint =
        base != null && Objects.equals(endpoint, base.endpoint) ? base.endpoint : endpoint;
    this.transport = transport(parsed, rule == null ? null : rule.proxy(), base);
    this.base = base;
    ProxyRule ofSpare = spare == null ? null : ProxyRule.of(found, spare);
    this.problems = problems(findings, rule, ofSpare);
    this.spare = spare == null || ofSpare == null ? null : spare(spare, ofSpare.proxy());
  }

  private StsAddress spare(URI uri, @Nullable HttpProxy proxy) {
    return new StsAddress(
        uri,
        Objects.equals(proxy, transport.proxy()) ? transport : transport(parsed, proxy, base),
        SpareRule.signingRegion(parsed, uri));
  }

  private static List<SettingProblem> problems(Findings findings, @Nullable ProxyRule... rules) {
    Set<SettingProblem> all = new LinkedHashSet<>(findings.problems());
    for (ProxyRule rule : rules) {
      all.addAll(rule == null ? List.of() : rule.problems());
    }
    return List.copyOf(all);
  }

  private static Transport transport(
      ParsedValues parsed, @Nullable HttpProxy proxy, @Nullable Configuration base) {
    if (base != null && Objects.equals(proxy, base.transport.proxy())) {
      return base.transport;
    }
    Path file = parsed.get(Setting.CA_BUNDLE);
    SettingValue<?> set = parsed.at(Setting.CA_BUNDLE);
    CaBundle bundle = file == null || set == null ? null : new CaBundle(file, set.origin());
    return new Transport(proxy, bundle, parsed.get(Setting.SSL_CONTEXT));
  }

  /** Returns all problems; a configuration without problems is complete. */
  public List<SettingProblem> problems() {
    return problems;
  }

  /**
   * Returns whether the process is configured for any source, even partly, and this library is not
   * switched off.
   */
  public boolean isConfigured() {
    return problems.stream().noneMatch(problem -> problem.kind() == NOT_CONFIGURED);
  }

  /**
   * Returns this configuration if it is complete.
   *
   * @throws MisconfiguredException if anything is missing or invalid; lists all problems
   */
  public Configuration valid() {
    if (problems.isEmpty()) {
      return this;
    }
    throw failure(problems);
  }

  // The values.

  /** Returns the value of a setting; null if it is missing, or if the source does not need it. */
  public <T> @Nullable T get(Setting<T> setting) {
    return parsed.get(setting);
  }

  /** Returns the values as they were found. */
  FoundValues found() {
    return found;
  }

  /** Returns the value of a setting before it was parsed, or null. */
  public @Nullable SettingValue<?> found(Setting<?> setting) {
    return found.get(setting);
  }

  /** Returns where the credentials come from. A configuration with problems knows it as well. */
  public IdentitySource source() {
    return source;
  }

  /** Returns the identity. Only a valid configuration has one. */
  public Identity identity() {
    return Objects.requireNonNull(identity);
  }

  /** Returns the identity if it is a web identity, otherwise null. */
  public @Nullable WebIdentity webIdentity() {
    return identity instanceof WebIdentity web ? web : null;
  }

  /** Returns the identity if the source is a container endpoint, otherwise null. */
  public @Nullable ContainerIdentity container() {
    return identity instanceof ContainerIdentity container ? container : null;
  }

  /** Returns how long tokens for others are valid at most, or null for credentials. */
  public @Nullable Duration durationOfToken() {
    return source == IdentitySource.OUTBOUND_TOKEN ? identity().duration() : null;
  }

  /** Returns the endpoint of the issuer. Only a valid configuration has one. */
  public URI endpoint() {
    return Objects.requireNonNull(endpoint);
  }

  /** Returns the endpoint of STS for other calls with the credentials, or null if it is unknown. */
  public @Nullable URI stsEndpoint() {
    if (source != IdentitySource.CONTAINER) {
      return endpoint;
    }
    URI own = get(Setting.ENDPOINT_URL_STS);
    EndpointRule chosen = own == null ? EndpointRule.ofRegion(parsed) : null;
    return chosen == null ? own : chosen.uri();
  }

  /** Returns the problem of the region, even if an endpoint replaces the region's; or null. */
  public @Nullable SettingProblem regionProblem() {
    EndpointRule chosen = EndpointRule.ofRegion(parsed);
    return chosen == null ? null : chosen.problem(parsed);
  }

  /** Returns the proxy to a server, or null if it is reached directly or its settings are wrong. */
  public @Nullable HttpProxy proxyFor(URI server) {
    return ProxyRule.of(found, server).proxy();
  }

  /** Returns the problems of the settings of the proxy to a server; empty without a proxy. */
  public List<SettingProblem> proxyProblems(URI server) {
    return ProxyRule.of(found, server).problems();
  }

  /** Returns the region, or null if it is not known and not needed. */
  public @Nullable String region() {
    return get(Setting.REGION);
  }

  /** Returns the first endpoint of STS. Only for requests that a session signs. */
  public StsAddress sts() {
    URI first = endpoint();
    return new StsAddress(first, transport, StsHosts.signingRegion(first, region()));
  }

  /** Returns the spare endpoint of STS, or null. */
  public @Nullable StsAddress spare() {
    return spare;
  }

  /** Returns how the issuer is reached. */
  public Transport transport() {
    return transport;
  }

  /** Returns when the credentials are refreshed. */
  public RefreshPolicy policy() {
    return Objects.requireNonNullElse(get(Setting.REFRESH_POLICY), RefreshPolicy.standard());
  }

  /** Returns the configuration of the session whose credentials sign the requests, or null. */
  public @Nullable Configuration signer() {
    return isSigned() ? base : null;
  }

  private boolean isSigned() {
    return source == IdentitySource.CHAINED_ROLE || source == IdentitySource.OUTBOUND_TOKEN;
  }

  /** Returns the configuration of the session with which the chain of roles begins. */
  public Configuration pod() {
    Configuration signer = signer();
    return signer == null ? this : signer.pod();
  }

  /** Returns whether this is the configuration of a view of a handle. */
  public boolean isView() {
    return base != null;
  }

  /** Returns whose credentials they are, and who issues them. */
  public RoleAndIssuer subject() {
    if (source == IdentitySource.CONTAINER) {
      return RoleAndIssuer.of((ContainerIdentity) identity());
    }
    RoleAndIssuer subject =
        source == IdentitySource.OUTBOUND_TOKEN
            ? RoleAndIssuer.of((OutboundTokenIdentity) identity(), endpoint())
            : new RoleAndIssuer(source, identity().roleArn(), endpoint());
    return spare == null ? subject : subject.withSpare(spare.endpoint());
  }

  // The origins.

  /** Returns where a value came from, or null if it is not set. */
  public @Nullable String origin(Setting<?> setting) {
    SettingValue<?> value = parsed.at(setting);
    boolean isOfStsByDefault =
        setting == Setting.SESSION_DURATION && source != IdentitySource.CONTAINER;
    if (value == null) {
      return isOfStsByDefault ? SettingValue.DEFAULT : null;
    }
    boolean isUsed = !setting.isOfOurClient() || get(Setting.WEB_IDENTITY_EXCHANGE) == null;
    return setting.hasOrigin() && isUsed ? value.origin() : null;
  }

  /** Returns the origin of each setting, by its name such as {@code AWS_ROLE_ARN}. */
  public Map<String, String> origins() {
    Map<String, String> origins = new HashMap<>();
    for (int i = 0; i < Setting.count(); i++) {
      Setting<?> setting = Setting.at(i);
      String origin = origin(setting);
      if (origin != null) {
        origins.put(setting.label(), origin);
      }
    }
    return Map.copyOf(origins);
  }

  /** Returns where the URI of the container credentials was set, for messages. */
  private String originOfUri() {
    SettingValue<?> relative = parsed.at(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI);
    SettingValue<?> full = parsed.at(Setting.CONTAINER_CREDENTIALS_FULL_URI);
    return Objects.requireNonNull(relative == null ? full : relative).origin();
  }

  /** Returns where the host of the container credentials was set, for messages. */
  public String originOfHost() {
    SettingValue<?> server = parsed.at(Setting.CONTAINER_SERVICE_ENDPOINT);
    return server == null ? originOfUri() : server.origin();
  }

  /** Returns a description for the log: role and its origin, session name, region or endpoint. */
  @Override
  public String get() {
    if (source == IdentitySource.CONTAINER) {
      return subject().role()
          + ", whose credentials come from "
          + subject().issuerAt()
          + " ("
          + originOfUri()
          + ")";
    }
    if (source == IdentitySource.OUTBOUND_TOKEN) {
      return "a token of " + subject().role();
    }
    Configuration signer = signer();
    return "role "
        + identity().roleArn()
        + (signer != null
            ? ", assumed by " + signer.subject().role()
            : " (" + origin(Setting.ROLE_ARN) + ")")
        + ", session "
        + identity().roleSessionName()
        + (region() == null ? ", endpoint " + endpoint() : ", region " + region());
  }

  /** Returns warnings about the configuration, to be logged once. */
  public List<String> warnings() {
    return warnings;
  }

  /** Returns remarks on the configuration, to be logged once. */
  public List<String> notes() {
    return notes;
  }

  // The key of a session.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Configuration that
            && source == that.source
            && isView() == that.isView()
            && hasValuesOf(that)
            && Objects.equals(endpoint, that.endpoint)
            && Objects.equals(transport.proxy(), that.transport.proxy())
            && Objects.equals(spareProxy(), that.spareProxy())
            && Objects.equals(token(), that.token())
            && Objects.equals(signer(), that.signer()));
  }

  private @Nullable HttpProxy spareProxy() {
    return spare == null ? null : spare.transport().proxy();
  }

  private boolean hasValuesOf(Configuration that) {
    for (int i = 0; i < Setting.count(); i++) {
      Setting<?> setting = Setting.at(i);
      if (setting.matters(source) && !isSame(setting, get(setting), that.get(setting))) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // By identity.
  private static boolean isSame(Setting<?> setting, @Nullable Object one, @Nullable Object other) {
    return setting.isByIdentity() ? unwrap(one) == unwrap(other) : Objects.equals(one, other);
  }

  private static @Nullable Object unwrap(@Nullable Object value) {
    return value instanceof WebIdentityExchange client ? WrappedClient.unwrap(client) : value;
  }

  /** Covers every compared value, because thousands of views may differ in one of them. */
  @Override
  public int hashCode() {
    int code = 31 * Objects.hashCode(endpoint) + Objects.hashCode(transport.proxy());
    for (int i = 0; i < Setting.count(); i++) {
      Setting<?> setting = Setting.at(i);
      if (setting.matters(source)) {
        Object value = get(setting);
        code =
            31 * code
                + (setting.isByIdentity()
                    ? System.identityHashCode(unwrap(value))
                    : Objects.hashCode(value));
      }
    }
    return 31 * (31 * code + Objects.hashCode(token())) + Objects.hashCode(signer());
  }

  /** Returns the identity if a token for others is requested, otherwise null. */
  private @Nullable Identity token() {
    return source == IdentitySource.OUTBOUND_TOKEN ? identity : null;
  }

  /** Omits the values, some of which are secret. */
  @Override
  public String toString() {
    return problems.isEmpty() ? "Configuration[" + get() + "]" : "Configuration[incomplete]";
  }
}
