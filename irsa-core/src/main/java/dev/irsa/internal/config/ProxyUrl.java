package dev.irsa.internal.config;

import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpProxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The URLs of proxies, in the format of {@code https_proxy}. */
final class ProxyUrl {

  private ProxyUrl() {}

  /** Parses the URL of a proxy. Returns null if it is refused. */
  static @Nullable HttpProxy parse(String text, String origin, List<Refusal> refusals) {
    URI uri;
    try {
      uri = new URI(text.indexOf("://") < 0 ? "http://" + text : text);
    } catch (URISyntaxException e) {
      return refuse(text, refusals, "is not a URL");
    }
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    if (!tls && !"http".equalsIgnoreCase(uri.getScheme())) {
      return refuse(text, refusals, "is neither an http nor an https proxy");
    }
    if (!hasExpectedHost(uri, text) || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return refuse(text, refusals, "does not contain a host and a port from 1 to 65535");
    }
    String userInfo = userInfo(uri.getRawUserInfo());
    return new HttpProxy(uri.getHost(), ConnectionFactory.port(uri), tls, userInfo, origin);
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

  private static @Nullable HttpProxy refuse(String text, List<Refusal> refusals, String found) {
    boolean secret = text.indexOf('@') >= 0;
    refusals.add(
        new Refusal(
            (secret ? "the proxy URL (not shown)" : SettingValue.quote(text)) + " " + found,
            "use http://host:port or https://host:port"
                + (secret
                    ? ", before the host user:password@ with special characters percent-encoded"
                        + " (%40 for @, %2F for /, %23 for #)"
                    : "")));
    return null;
  }
}
