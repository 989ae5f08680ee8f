package dev.irsa.testkit.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection to the {@link ConnectProxy}: rejected requests first, if any, then the
 * tunnel.
 */
final class ProxyConnection {

  private final ConnectProxy proxy;
  private final Socket client;

  ProxyConnection(ConnectProxy proxy, Socket client) {
    this.proxy = proxy;
    this.client = client;
  }

  void serve() {
    try (client) {
      client.setTcpNoDelay(true);
      boolean open = true;
      // After a rejection the client may send another request on the same connection, as browsers
      // do after a 407.
      while (open) {
        var head = ConnectHead.read(client.getInputStream());
        open = head != null && answer(head);
      }
    } catch (IOException | RejectedExecutionException e) {
      // The client has disconnected or sent something else, or the proxy is closed.
    }
  }

  private boolean answer(ConnectHead head) throws IOException {
    if (!head.isConnect()) {
      return refuse(head, 405, "Method Not Allowed", "Allow: CONNECT");
    }
    if (!isAuthorized(head)) {
      return refuse(
          head,
          407,
          "Proxy Authentication Required",
          "Proxy-Authenticate: Basic realm=\"irsa lab\"");
    }
    var host = ConnectRequest.hostOf(head.target());
    var address = proxy.backends().backendOf(host);
    if (address == null) {
      return refuse(head, 403, "Forbidden");
    }
    var backend = connect(address);
    if (backend == null) {
      return refuse(head, 502, "Bad Gateway");
    }
    try (backend) {
      answer(head, 200, "Connection Established");
      tunnel(host, backend);
    }
    return false;
  }

  private void tunnel(String host, Socket backend) throws IOException {
    var context = proxy.authority().serverContext(host);
    try (var tls = (SSLSocket) context.getSocketFactory().createSocket(client, null, true)) {
      tls.startHandshake();
      new Tunnel(tls, client, backend).run(proxy.threads());
    }
  }

  private @Nullable Socket connect(InetSocketAddress address) {
    try {
      return proxy.track(new Socket(address.getAddress(), address.getPort()));
    } catch (IOException e) {
      return null;
    }
  }

  private boolean isAuthorized(ConnectHead head) {
    var credentials = proxy.credentials();
    if (credentials == null) {
      return true;
    }
    var sent = head.header("Proxy-Authorization");
    return sent != null && credentials.matches(sent);
  }

  private boolean refuse(ConnectHead head, int status, String reason, String... headers)
      throws IOException {
    answer(head, status, reason, headers);
    return true;
  }

  private void answer(ConnectHead head, int status, String reason, String... headers)
      throws IOException {
    proxy.log(new ConnectRequest(proxy.clock().instant(), head.target(), status));
    client.getOutputStream().write(ConnectHead.answer(status, reason, headers));
  }
}
