package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy, given as a URL or as host and port. Immutable.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param tls whether the connection to the proxy uses TLS
 * @param userInfo decoded user, colon and password, or null; a secret
 * @param origin where the proxy was set
 */
public record ProxyUrl(
    String host, int port, boolean tls, @Nullable String userInfo, String origin) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Parses a setting. Returns null after adding a problem if it is not usable. */
  static @Nullable ProxyUrl read(
      SettingValue value, boolean plainPasswordAllowed, List<Problem> problems) {
    String text = value.text();
    URI uri;
    try {
      uri = new URI(text.indexOf("://") < 0 ? "http://" + text : text);
    } catch (URISyntaxException e) {
      return refuse(value, "is not a URL", problems);
    }
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    if (!tls && !"http".equalsIgnoreCase(uri.getScheme())) {
      return refuse(value, "is neither an http nor an https proxy", problems);
    }
    if (!hasExpectedHost(uri, text) || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return refuse(value, "does not contain a host and a port from 1 to 65535", problems);
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    String userInfo = userInfo(uri.getRawUserInfo());
    if (userInfo != null && !tls && !plainPasswordAllowed && !HttpUrl.isLoopback(uri.getHost())) {
      problems.add(plainPassword(value, uri.getHost() + ":" + port));
      return null;
    }
    return new ProxyUrl(uri.getHost(), port, tls, userInfo, value.origin());
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

  private static Problem plainPassword(SettingValue value, String proxy) {
    return new Problem(
        ProxyRules.LABEL,
        value.origin(),
        "the proxy URL contains a user and password (not shown), which would be sent to "
            + proxy
            + " in clear text",
        "use a proxy with TLS (https://...) or one that does not require a password, or exempt STS"
            + " (no_proxy); in a trusted network set IRSA_ALLOW_PLAIN_PROXY_PASSWORD=true or"
            + " allowPlainProxyPassword(true) on the builder");
  }

  /** Returns the port, 1 to 65535, or -1 if the text is not one. */
  static int port(String text) {
    if (text.length() > 5 || !SettingValue.isDigits(text, 0, text.length())) {
      return -1;
    }
    int port = Integer.parseInt(text);
    return port < 1 || port > 65_535 ? -1 : port;
  }

  private static @Nullable ProxyUrl refuse(
      SettingValue value, String found, List<Problem> problems) {
    boolean secret = value.text().indexOf('@') >= 0;
    problems.add(
        new Problem(
            ProxyRules.LABEL,
            value.origin(),
            (secret ? "the proxy URL (not shown)" : value.quoted()) + " " + found,
            "use http://host:port or https://host:port"
                + (secret
                    ? ", before the host user:password@ with special characters percent-encoded"
                        + " (%40 for @, %2F for /, %23 for #)"
                    : "")));
    return null;
  }

  @Override
  public String toString() {
    return "ProxyUrl[" + (tls ? "https://" : "http://") + host + ":" + port + "]";
  }
}
