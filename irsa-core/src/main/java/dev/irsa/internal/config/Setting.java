package dev.irsa.internal.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings and their names, one constant for each row of the configuration table. The names of
 * the proxy's properties and variables are in {@link ProxyRules}.
 */
public enum Setting {
  /** The role to assume. */
  ROLE_ARN("AWS_ROLE_ARN", "aws.roleArn"),
  /** The path of the web identity token file. */
  WEB_IDENTITY_TOKEN_FILE("AWS_WEB_IDENTITY_TOKEN_FILE", "aws.webIdentityTokenFile"),
  /** What supplies web identity tokens in place of a file. The value only describes it. */
  WEB_IDENTITY_TOKEN(List.of(), List.of(), "webIdentityToken(...)"),
  /** The path of the credentials at the endpoint of ECS. */
  CONTAINER_CREDENTIALS_RELATIVE_URI(
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "aws.containerCredentialsPath"),
  /** The URI of the credentials at a container credentials endpoint. */
  CONTAINER_CREDENTIALS_FULL_URI(
      "AWS_CONTAINER_CREDENTIALS_FULL_URI", "aws.containerCredentialsFullUri"),
  /** The path of the file with the authorization token. */
  CONTAINER_AUTHORIZATION_TOKEN_FILE(
      "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "aws.containerAuthorizationTokenFile"),
  /** The authorization token, a secret. */
  CONTAINER_AUTHORIZATION_TOKEN(
      "AWS_CONTAINER_AUTHORIZATION_TOKEN", "aws.containerAuthorizationToken"),
  /** The endpoint of ECS, to which the relative URI belongs. */
  CONTAINER_SERVICE_ENDPOINT("AWS_CONTAINER_SERVICE_ENDPOINT", "aws.containerServiceEndpoint"),
  /** The role session name. */
  ROLE_SESSION_NAME("AWS_ROLE_SESSION_NAME", "aws.roleSessionName"),
  /** The region. */
  REGION(List.of("aws.region"), List.of("AWS_REGION", "AWS_DEFAULT_REGION"), "AWS_REGION"),
  /** Whether regional or legacy endpoints are used: {@code regional} or {@code legacy}. */
  STS_REGIONAL_ENDPOINTS("AWS_STS_REGIONAL_ENDPOINTS"),
  /** Whether FIPS endpoints are used. */
  USE_FIPS_ENDPOINT("AWS_USE_FIPS_ENDPOINT", "aws.useFipsEndpoint"),
  /** Whether dual-stack endpoints are used. */
  USE_DUALSTACK_ENDPOINT("AWS_USE_DUALSTACK_ENDPOINT", "aws.useDualstackEndpoint"),
  /** The endpoint of STS, which replaces that of the region. */
  ENDPOINT_URL_STS("AWS_ENDPOINT_URL_STS", "aws.endpointUrlSts"),
  /** The endpoint of all services, which replaces those of the region. */
  ENDPOINT_URL("AWS_ENDPOINT_URL", "aws.endpointUrl"),
  /** Whether endpoints from properties and variables are ignored. */
  IGNORE_CONFIGURED_ENDPOINT_URLS(
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "aws.ignoreConfiguredEndpointUrls"),
  /** Whether plain http endpoints beyond loopback are allowed. */
  ALLOW_PLAIN_HTTP("IRSA_ALLOW_PLAIN_HTTP"),
  /** The URL of the proxy. The formats of properties and variables differ. */
  PROXY(List.of(), List.of(), "https_proxy"),
  /** Whether the password may be sent in clear text to a proxy beyond loopback. */
  ALLOW_PLAIN_PROXY_PASSWORD("IRSA_ALLOW_PLAIN_PROXY_PASSWORD"),
  /** The duration of a session in seconds. */
  SESSION_DURATION_SECONDS("IRSA_SESSION_DURATION_SECONDS", "irsa.sessionDurationSeconds"),
  /** A session policy, a JSON document. */
  SESSION_POLICY(List.of(), List.of(), "session policy"),
  /** The ARNs of managed session policies. */
  SESSION_POLICY_ARNS(List.of(), List.of(), "session policy ARNs"),
  /** The only source to use. */
  IDENTITY_SOURCE(List.of(), List.of(), "identitySource"),
  /** A PEM file with certificate authorities to trust in addition to the platform's. */
  CA_BUNDLE("AWS_CA_BUNDLE");

  @SuppressWarnings("ImmutableEnumChecker") // Only created by List.of.
  private final List<String> properties;

  @SuppressWarnings("ImmutableEnumChecker") // Only created by List.of.
  private final List<String> variables;

  private final String label;

  Setting(String variable) {
    this(List.of(), List.of(variable), variable);
  }

  Setting(String variable, String property) {
    this(List.of(property), List.of(variable), variable);
  }

  Setting(List<String> properties, List<String> variables, String label) {
    this.properties = properties;
    this.variables = variables;
    this.label = label;
  }

  /**
   * Returns whether this setting is part of the identity, and not of the transport or the session.
   * Those come first.
   */
  boolean belongsToIdentity() {
    return compareTo(REGION) <= 0;
  }

  /** Returns the value of a property or variable of this process, or null if none is set. */
  public @Nullable String ofProcess() {
    return in(Environment.system());
  }

  /** Returns the value of a property or variable of an environment, or null if none is set. */
  public @Nullable String in(Environment environment) {
    SettingValue found = new SettingLookup(environment, Overrides.none()).configured(this);
    return found == null ? null : found.text();
  }

  /** Returns the names of the system properties; the first one that is set takes precedence. */
  public List<String> properties() {
    return properties;
  }

  /** Returns the names of the environment variables; the first one that is set takes precedence. */
  public List<String> variables() {
    return variables;
  }

  /** Returns the name that users know, for messages and as key of the origins. */
  public String label() {
    return label;
  }

  /**
   * Returns a path, or null for a text that is none on this system and in this process's locale.
   */
  public static @Nullable Path pathOrNull(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
