package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines which proxy is used for an endpoint, if any. Immutable. Problems of the proxy settings
 * matter only for endpoints that would use the proxy.
 *
 * <p>System properties follow the JDK's networking properties. Environment variables follow curl
 * and the AWS SDKs.
 */
public final class ProxyRules {

  static final String LABEL = Setting.PROXY.label();

  private final @Nullable ProxyUrl proxy;
  private final List<Problem> problems;

  /** The hosts that are reached directly; null if the proxy was given in code. */
  private final @Nullable Exceptions exceptions;

  private ProxyRules(
      @Nullable ProxyUrl proxy, List<Problem> problems, @Nullable Exceptions exceptions) {
    this.proxy = proxy;
    this.problems = List.copyOf(problems);
    this.exceptions = exceptions;
  }

  /** Matches hosts that are reached without the proxy. */
  interface Exceptions {
    boolean matches(String host, int port);
  }

  /**
   * Returns the proxy for an endpoint, or null if it is reached directly or {@link #problemsFor}
   * returns problems. Loopback is always reached directly. Unless the proxy was given in code, so
   * are plain http endpoints and hosts that a rule exempts.
   */
  public @Nullable ProxyUrl proxyFor(URI endpoint) {
    return appliesTo(endpoint) ? proxy : null;
  }

  /**
   * Returns the problems of the proxy settings if the proxy would be used for the endpoint,
   * otherwise an empty list.
   */
  public List<Problem> problemsFor(URI endpoint) {
    return appliesTo(endpoint) ? problems : List.of();
  }

  private boolean appliesTo(URI endpoint) {
    int port = endpoint.getPort() < 0 ? 443 : endpoint.getPort();
    return !isLoopback(endpoint)
        && (exceptions == null
            || ("https".equalsIgnoreCase(endpoint.getScheme())
                && !exceptions.matches(endpoint.getHost(), port)));
  }

  /**
   * Returns whether the host of an endpoint is a loopback literal, which is always reached
   * directly.
   */
  public static boolean isLoopback(URI endpoint) {
    return HttpUrl.isLoopback(endpoint.getHost());
  }

  /** Reads the proxy from the overrides, then from properties, then from variables. */
  static ProxyRules find(SettingLookup lookup) {
    boolean plainPasswordAllowed = lookup.flag(Setting.ALLOW_PLAIN_PROXY_PASSWORD);
    SettingValue override = lookup.overridden(Setting.PROXY);
    if (override != null) {
      return of(lookup, override, plainPasswordAllowed, null);
    }
    SettingValue propertyHost = lookup.property("https.proxyHost");
    if (propertyHost != null) {
      return ofProperties(lookup, propertyHost);
    }
    SettingValue variable = firstOf(lookup, "https_proxy", "HTTPS_PROXY");
    if (variable == null) {
      return new ProxyRules(null, List.of(), null);
    }
    SettingValue noProxy = firstOf(lookup, "no_proxy", "NO_PROXY");
    return of(
        lookup, variable, plainPasswordAllowed, new NoProxy(noProxy == null ? "" : noProxy.text()));
  }

  private static ProxyRules of(
      SettingLookup lookup,
      SettingValue value,
      boolean plainPasswordAllowed,
      @Nullable Exceptions exceptions) {
    lookup.origins().put(LABEL, value.origin());
    List<Problem> problems = new ArrayList<>();
    ProxyUrl proxy = ProxyUrl.read(value, plainPasswordAllowed, problems);
    return new ProxyRules(proxy, problems, exceptions);
  }

  private static ProxyRules ofProperties(SettingLookup lookup, SettingValue host) {
    lookup.origins().put(LABEL, host.origin());
    List<Problem> problems = new ArrayList<>();
    int port = port(lookup.property("https.proxyPort"), problems);
    SettingValue noProxy = lookup.property("http.nonProxyHosts");
    return new ProxyRules(
        problems.isEmpty() ? new ProxyUrl(host.text(), port, false, null, host.origin()) : null,
        problems,
        new NonProxyHosts(noProxy == null ? "" : noProxy.text()));
  }

  private static @Nullable SettingValue firstOf(SettingLookup lookup, String first, String second) {
    SettingValue value = lookup.variable(first);
    return value == null ? lookup.variable(second) : value;
  }

  private static int port(@Nullable SettingValue value, List<Problem> problems) {
    if (value == null) {
      return 443;
    }
    int port = ProxyUrl.port(value.text());
    if (port < 0) {
      problems.add(
          new Problem(
              "https.proxyPort",
              value.origin(),
              value.quoted() + " is not a port",
              "use 1 to 65535"));
    }
    return port;
  }
}
