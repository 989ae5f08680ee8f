package dev.irsa.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Asks an HTTP proxy for a tunnel to a host (RFC 9110, CONNECT). This is the only request that
 * contains the proxy's password.
 */
final class ProxyTunnel {

  private ProxyTunnel() {}

  /**
   * Turns a connection to a proxy into a tunnel to a host.
   *
   * @param connection the connection to the proxy
   * @param host a name, or an address, in brackets if it is IPv6
   * @throws ProxyTunnelException if the proxy refuses
   */
  static void open(Socket connection, HttpProxy proxy, String host, int port) throws IOException {
    String target = host + ":" + port;
    String request =
        "CONNECT "
            + target
            + " HTTP/1.1\r\nHost: "
            + target
            + "\r\nUser-Agent: "
            + HttpClient.USER_AGENT
            + "\r\n"
            + proxy.authorizationField()
            + "\r\n";
    connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    ResponseReader input = new ResponseReader(connection.getInputStream());
    ResponseHead head = ResponseHead.read(input);
    if (head.status() / 100 != 2) {
      throw new ProxyTunnelException(head.status(), contentType(head, proxy));
    }
    if (input.hasUnreadBytes()) {
      // These bytes would be lost, and the TLS handshake would fail with a misleading error.
      throw new IOException("the proxy sent more than the head of its response");
    }
  }

  private static @Nullable String contentType(ResponseHead head, HttpProxy proxy) {
    String type = head.value("content-type");
    return type == null || proxy.isContainedIn(type) ? null : type;
  }
}
