package dev.irsa.internal.config;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenSupplierReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A setting: its names in each place where users can set it, its parser, and what depends on it.
 * Immutable once this class is initialized.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> {

  /** The sources of credentials that a setting is for. */
  public enum Scope {
    /** A web identity. A process with any of these settings is configured for IRSA. */
    WEB_IDENTITY,
    /** Container credentials. A process with any of these settings is configured for them. */
    CONTAINER,
    /** All sources whose credentials STS issues: a web identity and chained roles. */
    STS,
    /** Every source. */
    ANY,
    /** The handle, on which sessions do not depend. */
    HANDLE,
    /** Stands for another setting, or completes it, under conditions that a rule knows. */
    CONDITIONAL
  }

  private static final List<Setting<?>> ROWS = new ArrayList<>();

  /** The role to assume. */
  public static final Setting<RoleArn> ROLE_ARN =
      Setting.<RoleArn>row(Scope.WEB_IDENTITY, Parser.ROLE_ARN)
          .read("AWS_ROLE_ARN", "aws.roleArn")
          .set("roleArn", "role-arn")
          .spring("irsa.role-arn")
          .inViews();

  /** The path of the web identity token file. */
  public static final Setting<Path> WEB_IDENTITY_TOKEN_FILE =
      Setting.<Path>row(Scope.WEB_IDENTITY, Parser.PATH)
          .read("AWS_WEB_IDENTITY_TOKEN_FILE", "aws.webIdentityTokenFile")
          .set("webIdentityTokenFile", "web-identity-token-file")
          .spring("irsa.web-identity-token-file")
          .droppedByChainedRoles();

  /** Supplies web identity tokens instead of a file. */
  public static final Setting<TokenSupplierReference> WEB_IDENTITY_TOKEN =
      Setting.<TokenSupplierReference>row(Scope.WEB_IDENTITY, Parser.OBJECT)
          .set("webIdentityToken")
          .inPlaceOf(WEB_IDENTITY_TOKEN_FILE)
          .droppedByChainedRoles();

  /** The path of the credentials at the endpoint of ECS. */
  public static final Setting<String> CONTAINER_CREDENTIALS_RELATIVE_URI =
      Setting.<String>row(Scope.CONTAINER, Parser.RELATIVE_URI)
          .read("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "aws.containerCredentialsPath");

  /** The URI of the credentials at a container credentials endpoint. */
  public static final Setting<URI> CONTAINER_CREDENTIALS_FULL_URI =
      Setting.<URI>row(Scope.CONTAINER, Parser.CONTAINER_URI)
          .read("AWS_CONTAINER_CREDENTIALS_FULL_URI", "aws.containerCredentialsFullUri")
          .set("containerCredentialsUri", "container-credentials-uri");

  /** The path of the file with the authorization token. */
  public static final Setting<Path> CONTAINER_AUTHORIZATION_TOKEN_FILE =
      Setting.<Path>row(Scope.CONTAINER, Parser.PATH)
          .read("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "aws.containerAuthorizationTokenFile")
          .set("containerAuthorizationTokenFile", "container-authorization-token-file");

  /** The authorization token. */
  public static final Setting<IdentityToken> CONTAINER_AUTHORIZATION_TOKEN =
      Setting.<IdentityToken>row(Scope.CONTAINER, Parser.TOKEN)
          .read("AWS_CONTAINER_AUTHORIZATION_TOKEN", "aws.containerAuthorizationToken")
          .set("containerAuthorizationToken");

  /** The endpoint of ECS, to which the relative URI belongs. */
  public static final Setting<URI> CONTAINER_SERVICE_ENDPOINT =
      Setting.<URI>row(Scope.CONDITIONAL, Parser.SERVICE_ENDPOINT)
          .read("AWS_CONTAINER_SERVICE_ENDPOINT", "aws.containerServiceEndpoint")
          .withIdentity();

  /** The role session name. */
  public static final Setting<String> ROLE_SESSION_NAME =
      Setting.<String>row(Scope.STS, Parser.SESSION_NAME)
          .read("AWS_ROLE_SESSION_NAME", "aws.roleSessionName")
          .set("roleSessionName", "role-session-name")
          .spring("irsa.role-session-name")
          .inViews()
          .withIdentity()
          .droppedByChainedRoles();

  /** The region. */
  public static final Setting<String> REGION =
      Setting.<String>row(Scope.STS, Parser.REGION)
          .read("AWS_REGION", "aws.region")
          .read("AWS_DEFAULT_REGION", null)
          .set("region", "region")
          .spring("irsa.region")
          .withIdentity();

  /** The source to use; the settings of other sources are ignored. */
  public static final Setting<IdentitySource> IDENTITY_SOURCE =
      Setting.<IdentitySource>row(Scope.ANY, Parser.IDENTITY_SOURCE)
          .read("IRSA_IDENTITY_SOURCE", "irsa.identitySource")
          .set("identitySource", "identity-source")
          .spring("irsa.identity-source")
          .withIdentity()
          .notInKey();

  /** Whether the oldest regions use the global endpoint. */
  public static final Setting<Boolean> STS_REGIONAL_ENDPOINTS =
      Setting.<Boolean>row(Scope.STS, Parser.LEGACY)
          .read("AWS_STS_REGIONAL_ENDPOINTS", null)
          .set("stsRegionalEndpoints")
          .byDefault("regional")
          .notInKey();

  /** Whether FIPS endpoints are used. */
  public static final Setting<Boolean> USE_FIPS_ENDPOINT =
      Setting.<Boolean>row(Scope.STS, Parser.FLAG)
          .read("AWS_USE_FIPS_ENDPOINT", "aws.useFipsEndpoint")
          .set("useFipsEndpoint")
          .byDefault("false")
          .notInKey();

  /** Whether dual-stack endpoints are used. */
  public static final Setting<Boolean> USE_DUALSTACK_ENDPOINT =
      Setting.<Boolean>row(Scope.STS, Parser.FLAG)
          .read("AWS_USE_DUALSTACK_ENDPOINT", "aws.useDualstackEndpoint")
          .set("useDualstackEndpoint")
          .byDefault("false")
          .notInKey();

  /** The endpoint of STS, which replaces the region's endpoint. */
  public static final Setting<URI> ENDPOINT_URL_STS =
      Setting.<URI>row(Scope.STS, Parser.STS_ENDPOINT)
          .read("AWS_ENDPOINT_URL_STS", "aws.endpointUrlSts")
          .set("endpointOverride");

  /** The endpoint of all services, used for STS unless STS has its own setting. */
  public static final Setting<URI> ENDPOINT_URL =
      Setting.<URI>row(Scope.CONDITIONAL, Parser.STS_ENDPOINT)
          .read("AWS_ENDPOINT_URL", "aws.endpointUrl");

  /** Another endpoint of STS, which is asked if the first is unavailable: a region or a URL. */
  public static final Setting<String> STS_SPARE =
      Setting.<String>row(Scope.STS, Parser.STS_SPARE)
          .read("IRSA_STS_SPARE", "irsa.stsSpare")
          .set("stsSpare", "sts-spare")
          .spring("irsa.sts-spare")
          .withIdentity();

  /** Whether endpoints from properties and variables are ignored. */
  public static final Setting<Boolean> IGNORE_CONFIGURED_ENDPOINT_URLS =
      Setting.<Boolean>row(Scope.STS, Parser.FLAG)
          .read("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "aws.ignoreConfiguredEndpointUrls")
          .byDefault("false")
          .notInKey();

  /** Whether plain http endpoints beyond loopback are allowed. */
  public static final Setting<Boolean> ALLOW_PLAIN_HTTP =
      Setting.<Boolean>row(Scope.STS, Parser.FLAG)
          .read("IRSA_ALLOW_PLAIN_HTTP", null)
          .set("allowPlainHttp")
          .byDefault("false")
          .notInKey();

  /** The duration of a session. */
  public static final Setting<Duration> SESSION_DURATION =
      Setting.<Duration>row(Scope.STS, Parser.SECONDS)
          .read("IRSA_SESSION_DURATION_SECONDS", "irsa.sessionDurationSeconds")
          .set("sessionDuration", "duration-seconds")
          .spring("irsa.session-duration")
          .inViews()
          .droppedByChainedRoles();

  /** A session policy, a JSON document. Without it a session has all permissions of its role. */
  public static final Setting<String> SESSION_POLICY =
      Setting.<String>row(Scope.STS, Parser.POLICY)
          .named("session policy")
          .set("sessionPolicy")
          .inViews()
          .droppedByChainedRoles();

  /** The ARNs of managed session policies. */
  public static final Setting<List<String>> SESSION_POLICY_ARNS =
      Setting.<List<String>>row(Scope.STS, Parser.POLICY_ARNS)
          .named("session policy ARNs")
          .set("sessionPolicyArns")
          .inViews()
          .droppedByChainedRoles();

  /** The external id that the trust policy of a chained role requires. */
  public static final Setting<String> EXTERNAL_ID =
      Setting.<String>row(Scope.STS, Parser.EXTERNAL_ID)
          .named("external id")
          .droppedByChainedRoles();

  /** The source identity of a chained role. */
  public static final Setting<String> SOURCE_IDENTITY =
      Setting.<String>row(Scope.STS, Parser.SOURCE_IDENTITY)
          .named("source identity")
          .droppedByChainedRoles();

  /** The session tags of a chained role. */
  public static final Setting<Map<String, String>> SESSION_TAGS =
      Setting.<Map<String, String>>row(Scope.STS, Parser.SESSION_TAGS)
          .named("session tags")
          .droppedByChainedRoles();

  /** The keys of the tags that the sessions of further roles keep. */
  public static final Setting<List<String>> TRANSITIVE_TAG_KEYS =
      Setting.<List<String>>row(Scope.STS, Parser.TAG_KEYS)
          .named("transitive tag keys")
          .droppedByChainedRoles();

  /** A PEM file with certificate authorities to trust in addition to the platform's. */
  public static final Setting<Path> CA_BUNDLE =
      Setting.<Path>row(Scope.ANY, Parser.PATH).read("AWS_CA_BUNDLE", null).set("caBundle");

  /** The proxy to reach STS through. */
  public static final Setting<HttpProxy> PROXY =
      Setting.<HttpProxy>row(Scope.CONDITIONAL, Parser.PROXY)
          .read("https_proxy", null)
          .read("HTTPS_PROXY", null)
          .set("proxy");

  /** The host of the proxy, a networking property of the JDK. */
  public static final Setting<String> PROXY_HOST =
      Setting.<String>row(Scope.CONDITIONAL, Parser.TEXT).readProperty("https.proxyHost");

  /** The port of the proxy, a networking property of the JDK. */
  public static final Setting<Integer> PROXY_PORT =
      Setting.<Integer>row(Scope.CONDITIONAL, Parser.PORT)
          .readProperty("https.proxyPort")
          .byDefault("443");

  /** Hosts that are reached without the proxy, in the format of the variable. */
  public static final Setting<String> NO_PROXY =
      Setting.<String>row(Scope.CONDITIONAL, Parser.TEXT)
          .read("no_proxy", null)
          .read("NO_PROXY", null);

  /** Hosts that are reached without the proxy, in the format of the JDK. */
  public static final Setting<String> NON_PROXY_HOSTS =
      Setting.<String>row(Scope.CONDITIONAL, Parser.TEXT).readProperty("http.nonProxyHosts");

  /** Whether the password may be sent in clear text to a proxy beyond loopback. */
  public static final Setting<Boolean> ALLOW_PLAIN_PROXY_PASSWORD =
      Setting.<Boolean>row(Scope.CONDITIONAL, Parser.FLAG)
          .read("IRSA_ALLOW_PLAIN_PROXY_PASSWORD", null)
          .set("allowPlainProxyPassword")
          .byDefault("false");

  /** The SSL context of connections. */
  public static final Setting<SSLContext> SSL_CONTEXT =
      Setting.<SSLContext>row(Scope.ANY, Parser.OBJECT).set("sslContext").byIdentity();

  /** The application's client of STS. */
  public static final Setting<WebIdentityExchange> WEB_IDENTITY_EXCHANGE =
      Setting.<WebIdentityExchange>row(Scope.ANY, Parser.OBJECT)
          .set("webIdentityExchange")
          .byIdentity();

  /** When credentials are refreshed. */
  public static final Setting<RefreshPolicy> REFRESH_POLICY =
      Setting.<RefreshPolicy>row(Scope.ANY, Parser.OBJECT)
          .named("RefreshPolicy.advisoryWindow")
          .set("policy")
          .byDefault(RefreshPolicy.standard());

  /** How long callers wait. */
  public static final Setting<Duration> DEADLINE =
      Setting.<Duration>row(Scope.HANDLE, Parser.OBJECT).set("deadline");

  /** Whether this library provides credentials at all. */
  public static final Setting<Boolean> ENABLED =
      Setting.<Boolean>row(Scope.ANY, Parser.SWITCH)
          .read("IRSA_ENABLED", "irsa.enabled")
          .spring("irsa.enabled")
          .notInKey();

  /** How requests of this process are treated that another identity signed. */
  public static final Setting<GuardMode> GUARD =
      Setting.<GuardMode>row(Scope.ANY, Parser.GUARD)
          .read("IRSA_GUARD", "irsa.guard")
          .spring("irsa.guard")
          .notInKey();

  /** The other identities that may sign requests. */
  public static final Setting<List<String>> GUARD_ALLOW =
      Setting.<List<String>>row(Scope.ANY, Parser.NAMES)
          .read("IRSA_GUARD_ALLOW", "irsa.guard.allow")
          .spring("irsa.guard-allow")
          .notInKey();

  /** The views of the pod's own handle that a provider opens, each of its predecessor. */
  public static final Setting<List<ViewRequest>> VIEWS =
      Setting.<List<ViewRequest>>row(Scope.HANDLE, Parser.OBJECT).named("chainedRole(...)");

  /** How many sessions of other roles are kept. */
  public static final Setting<Integer> MAX_ROLES =
      Setting.<Integer>row(Scope.HANDLE, Parser.OBJECT).set("maxRoles");

  /** Whether the first credentials are fetched at once. */
  public static final Setting<Boolean> EAGER =
      Setting.<Boolean>row(Scope.HANDLE, Parser.OBJECT).set("eager");

  /** The receivers of events. */
  public static final Setting<List<? extends Consumer<IrsaEvent>>> LISTENERS =
      Setting.<List<? extends Consumer<IrsaEvent>>>row(Scope.HANDLE, Parser.OBJECT)
          .set("addListener");

  /** Whether properties and variables may supply the identity. */
  public static final Setting<Boolean> USE_ENVIRONMENT_IDENTITY =
      Setting.<Boolean>row(Scope.HANDLE, Parser.OBJECT).set("useEnvironmentIdentity");

  /** Replaces the environment variables of the process. */
  public static final Setting<Environment> ENVIRONMENT =
      Setting.<Environment>row(Scope.HANDLE, Parser.OBJECT).set("environment");

  private final int index;
  private final Scope scope;
  private final Parser parser;
  private String label = "";
  private List<String> variables = List.of();
  private List<String> properties = List.of();
  private @Nullable String method;
  private @Nullable String frameworkKey;
  private @Nullable String springProperty;
  private @Nullable Setting<?> replaces;
  private @Nullable SettingValue<?> standard;
  private boolean inKey = true;
  private boolean dropped;
  private boolean withIdentity;
  private boolean byIdentity;
  private boolean forRole;

  private Setting(int index, Scope scope, Parser parser) {
    this.index = index;
    this.scope = scope;
    this.parser = parser;
  }

  /**
   * Starts a row of a setting that the key of sessions contains. The parser must return values of
   * the type.
   */
  private static <T> Setting<T> row(Scope scope, Parser parser) {
    Setting<T> row = new Setting<>(ROWS.size(), scope, parser);
    ROWS.add(row);
    return row;
  }

  private Setting<T> named(String name) {
    label = name;
    return this;
  }

  private Setting<T> read(String variable, @Nullable String property) {
    label = label.isEmpty() ? variable : label;
    variables = and(variables, variable);
    return property == null ? this : readProperty(property);
  }

  private Setting<T> readProperty(String property) {
    label = label.isEmpty() ? property : label;
    properties = and(properties, property);
    return this;
  }

  private static List<String> and(List<String> names, String name) {
    return names.isEmpty() ? List.of(name) : List.of(names.get(0), name);
  }

  private Setting<T> set(String builderMethod) {
    label = label.isEmpty() ? builderMethod + "(...)" : label;
    method = builderMethod;
    return this;
  }

  private Setting<T> set(String builderMethod, String key) {
    frameworkKey = key;
    return set(builderMethod);
  }

  private Setting<T> spring(String property) {
    springProperty = property;
    return this;
  }

  /** Sets what counts if nobody sets a value, as it would be set. */
  private Setting<T> byDefault(Object value) {
    standard = new SettingValue<>(value, SettingValue.DEFAULT);
    return this;
  }

  /** Affects a session only through other values, such as the endpoint, or not at all. */
  private Setting<T> notInKey() {
    inKey = false;
    return this;
  }

  /** Is of the session of the pod. A chained role has its own value, or none. */
  private Setting<T> droppedByChainedRoles() {
    dropped = true;
    return this;
  }

  private Setting<T> inPlaceOf(Setting<?> other) {
    replaces = other;
    other.replaces = this;
    return this;
  }

  /** May differ in a session with the same token, and not only in a chained role. */
  private Setting<T> inViews() {
    forRole = true;
    return this;
  }

  /** Ignored in the environment if the environment's identity is. */
  private Setting<T> withIdentity() {
    withIdentity = true;
    return this;
  }

  private Setting<T> byIdentity() {
    byIdentity = true;
    return this;
  }

  /** Returns all settings. */
  public static List<Setting<?>> values() {
    return List.copyOf(ROWS);
  }

  /** Returns the number of settings, for tables by {@link #index}. */
  static int count() {
    return ROWS.size();
  }

  int index() {
    return index;
  }

  static Setting<?> at(int index) {
    return ROWS.get(index);
  }

  /** Returns the sources of credentials that it is for. */
  public Scope scope() {
    return scope;
  }

  /**
   * Returns whether a process with this setting is configured for a pod's identity, even partly.
   */
  public boolean configuresPod() {
    return scope == Scope.WEB_IDENTITY || scope == Scope.CONTAINER || this == IDENTITY_SOURCE;
  }

  /** Returns whether a source needs its value. */
  boolean isNeededBy(IdentitySource source) {
    return scope != Scope.HANDLE
        && scope != Scope.CONDITIONAL
        && (scope == Scope.ANY
            || (scope == Scope.CONTAINER) == (source == IdentitySource.CONTAINER));
  }

  /** Returns whether it says where STS is. */
  boolean locatesSts() {
    return scope == Scope.STS && !dropped;
  }

  /** Returns whether it may be in the key of sessions. */
  boolean isInKey() {
    return inKey;
  }

  /** Returns whether it belongs to the handle, on which sessions do not depend. */
  boolean isOfHandle() {
    return scope == Scope.HANDLE;
  }

  /** Returns whether chained roles do not take it from the session that assumes them. */
  boolean isDroppedByChainedRoles() {
    return dropped;
  }

  /** Returns what counts if nobody sets a value, or null. */
  @Nullable SettingValue<?> standard() {
    return standard;
  }

  Parser parser() {
    return parser;
  }

  /**
   * Parses a value. Returns null if it is refused.
   *
   * @param refusals takes the reasons
   */
  @SuppressWarnings("unchecked") // The row names a parser of its type.
  @Nullable T parse(SettingValue<?> value, List<Refusal> refusals) {
    return (T) parser.parse(value, refusals);
  }

  /** Returns the name in messages, which is also the key in the origins of a status. */
  public String label() {
    return label;
  }

  /** Returns the names of the environment variables, in their order of precedence. */
  public List<String> variables() {
    return variables;
  }

  /** Returns the names of the system properties, in their order of precedence. */
  public List<String> properties() {
    return properties;
  }

  /** Returns the name of the method of the builder, or null. */
  public @Nullable String method() {
    return method;
  }

  /** Returns the key that frameworks use, or null. */
  public @Nullable String frameworkKey() {
    return frameworkKey;
  }

  /** Returns the property of the Spring Boot starter, or null. */
  public @Nullable String springProperty() {
    return springProperty;
  }

  /** Returns the setting that this one unsets when it is set in code, or null. */
  @Nullable Setting<?> replaces() {
    return replaces;
  }

  /** Returns whether a blank value is an error; otherwise it counts as missing. */
  boolean mayNotBeBlank() {
    return parser == Parser.POLICY;
  }

  /**
   * Returns whether values are compared by identity. An object of the application may have an
   * {@code equals} that throws or blocks, and a hash code that changes.
   */
  boolean isByIdentity() {
    return byIdentity;
  }

  /** Returns whether it is ignored in the environment if the environment's identity is. */
  boolean isOfIdentity() {
    return withIdentity || scope == Scope.WEB_IDENTITY || scope == Scope.CONTAINER;
  }

  /** Returns whether a session with the same token may differ in it. */
  boolean isForRole() {
    return forRole;
  }

  /** Returns whether the status contains its origin. */
  boolean hasOrigin() {
    return !variables.isEmpty() || !properties.isEmpty() || dropped;
  }

  /** Returns whether it affects only this library's own client of STS. */
  boolean isOfOurClient() {
    return this == STS_REGIONAL_ENDPOINTS
        || this == USE_FIPS_ENDPOINT
        || this == USE_DUALSTACK_ENDPOINT;
  }

  /** Returns whether handles that differ in it never share a session, if this is their source. */
  public boolean matters(IdentitySource source) {
    return inKey && isNeededBy(source);
  }

  /**
   * Returns the name for a problem. Keys of frameworks and properties of Spring are named as they
   * are. All other names lead to the same row of the settings page, so the label is used.
   *
   * @param origin where the value was set, or null if it is missing
   */
  String nameAt(@Nullable String origin) {
    return origin == null
            || origin.equals(SettingValue.BUILDER)
            || origin.equals(SettingValue.DEFAULT)
            || isInEnvironment(origin)
        ? label
        : origin;
  }

  /** Returns whether an origin is one of its variables or properties. */
  boolean isInEnvironment(String origin) {
    return variables.contains(origin) || properties.contains(origin);
  }

  /** Returns the value of a property or variable of this process, or null if none is set. */
  public @Nullable String ofProcess() {
    SettingValue<String> value = in(Environment.system());
    return value == null ? null : value.value();
  }

  /** Returns the value of a property or variable of an environment, or null if none is set. */
  public @Nullable SettingValue<String> in(Environment environment) {
    // Without iterators: each handle does this for each setting.
    for (int i = 0; i < properties.size(); i++) {
      String name = properties.get(i);
      SettingValue<String> value = trimmed(environment.property(name), name);
      if (value != null) {
        return value;
      }
    }
    for (int i = 0; i < variables.size(); i++) {
      String name = variables.get(i);
      SettingValue<String> value = trimmed(environment.variable(name), name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  static @Nullable SettingValue<String> trimmed(@Nullable String text, String origin) {
    if (text == null) {
      return null;
    }
    String trimmed = text.strip();
    return trimmed.isEmpty() ? null : new SettingValue<>(trimmed, origin);
  }

  @Override
  public String toString() {
    return label;
  }
}
