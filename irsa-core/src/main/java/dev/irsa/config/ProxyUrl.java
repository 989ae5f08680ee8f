package dev.irsa.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The proxy as environment variables spell it: a URL, or host and port. */
final class ProxyUrl {

  private static final int DEFAULT_PORT = 80;

  private ProxyUrl() {}

  /** Returns the proxy's address, or null when it cannot be used; that is a problem then. */
  static @Nullable InetSocketAddress read(Lookup lookup, Value value) {
    String text = value.text();
    if (text.indexOf('@') >= 0) {
      lookup.problem(
          ProxyRules.LABEL,
          value.origin(),
          "the proxy URL holds user information (not shown)",
          "no credentials are sent to any proxy: use one that asks for none, here or by proxy(...) on"
              + " the builder");
      return null;
    }
    URI uri;
    try {
      uri = new URI(text.indexOf("://") < 0 ? "http://" + text : text);
    } catch (URISyntaxException e) {
      return refuse(lookup, value, "is no URL", "use http://host:port");
    }
    if (!"http".equalsIgnoreCase(uri.getScheme())) {
      return refuse(
          lookup,
          value,
          "is no http proxy",
          "use http://host:port; the way to STS is encrypted inside the tunnel");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return refuse(
          lookup, value, "names no host, or no port of 1 to 65535", "use http://host:port");
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return InetSocketAddress.createUnresolved(uri.getHost(), port);
  }

  /** Returns a port of 1 to 65535, or -1. */
  static int port(String text) {
    if (text.length() > 5 || !Texts.isDigits(text, 0, text.length())) {
      return -1;
    }
    int port = Integer.parseInt(text);
    return port < 1 || port > 65_535 ? -1 : port;
  }

  private static @Nullable InetSocketAddress refuse(
      Lookup lookup, Value value, String found, String fix) {
    lookup.problem(ProxyRules.LABEL, value.origin(), Texts.quote(value.text()) + " " + found, fix);
    return null;
  }
}
