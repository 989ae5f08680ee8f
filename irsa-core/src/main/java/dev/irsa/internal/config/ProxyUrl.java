package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as people spell it: a URL, or host and port. Immutable.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param tls whether the proxy itself is spoken to over TLS
 * @param userInfo user, colon and password, decoded, or null; a secret
 * @param origin where it came from
 */
public record ProxyUrl(
    String host, int port, boolean tls, @Nullable String userInfo, String origin) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Reads a text; null when it cannot be used, which is a problem then. */
  static @Nullable ProxyUrl read(
      SettingValue value, boolean plainPassword, List<Problem> problems) {
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
    if (!isWhole(uri, text) || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return refuse(value, "does not contain a host and a port from 1 to 65535", problems);
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    String userInfo = userInfo(uri.getRawUserInfo());
    if (userInfo != null && !tls && !plainPassword && !Hosts.isLoopback(uri.getHost())) {
      problems.add(plainPassword(value, uri.getHost() + ":" + port));
      return null;
    }
    return new ProxyUrl(uri.getHost(), port, tls, userInfo, value.origin());
  }

  /** A slash in a password that nobody encoded would make its beginning a host. */
  private static boolean isWhole(URI uri, String text) {
    int at = text.lastIndexOf('@');
    return uri.getHost() != null && (at < 0 || text.startsWith(uri.getHost(), at + 1));
  }

  private static @Nullable String userInfo(@Nullable String raw) {
    if (raw == null || raw.isEmpty()) {
      return null;
    }
    // What URLDecoder is made for, forms, has a plus for a blank.
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
        "use a proxy over TLS (https://...) or one that asks for no password, or exempt STS"
            + " (no_proxy); in a network that you trust set IRSA_ALLOW_PLAIN_PROXY_PASSWORD=true or"
            + " allowPlainProxyPassword(true) on the builder");
  }

  /** Returns a port of 1 to 65535, or -1. */
  static int port(String text) {
    if (text.length() > 5 || !SettingText.isDigits(text, 0, text.length())) {
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
            (secret ? "the proxy URL (not shown)" : SettingText.quote(value.text())) + " " + found,
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
