package dev.irsa.internal.config;

import dev.irsa.internal.config.Resolution.Report;
import dev.irsa.internal.http.HttpProxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Determines the proxy of an endpoint. Problems of the proxy's settings matter only for endpoints
 * that would use it.
 *
 * <p>System properties follow the JDK's networking properties. Environment variables follow curl
 * and the AWS SDKs.
 */
final class ProxyRule {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private ProxyRule() {}

  /**
   * Returns the proxy for an endpoint; null if it is reached directly, or after adding a problem.
   * Loopback is always reached directly. Plain http endpoints and exempt hosts are reached directly
   * unless the proxy was set in code.
   */
  static @Nullable HttpProxy choose(Resolution settings, URI endpoint) {
    if (HttpUrl.isLoopback(endpoint.getHost())) {
      return null;
    }
    if (settings.isGiven(Setting.PROXY)) {
      return ofUrl(settings);
    }
    boolean isPlain = !"https".equalsIgnoreCase(endpoint.getScheme());
    String host = settings.value(Setting.PROXY_HOST);
    if (host != null) {
      return isPlain || isExempt(settings, Setting.NON_PROXY_HOSTS, endpoint)
          ? null
          : ofProperties(settings, host);
    }
    return isPlain || isExempt(settings, Setting.NO_PROXY, endpoint) ? null : ofUrl(settings);
  }

  private static boolean isExempt(Resolution settings, Setting<String> exceptions, URI endpoint) {
    String entries = settings.value(exceptions);
    int port = endpoint.getPort() < 0 ? HTTPS_PORT : endpoint.getPort();
    return entries != null
        && new NoProxy(entries, exceptions == Setting.NON_PROXY_HOSTS)
            .matches(endpoint.getHost(), port);
  }

  private static @Nullable HttpProxy ofProperties(Resolution settings, String host) {
    Value<?> port = settings.found(Setting.PROXY_PORT);
    Integer number =
        port == null ? Integer.valueOf(HTTPS_PORT) : settings.value(Setting.PROXY_PORT);
    return number == null ? null : new HttpProxy(host, number, false, null, "https.proxyHost");
  }

  private static @Nullable HttpProxy ofUrl(Resolution settings) {
    HttpProxy proxy = settings.value(Setting.PROXY);
    if (proxy == null
        || !proxy.hasCredentials()
        || proxy.isTls()
        || HttpUrl.isLoopback(proxy.host())
        || settings.flag(Setting.ALLOW_PLAIN_PROXY_PASSWORD)) {
      return proxy;
    }
    settings.problem(
        Problem.Kind.INVALID,
        Setting.PROXY,
        "the proxy URL contains a user and password (not shown), which would be sent to "
            + proxy.host()
            + ":"
            + proxy.port()
            + " in clear text",
        "use a proxy with TLS (https://...) or one that does not require a password, or exempt STS"
            + " (no_proxy); in a trusted network set IRSA_ALLOW_PLAIN_PROXY_PASSWORD=true or"
            + " allowPlainProxyPassword(true) on the builder");
    return null;
  }

  /** Parses the URL of a proxy. Returns null after adding a problem if it is not usable. */
  static @Nullable HttpProxy parse(String text, Report report) {
    URI uri;
    try {
      uri = new URI(text.indexOf("://") < 0 ? "http://" + text : text);
    } catch (URISyntaxException e) {
      return refuse(text, report, "is not a URL");
    }
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    if (!tls && !"http".equalsIgnoreCase(uri.getScheme())) {
      return refuse(text, report, "is neither an http nor an https proxy");
    }
    if (!hasExpectedHost(uri, text) || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return refuse(text, report, "does not contain a host and a port from 1 to 65535");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    return new HttpProxy(uri.getHost(), port, tls, userInfo(uri.getRawUserInfo()), report.origin());
  }

  /**
   * Returns whether the URL was parsed as intended. With an unencoded slash in the password, the
   * beginning of the password would be taken for the host.
   */
  private static boolean hasExpectedHost(URI uri, String text) {
    int at = text.lastIndexOf('@');
    return uri.getHost() != null && (at < 0 || text.startsWith(uri.getHost(), at + 1));
  }

  private static @Nullable String userInfo(@Nullable String raw) {
    if (raw == null || raw.isEmpty()) {
      return null;
    }
    // URLDecoder is meant for forms, in which a plus stands for a space.
    String decoded = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    return raw.indexOf(':') < 0 ? decoded + ":" : decoded;
  }

  private static @Nullable HttpProxy refuse(String text, Report report, String found) {
    boolean secret = text.indexOf('@') >= 0;
    report.problem(
        (secret ? "the proxy URL (not shown)" : Value.quote(text)) + " " + found,
        "use http://host:port or https://host:port"
            + (secret
                ? ", before the host user:password@ with special characters percent-encoded"
                    + " (%40 for @, %2F for /, %23 for #)"
                : ""));
    return null;
  }
}
