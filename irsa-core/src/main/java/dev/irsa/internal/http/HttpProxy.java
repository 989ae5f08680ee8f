package dev.irsa.internal.http;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that opens a tunnel to STS. Immutable. Proxies are equal if their connections are,
 * regardless of their origin. The text form contains neither user nor password.
 */
public final class HttpProxy {

  private final String host;
  private final int port;
  private final boolean tls;
  private final @Nullable String credentials;
  private final String origin;

  /**
   * Creates a proxy.
   *
   * @param host a name or an address
   * @param port 1 to 65535
   * @param tls whether the connection to the proxy uses TLS
   * @param userInfo user, colon and password for Basic authentication (RFC 7617), or null; a secret
   * @param origin where the proxy was set, for messages
   */
  public HttpProxy(String host, int port, boolean tls, @Nullable String userInfo, String origin) {
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.credentials =
        userInfo == null
            ? null
            : Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    this.origin = origin;
  }

  /** Returns a proxy without TLS and without a password. */
  public static HttpProxy at(InetSocketAddress address, String origin) {
    return new HttpProxy(address.getHostString(), address.getPort(), false, null, origin);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  boolean isTls() {
    return tls;
  }

  /** Returns whether the proxy has a user and password. */
  public boolean hasCredentials() {
    return credentials != null;
  }

  /**
   * Returns the {@code Proxy-Authorization} field with its line end, or an empty string; a secret.
   */
  String authorizationField() {
    return credentials == null ? "" : "Proxy-Authorization: Basic " + credentials + "\r\n";
  }

  /** Returns whether a text contains the encoded user and password. */
  boolean isContainedIn(String text) {
    return credentials != null && text.contains(credentials);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HttpProxy that
        && host.equals(that.host)
        && port == that.port
        && tls == that.tls
        && Objects.equals(credentials, that.credentials);
  }

  @Override
  public int hashCode() {
    return host.hashCode() * 31 + port;
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + host + ":" + port + " (from " + origin + ")";
  }
}
