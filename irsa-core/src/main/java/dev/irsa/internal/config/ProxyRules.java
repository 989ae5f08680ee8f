package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.http.HttpProxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines which proxy is used for an endpoint, if any. Immutable. Problems of the proxy settings
 * matter only for endpoints that would use the proxy.
 *
 * <p>System properties follow the JDK's networking properties. Environment variables follow curl
 * and the AWS SDKs.
 */
public final class ProxyRules {

  private static final String LABEL = Setting.PROXY.label();
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final @Nullable HttpProxy proxy;
  private final List<Problem> problems;

  /** The hosts that are reached directly; null if the proxy was given in code. */
  private final @Nullable NoProxy exceptions;

  private ProxyRules(
      @Nullable HttpProxy proxy, List<Problem> problems, @Nullable NoProxy exceptions) {
    this.proxy = proxy;
    this.problems = List.copyOf(problems);
    this.exceptions = exceptions;
  }

  /**
   * Returns the proxy for an endpoint, or null if it is reached directly or {@link #problemsFor}
   * returns problems. Loopback is always reached directly. Unless the proxy was given in code, so
   * are plain http endpoints and hosts that a rule exempts.
   */
  public @Nullable HttpProxy proxyFor(URI endpoint) {
    return appliesTo(endpoint) ? proxy : null;
  }

  /**
   * Returns the problems of the proxy settings if the proxy would be used for the endpoint,
   * otherwise an empty list.
   */
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

  /**
   * Returns whether the host of an endpoint is a loopback literal, which is always reached
   * directly.
   */
  public static boolean isLoopback(URI endpoint) {
    return HttpUrl.isLoopback(endpoint.getHost());
  }

  /** Reads the proxy from the overrides, then from properties, then from variables. */
  static ProxyRules find(SettingLookup lookup) {
    boolean plainPasswordAllowed = lookup.flag(Setting.ALLOW_PLAIN_PROXY_PASSWORD);
    SettingValue override = lookup.overridden(Setting.PROXY);
    if (override != null) {
      return of(lookup, override, plainPasswordAllowed, null);
    }
    SettingValue propertyHost = lookup.property("https.proxyHost");
    if (propertyHost != null) {
      return ofProperties(lookup, propertyHost);
    }
    SettingValue variable = firstOf(lookup, "https_proxy", "HTTPS_PROXY");
    if (variable == null) {
      return new ProxyRules(null, List.of(), null);
    }
    SettingValue noProxy = firstOf(lookup, "no_proxy", "NO_PROXY");
    return of(
        lookup, variable, plainPasswordAllowed, new NoProxy(noProxy == null ? "" : noProxy.text()));
  }

  private static ProxyRules of(
      SettingLookup lookup,
      SettingValue value,
      boolean plainPasswordAllowed,
      @Nullable NoProxy exceptions) {
    lookup.origins().put(LABEL, value.origin());
    List<Problem> problems = new ArrayList<>();
    HttpProxy proxy = read(value, plainPasswordAllowed, problems);
    return new ProxyRules(proxy, problems, exceptions);
  }

  private static ProxyRules ofProperties(SettingLookup lookup, SettingValue host) {
    lookup.origins().put(LABEL, host.origin());
    List<Problem> problems = new ArrayList<>();
    int port = port(lookup.property("https.proxyPort"), problems);
    SettingValue noProxy = lookup.property("http.nonProxyHosts");
    return new ProxyRules(
        problems.isEmpty() ? new HttpProxy(host.text(), port, false, null, host.origin()) : null,
        problems,
        new NoProxy(noProxy == null ? "" : noProxy.text(), true));
  }

  private static @Nullable SettingValue firstOf(SettingLookup lookup, String first, String second) {
    SettingValue value = lookup.variable(first);
    return value == null ? lookup.variable(second) : value;
  }

  private static int port(@Nullable SettingValue value, List<Problem> problems) {
    if (value == null) {
      return HTTPS_PORT;
    }
    int port = port(value.text());
    if (port < 0) {
      problems.add(
          new Problem(
              "https.proxyPort",
              value.origin(),
              value.quoted() + " is not a port",
              "use 1 to 65535"));
    }
    return port;
  }

  /** Parses a setting. Returns null after adding a problem if it is not usable. */
  private static @Nullable HttpProxy read(
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
    return new HttpProxy(uri.getHost(), port, tls, userInfo, value.origin());
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
        LABEL,
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

  private static @Nullable HttpProxy refuse(
      SettingValue value, String found, List<Problem> problems) {
    boolean secret = value.text().indexOf('@') >= 0;
    problems.add(
        new Problem(
            LABEL,
            value.origin(),
            (secret ? "the proxy URL (not shown)" : value.quoted()) + " " + found,
            "use http://host:port or https://host:port"
                + (secret
                    ? ", before the host user:password@ with special characters percent-encoded"
                        + " (%40 for @, %2F for /, %23 for #)"
                    : "")));
    return null;
  }
}
