package dev.irsa.internal.config;

import dev.irsa.internal.http.HttpProxy;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the proxy of a server. Problems of the proxy's settings matter only for servers that
 * would use it.
 *
 * <p>System properties follow the JDK's networking properties. Environment variables follow curl
 * and the AWS SDKs.
 *
 * @param proxy the proxy; null if the server is reached directly, or if there are problems
 * @param values the values that it depends on
 * @param problems the problems of these values
 */
record ProxyRule(@Nullable HttpProxy proxy, ParsedValues values, List<SettingProblem> problems) {

  /** Returns the proxy of a server. */
  static ProxyRule of(FoundValues found, URI server) {
    ParsedValues values = ParsedValues.of(choose(found, server));
    HttpProxy proxy = proxy(values);
    if (proxy == null || isAllowed(proxy, values)) {
      return new ProxyRule(proxy, values, values.problems());
    }
    return new ProxyRule(null, values, List.of(plainPassword(proxy, values)));
  }

  /**
   * Chooses the values that matter for a server. Loopback is always reached directly. Plain http
   * servers and exempt hosts are reached directly unless the proxy was set in code.
   */
  private static FoundValues choose(FoundValues found, URI server) {
    if (ContainerHosts.isLoopback(server.getHost())) {
      return FoundValues.none();
    }
    if (found.isGiven(Setting.PROXY)) {
      return found.only(Setting.PROXY, Setting.ALLOW_PLAIN_PROXY_PASSWORD);
    }
    if (!"https".equalsIgnoreCase(server.getScheme())) {
      return FoundValues.none();
    }
    boolean isOfJdk = found.has(Setting.PROXY_HOST);
    Setting<String> exceptions = isOfJdk ? Setting.NON_PROXY_HOSTS : Setting.NO_PROXY;
    SettingValue<?> entries = found.get(exceptions);
    if (entries != null
        && new NoProxy(entries.value().toString(), isOfJdk).entryFor(server) != null) {
      return found.only(exceptions);
    }
    return isOfJdk
        ? found.only(exceptions, Setting.PROXY_HOST, Setting.PROXY_PORT)
        : found.only(exceptions, Setting.PROXY, Setting.ALLOW_PLAIN_PROXY_PASSWORD);
  }

  private static @Nullable HttpProxy proxy(ParsedValues values) {
    String host = values.get(Setting.PROXY_HOST);
    Integer port = values.get(Setting.PROXY_PORT);
    if (host == null) {
      return values.get(Setting.PROXY);
    }
    return port == null ? null : new HttpProxy(host, port, false, null, "https.proxyHost");
  }

  private static boolean isAllowed(HttpProxy proxy, ParsedValues values) {
    return !proxy.hasCredentials()
        || proxy.isTls()
        || ContainerHosts.isLoopback(proxy.host())
        || values.flag(Setting.ALLOW_PLAIN_PROXY_PASSWORD);
  }

  private static SettingProblem plainPassword(HttpProxy proxy, ParsedValues values) {
    return SettingProblem.of(
        Refusal.Kind.INVALID,
        Setting.PROXY,
        values.at(Setting.PROXY),
        "the proxy URL contains a user and password (not shown), which would be sent to "
            + proxy.host()
            + ":"
            + proxy.port()
            + " in clear text",
        "use a proxy with TLS (https://...) or one that does not require a password, or exempt STS"
            + " (no_proxy); in a trusted network set IRSA_ALLOW_PLAIN_PROXY_PASSWORD=true or"
            + " allowPlainProxyPassword(true) on the builder");
  }
}
