package dev.irsa.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that opens a tunnel to STS. Immutable. Proxies are equal if their connections are,
 * regardless of their origin. The text form contains neither user nor password.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param isTls whether the connection to the proxy uses TLS
 * @param userInfo user, colon and password for Basic authentication (RFC 7617), or null; a secret
 * @param origin where the proxy was set, for messages
 */
public record HttpProxy(
    String host, int port, boolean isTls, @Nullable String userInfo, String origin) {

  /** Returns a proxy without TLS and without a password. */
  public static HttpProxy at(InetSocketAddress address, String origin) {
    return new HttpProxy(address.getHostString(), address.getPort(), false, null, origin);
  }

  /** Returns whether the proxy has a user and password. */
  public boolean hasCredentials() {
    return userInfo != null;
  }

  private static String encoded(String userInfo) {
    return Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Turns a connection to a proxy into a tunnel (RFC 9110, CONNECT). This is the only request that
   * contains the password.
   *
   * @param connection the connection to the proxy
   * @param target host and port, an address of IPv6 in brackets
   * @throws TunnelRefusedException if the proxy refuses
   */
  void openTunnel(Socket connection, String target) throws IOException {
    String request =
        "CONNECT "
            + target
            + " HTTP/1.1\r\nHost: "
            + target
            + "\r\nUser-Agent: "
            + HttpRequest.USER_AGENT
            + "\r\n"
            + authorizationField()
            + "\r\n";
    connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    ResponseReader input = new ResponseReader(connection.getInputStream());
    ResponseHead head = ResponseHead.read(input);
    if (head.status() / 100 != 2) {
      throw new TunnelRefusedException(head.status(), contentType(head));
    }
    if (input.hasUnreadBytes()) {
      // These bytes would be lost, and the TLS handshake would fail with a misleading error.
      throw new IOException("the proxy sent more than the head of its response");
    }
  }

  private @Nullable String contentType(ResponseHead head) {
    String type = head.value("content-type");
    return type == null || isContainedIn(type) ? null : type;
  }

  /**
   * Returns the {@code Proxy-Authorization} field with its line end, or an empty string; a secret.
   */
  private String authorizationField() {
    return userInfo == null ? "" : "Proxy-Authorization: Basic " + encoded(userInfo) + "\r\n";
  }

  /** Returns whether a text contains the encoded user and password. */
  private boolean isContainedIn(String text) {
    return userInfo != null && text.contains(encoded(userInfo));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HttpProxy that
        && host.equals(that.host)
        && port == that.port
        && isTls == that.isTls
        && Objects.equals(userInfo, that.userInfo);
  }

  @Override
  public int hashCode() {
    return host.hashCode() * 31 + port;
  }

  @Override
  public String toString() {
    return (isTls ? "https://" : "http://") + host + ":" + port + " (from " + origin + ")";
  }
}
