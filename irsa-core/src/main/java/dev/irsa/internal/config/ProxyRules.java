package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to STS: through which proxy, and for which hosts not. Immutable. What is wrong with a
 * proxy counts only where it would be used.
 *
 * <p>System properties follow the JDK's networking properties, environment variables follow curl
 * and the AWS SDKs.
 */
public final class ProxyRules {

  static final String LABEL = Setting.PROXY.label();

  private final @Nullable ProxyUrl proxy;
  private final List<Problem> problems;

  /** Null where code set the proxy: then there are none. */
  private final @Nullable Exceptions exceptions;

  private ProxyRules(
      @Nullable ProxyUrl proxy, List<Problem> problems, @Nullable Exceptions exceptions) {
    this.proxy = proxy;
    this.problems = List.copyOf(problems);
    this.exceptions = exceptions;
  }

  /** Hosts that are reached without the proxy. */
  interface Exceptions {
    boolean matches(String host, int port);
  }

  /**
   * Returns the proxy, or null when the endpoint is reached directly or {@link #problemsFor} say
   * why not. Loopback is always reached directly; plain http too, and what a rule exempts, unless
   * code set the proxy.
   */
  public @Nullable ProxyUrl proxyFor(URI endpoint) {
    return appliesTo(endpoint) ? proxy : null;
  }

  /** Returns what is wrong with the proxy, if it would be used for the endpoint; maybe nothing. */
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

  /** Returns whether an endpoint is on this machine by its literal, so that no proxy is asked. */
  public static boolean isLoopback(URI endpoint) {
    return Hosts.isLoopback(endpoint.getHost());
  }

  /** Reads what code set, then properties, then variables. */
  static ProxyRules find(SettingLookup lookup) {
    boolean plainPassword = lookup.flag(Setting.ALLOW_PLAIN_PROXY_PASSWORD);
    SettingValue set = lookup.overridden(Setting.PROXY);
    if (set != null) {
      return of(lookup, set, plainPassword, null);
    }
    SettingValue propertyHost = lookup.property("https.proxyHost");
    if (propertyHost != null) {
      return ofProperties(lookup, propertyHost);
    }
    SettingValue variable = either(lookup, "https_proxy", "HTTPS_PROXY");
    if (variable == null) {
      return new ProxyRules(null, List.of(), null);
    }
    SettingValue excepted = either(lookup, "no_proxy", "NO_PROXY");
    return of(
        lookup, variable, plainPassword, new NoProxy(excepted == null ? "" : excepted.text()));
  }

  private static ProxyRules of(
      SettingLookup lookup,
      SettingValue value,
      boolean plainPassword,
      @Nullable Exceptions exceptions) {
    lookup.origins().put(LABEL, value.origin());
    List<Problem> problems = new ArrayList<>();
    ProxyUrl proxy = ProxyUrl.read(value, plainPassword, problems);
    return new ProxyRules(proxy, problems, exceptions);
  }

  private static ProxyRules ofProperties(SettingLookup lookup, SettingValue host) {
    lookup.origins().put(LABEL, host.origin());
    List<Problem> problems = new ArrayList<>();
    int port = port(lookup.property("https.proxyPort"), problems);
    SettingValue excepted = lookup.property("http.nonProxyHosts");
    return new ProxyRules(
        problems.isEmpty() ? new ProxyUrl(host.text(), port, false, null, host.origin()) : null,
        problems,
        new NonProxyHosts(excepted == null ? "" : excepted.text()));
  }

  private static @Nullable SettingValue either(SettingLookup lookup, String first, String second) {
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
              SettingText.quote(value.text()) + " is not a port",
              "use 1 to 65535"));
    }
    return port;
  }
}
