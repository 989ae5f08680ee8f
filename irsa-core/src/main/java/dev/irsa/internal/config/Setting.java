package dev.irsa.internal.config;

import java.util.List;

/**
 * What can be set, and under which names. One constant for each row of the configuration table; the
 * properties and variables of the proxy are {@link ProxyRules}'s.
 */
public enum Setting {
  /** The role to assume. */
  ROLE_ARN("AWS_ROLE_ARN", "aws.roleArn"),
  /** The file that kubelet keeps the web identity token in. */
  WEB_IDENTITY_TOKEN_FILE("AWS_WEB_IDENTITY_TOKEN_FILE", "aws.webIdentityTokenFile"),
  /** The role session name. */
  ROLE_SESSION_NAME("AWS_ROLE_SESSION_NAME", "aws.roleSessionName"),
  /** The region. */
  REGION(List.of("aws.region"), List.of("AWS_REGION", "AWS_DEFAULT_REGION"), "AWS_REGION"),
  /** {@code regional} or {@code legacy}. */
  STS_REGIONAL_ENDPOINTS(
      List.of(), List.of("AWS_STS_REGIONAL_ENDPOINTS"), "AWS_STS_REGIONAL_ENDPOINTS"),
  /** Whether FIPS endpoints are used. */
  USE_FIPS_ENDPOINT("AWS_USE_FIPS_ENDPOINT", "aws.useFipsEndpoint"),
  /** Whether dual-stack endpoints are used. */
  USE_DUALSTACK_ENDPOINT("AWS_USE_DUALSTACK_ENDPOINT", "aws.useDualstackEndpoint"),
  /** Another endpoint than AWS's own, for STS alone. */
  ENDPOINT_URL_STS("AWS_ENDPOINT_URL_STS", "aws.endpointUrlSts"),
  /** Another endpoint than AWS's own, for every service. */
  ENDPOINT_URL("AWS_ENDPOINT_URL", "aws.endpointUrl"),
  /** Whether endpoints of properties and variables are passed over. */
  IGNORE_CONFIGURED_ENDPOINT_URLS(
      List.of(),
      List.of("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
  /** Whether a plain http endpoint is taken beyond loopback. */
  ALLOW_PLAIN_HTTP(List.of(), List.of("IRSA_ALLOW_PLAIN_HTTP"), "IRSA_ALLOW_PLAIN_HTTP"),
  /** The proxy, a URL; properties and variables spell it in ways of their own. */
  PROXY(List.of(), List.of(), "https_proxy"),
  /** Whether a proxy beyond loopback that is spoken to without TLS is sent its password. */
  ALLOW_PLAIN_PROXY_PASSWORD(
      List.of(), List.of("IRSA_ALLOW_PLAIN_PROXY_PASSWORD"), "IRSA_ALLOW_PLAIN_PROXY_PASSWORD"),
  /** How long a session lasts, in seconds. */
  SESSION_DURATION_SECONDS("IRSA_SESSION_DURATION_SECONDS", "irsa.sessionDurationSeconds"),
  /** A session policy, a JSON document. */
  SESSION_POLICY(List.of(), List.of(), "session policy"),
  /** A PEM file of certificate authorities to trust besides the platform's. */
  CA_BUNDLE(List.of(), List.of("AWS_CA_BUNDLE"), "AWS_CA_BUNDLE");

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of alone.
  private final List<String> properties;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of alone.
  private final List<String> variables;

  private final String label;

  Setting(String variable, String property) {
    this(List.of(property), List.of(variable), variable);
  }

  Setting(List<String> properties, List<String> variables, String label) {
    this.properties = properties;
    this.variables = variables;
    this.label = label;
  }

  /** Returns whether it says who asks, not how STS is reached or what is asked for. */
  boolean isOfIdentity() {
    return this == ROLE_ARN
        || this == WEB_IDENTITY_TOKEN_FILE
        || this == ROLE_SESSION_NAME
        || this == REGION;
  }

  /** Returns the system properties that hold it, the first one wins. */
  public List<String> properties() {
    return properties;
  }

  /** Returns the environment variables that hold it, the first one wins. */
  public List<String> variables() {
    return variables;
  }

  /** Returns the name that people know it by, in messages and as key of the origins. */
  public String label() {
    return label;
  }
}
