package dev.irsa.sts;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Has an HTTP proxy connect to a host by name (RFC 9110, CONNECT). Sends it no password. */
final class Tunnel {

  private Tunnel() {}

  /**
   * Makes a tunnel of a connection to a proxy.
   *
   * @param host a name, or an address with brackets if it needs them
   * @throws TunnelRefusedException when the proxy says no
   */
  static void open(Socket proxy, String host, int port) throws IOException {
    String target = host + ":" + port;
    String request =
        "CONNECT "
            + target
            + " HTTP/1.1\r\nHost: "
            + target
            + "\r\nUser-Agent: "
            + UserAgent.TEXT
            + "\r\n\r\n";
    proxy.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    AnswerInput input = new AnswerInput(proxy.getInputStream());
    AnswerHead head = AnswerHead.read(input);
    if (head.status() / 100 != 2) {
      throw new TunnelRefusedException(head.status(), head.value("content-type"));
    }
    if (input.isAhead()) {
      // It would be lost, and TLS would fail in a way that nobody understands.
      throw new IOException("the proxy sent more than the head of its answer");
    }
  }
}
