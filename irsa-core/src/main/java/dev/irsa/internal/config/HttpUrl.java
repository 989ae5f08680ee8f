package dev.irsa.internal.config;

import dev.irsa.internal.text.AsciiText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of URLs of servers to which a token is sent. Hosts are classified by their text, without
 * DNS.
 *
 * @param example a correct URL, for messages
 * @param schemes the schemes, for messages; plain http to a remote host is refused by the rules
 * @param isOfContainer whether it may have a query, and its path may be a secret
 */
record HttpUrl(String example, String schemes, boolean isOfContainer) {

  static final String ECS = "http://169.254.170.2";

  static final HttpUrl STS = new HttpUrl("https://host[:port][/path]", "https", false);
  static final HttpUrl CONTAINER =
      new HttpUrl("a URL such as http://169.254.170.23/v1/credentials", "http or https", true);
  static final HttpUrl SERVICE = new HttpUrl("a URL such as " + ECS, "http or https", false);

  /** Returns whether a text is a URL rather than a name, valid or not. */
  static boolean isUrl(String text) {
    return text.contains("://");
  }

  /** Returns the URL with a path, or null if it is refused. */
  @Nullable URI parse(String text, List<Refusal> refusals) {
    String use = "use " + example;
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return refuse(text, refusals, "is not a URL", use);
    }
    String scheme = uri.getScheme() == null ? "" : SettingValue.lowerCase(uri.getScheme());
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return refuse(text, refusals, "is not an " + schemes + " URL", use);
    }
    if (hasUserInfo(uri)) {
      refusals.add(
          new Refusal(
              "the URL contains user information (not shown)",
              "remove it; only the token is needed"));
      return null;
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return refuse(text, refusals, "does not contain a host and a port from 1 to 65535", use);
    }
    if ((uri.getRawQuery() != null && !isOfContainer) || uri.getRawFragment() != null) {
      String found = isOfContainer ? "has a fragment" : "has a query or a fragment";
      return refuse(text, refusals, found, "remove it");
    }
    return uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
  }

  /** Adds a refusal of a URL, and returns null. */
  @Nullable URI refuse(String text, List<Refusal> refusals, String found, String fix) {
    refusals.add(refusal(text, found, fix));
    return null;
  }

  /** Returns a refusal that shows a URL without secrets. */
  Refusal refusal(String text, String found, String fix) {
    return new Refusal(shown(text) + " " + found, fix);
  }

  /** Returns a URL for a message, without its path if that may be a secret, and without a query. */
  private String shown(String url) {
    if (url.indexOf('@') >= 0) {
      return "the URL (not shown)";
    }
    int scheme = url.indexOf("://");
    int end = scheme < 0 ? 0 : scheme + 3;
    while (end < url.length() && "?#".indexOf(url.charAt(end)) < 0) {
      if (isOfContainer && url.charAt(end) == '/') {
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

  /** Returns the port, 1 to 65535, or -1 if the text is not one. */
  static int port(String text) {
    if (text.length() > 5 || !AsciiText.isDigits(text, 0, text.length())) {
      return -1;
    }
    int port = Integer.parseInt(text);
    return port < 1 || port > 65_535 ? -1 : port;
  }
}
