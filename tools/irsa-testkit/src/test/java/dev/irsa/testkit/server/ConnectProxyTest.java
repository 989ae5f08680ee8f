package dev.irsa.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import dev.irsa.testkit.server.ConnectProxy.ConnectRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

final class ConnectProxyTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String STS = "sts.eu-west-1.amazonaws.com";

  private final LabCertificateAuthority authority = LabCertificateAuthority.create();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final ConcurrentMap<String, InetSocketAddress> backends = new ConcurrentHashMap<>();

  @Test
  void rejectsHostsWithoutABackend() throws Exception {
    try (var proxy = start();
        var client = connect(proxy)) {
      assertEquals(
          "HTTP/1.1 403 Forbidden",
          ask(client, "CONNECT Other.amazonaws.com:443 HTTP/1.1\r\n\r\n"));
      assertEquals(
          List.of(new ConnectRequest(NOW, "Other.amazonaws.com:443", 403)), proxy.requests());
      assertEquals("other.amazonaws.com", proxy.requests().get(0).host());
    }
  }

  @Test
  void aRefusedRequestLeavesTheConnectionOpen() throws Exception {
    try (var down = unheardSocket();
        var proxy = start();
        var client = connect(proxy)) {
      backends.put("down.test", (InetSocketAddress) down.getLocalSocketAddress());
      assertEquals(
          "HTTP/1.1 502 Bad Gateway", ask(client, "CONNECT down.test:443 HTTP/1.1\r\n\r\n"));
      assertEquals("HTTP/1.1 405 Method Not Allowed", ask(client, "GET / HTTP/1.1\r\n\r\n"));
      assertEquals(
          List.of(502, 405), proxy.requests().stream().map(ConnectRequest::status).toList());
    }
  }

  @Test
  void resetOfTheBackendReachesTheClientAsAFailure() throws Exception {
    try (var resetting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      backends.put("reset.test", (InetSocketAddress) resetting.getLocalSocketAddress());
      var accepted = CompletableFuture.runAsync(() -> resetAfterOneByte(resetting));
      try (var proxy = start();
          var client = connect(proxy)) {
        assertEquals(
            "HTTP/1.1 200 Connection Established",
            ask(client, "CONNECT reset.test:443 HTTP/1.1\r\n\r\n"));
        var tls =
            (SSLSocket)
                authority
                    .clientContext()
                    .getSocketFactory()
                    .createSocket(client, "reset.test", 443, true);
        tls.getOutputStream().write('x');

        assertThrows(IOException.class, () -> tls.getInputStream().read());
        accepted.get();
      }
    }
  }

  /** That it leaves neither threads nor its port is {@code IrsaLabTest}. */
  @Test
  void closingEndsTunnels() throws Exception {
    try (var backend = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var proxy = start();
        var client = connect(proxy)) {
      backends.put(STS, (InetSocketAddress) backend.getLocalSocketAddress());
      ask(client, "CONNECT " + STS + ":443 HTTP/1.1\r\n\r\n");
      var tls =
          (SSLSocket)
              authority.clientContext().getSocketFactory().createSocket(client, STS, 443, true);
      tls.startHandshake();
      proxy.close();

      assertTrue(ends(tls));
    }
  }

  private ConnectProxy start() throws IOException {
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return ConnectProxy.start(authority::serverContext, clock, backends::get, at, "127.0.0.1");
  }

  private static Socket connect(ConnectProxy proxy) throws IOException {
    return new Socket(proxy.uri().getHost(), proxy.uri().getPort());
  }

  private static String ask(Socket client, String request) throws IOException {
    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.getInputStream().read());
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  private static boolean ends(Socket socket) {
    try (socket) {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Returns a socket that is bound but not listening, so that its address refuses connections while
   * it is open.
   */
  private static Socket unheardSocket() throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }

  private static void resetAfterOneByte(ServerSocket listener) {
    try (var socket = listener.accept()) {
      socket.getInputStream().read();
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
