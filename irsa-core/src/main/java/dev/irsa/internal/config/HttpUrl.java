package dev.irsa.internal.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Parses URLs of servers to which a token is sent, and classifies their hosts by the text, without
 * DNS. Adds problems to the lookup.
 */
final class HttpUrl {

  private HttpUrl() {}

  /**
   * Returns the URL with a path, or null after adding a problem if it is not usable.
   *
   * @param example what to use, for messages
   */
  static @Nullable URI parse(
      SettingLookup lookup, Setting setting, SettingValue value, String example) {
    String use = "use " + example;
    // Plain http to a remote host is refused by the caller.
    String schemes = setting == Setting.ENDPOINT_URL_STS ? "https" : "http or https";
    boolean mayHaveQuery = setting == Setting.CONTAINER_CREDENTIALS_FULL_URI;
    URI uri;
    try {
      uri = new URI(value.text());
    } catch (URISyntaxException e) {
      return refuse(lookup, setting, value, "is not a URL", use);
    }
    String scheme = uri.getScheme() == null ? "" : SettingValue.lowerCase(uri.getScheme());
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return refuse(lookup, setting, value, "is not an " + schemes + " URL", use);
    }
    if (hasUserInfo(uri)) {
      lookup.problem(
          setting,
          value,
          "the URL contains user information (not shown)",
          "remove it; only the token is needed");
      return null;
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return refuse(
          lookup, setting, value, "does not contain a host and a port from 1 to 65535", use);
    }
    if ((uri.getRawQuery() != null && !mayHaveQuery) || uri.getRawFragment() != null) {
      String found = mayHaveQuery ? "has a fragment" : "has a query or a fragment";
      return refuse(lookup, setting, value, found, "remove it");
    }
    return uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
  }

  /** Adds a problem that shows the URL without secrets, and returns null. */
  static @Nullable URI refuse(
      SettingLookup lookup, Setting setting, SettingValue value, String found, String fix) {
    lookup.problem(setting, value, shown(setting, value.text()) + " " + found, fix);
    return null;
  }

  /** Returns a URL for a message, without its path if that may be a secret, and without a query. */
  private static String shown(Setting setting, String url) {
    if (url.indexOf('@') >= 0) {
      return "the URL (not shown)";
    }
    boolean ofContainer = setting == Setting.CONTAINER_CREDENTIALS_FULL_URI;
    int scheme = url.indexOf("://");
    int end = scheme < 0 ? 0 : scheme + 3;
    while (end < url.length() && "?#".indexOf(url.charAt(end)) < 0) {
      if (ofContainer && url.charAt(end) == '/') {
        break;
      }
      end++;
    }
    return SettingValue.quote(end == url.length() ? url : url.substring(0, end + 1) + "***");
  }

  private static boolean hasUserInfo(URI uri) {
    return uri.getRawUserInfo() != null
        || (uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0);
  }

  static boolean isPlain(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme());
  }

  /**
   * Returns whether a host is a loopback literal: {@code localhost}, 127.0.0.0/8 or {@code [::1]}.
   */
  static boolean isLoopback(String host) {
    String name = SettingValue.lowerCase(host);
    if (name.equals("localhost") || name.equals("[::1]") || name.equals("::1")) {
      return true;
    }
    byte[] address = ipv4(name);
    return address != null && address[0] == 127;
  }

  /** Returns the four bytes of a dotted IPv4 literal, or null if the host is not one. */
  static byte @Nullable [] ipv4(String host) {
    byte[] address = new byte[4];
    int from = 0;
    for (int i = 0; i < 4; i++) {
      int to = i < 3 ? host.indexOf('.', from) : host.length();
      if (to < 0 || to - from > 3 || !SettingValue.isDigits(host, from, to)) {
        return null;
      }
      int number = Integer.parseInt(host.substring(from, to));
      if (number > 255) {
        return null;
      }
      address[i] = (byte) number;
      from = to + 1;
    }
    return address;
  }
}
