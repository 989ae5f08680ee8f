package dev.irsa.config;

import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The way to STS: through which proxy, and for which hosts not. Immutable.
 *
 * <p>System properties follow the JDK's networking properties, environment variables follow curl
 * and the AWS SDKs.
 */
public final class ProxyRules {

  static final String LABEL = "https_proxy";

  private final @Nullable String host;
  private final int port;
  private final Exceptions exceptions;

  private ProxyRules(@Nullable String host, int port, Exceptions exceptions) {
    this.host = host;
    this.port = port;
    this.exceptions = exceptions;
  }

  /** Hosts that are reached without the proxy. */
  interface Exceptions {
    boolean matches(String host, int port);
  }

  /**
   * Returns the proxy's address, unresolved, or null when the endpoint is reached directly: there
   * is no proxy, the endpoint is plain http or on loopback, or a no-proxy rule names it.
   */
  public @Nullable InetSocketAddress proxyFor(URI endpoint) {
    if (host == null || !"https".equalsIgnoreCase(endpoint.getScheme()) || isLoopback(endpoint)) {
      return null;
    }
    int endpointPort = endpoint.getPort() < 0 ? 443 : endpoint.getPort();
    return exceptions.matches(endpoint.getHost(), endpointPort)
        ? null
        : InetSocketAddress.createUnresolved(host, port);
  }

  /** Returns whether an endpoint is on this machine by its literal, so that no proxy is asked. */
  public static boolean isLoopback(URI endpoint) {
    return Hosts.isLoopback(endpoint.getHost());
  }

  /** Reads properties, then variables. */
  static ProxyRules find(Lookup lookup) {
    Value propertyHost = lookup.property("https.proxyHost");
    if (propertyHost != null) {
      lookup.origins().put(LABEL, propertyHost.origin());
      Value excepted = lookup.property("http.nonProxyHosts");
      return new ProxyRules(
          propertyHost.text(),
          port(lookup, lookup.property("https.proxyPort")),
          new NonProxyHosts(excepted == null ? "" : excepted.text()));
    }
    Value variable = either(lookup, "https_proxy", "HTTPS_PROXY");
    if (variable == null) {
      return new ProxyRules(null, 0, new NonProxyHosts(""));
    }
    lookup.origins().put(LABEL, variable.origin());
    Value excepted = either(lookup, "no_proxy", "NO_PROXY");
    InetSocketAddress proxy = ProxyUrl.read(lookup, variable);
    return new ProxyRules(
        proxy == null ? null : proxy.getHostString(),
        proxy == null ? 0 : proxy.getPort(),
        new NoProxy(excepted == null ? "" : excepted.text()));
  }

  private static @Nullable Value either(Lookup lookup, String first, String second) {
    Value value = lookup.variable(first);
    return value == null ? lookup.variable(second) : value;
  }

  private static int port(Lookup lookup, @Nullable Value value) {
    if (value == null) {
      return 443;
    }
    int port = ProxyUrl.port(value.text());
    if (port < 0) {
      lookup.problem(
          "https.proxyPort",
          value.origin(),
          Texts.quote(value.text()) + " is no port",
          "use 1 to 65535");
      return 443;
    }
    return port;
  }
}
