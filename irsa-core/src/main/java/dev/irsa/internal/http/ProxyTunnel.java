package dev.irsa.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Has an HTTP proxy connect to a host by name (RFC 9110, CONNECT). Here alone it is sent its
 * password.
 */
final class ProxyTunnel {

  private ProxyTunnel() {}

  /**
   * Makes a tunnel of a connection to a proxy.
   *
   * @param connection to the proxy
   * @param host a name, or an address with brackets if it needs them
   * @throws ProxyTunnelException when the proxy says no
   */
  static void open(Socket connection, HttpProxy proxy, String host, int port) throws IOException {
    String target = host + ":" + port;
    String request =
        "CONNECT "
            + target
            + " HTTP/1.1\r\nHost: "
            + target
            + "\r\nUser-Agent: "
            + UserAgent.TEXT
            + "\r\n"
            + proxy.authorization()
            + "\r\n";
    connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    ResponseReader input = new ResponseReader(connection.getInputStream());
    ResponseHead head = ResponseHead.read(input);
    if (head.status() / 100 != 2) {
      throw new ProxyTunnelException(head.status(), contentType(head, proxy));
    }
    if (input.isAhead()) {
      // It would be lost, and TLS would fail in a way that nobody understands.
      throw new IOException("the proxy sent more than the head of its response");
    }
  }

  private static @Nullable String contentType(ResponseHead head, HttpProxy proxy) {
    String type = head.value("content-type");
    return type == null || proxy.isRepeatedIn(type) ? null : type;
  }
}
