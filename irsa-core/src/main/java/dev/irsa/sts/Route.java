package dev.irsa.sts;

import dev.irsa.identity.ExchangeUnavailableException.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The way to an endpoint: directly or through a proxy's tunnel, with TLS or without. */
final class Route {

  private final URI endpoint;
  private final Transport transport;

  Route(URI endpoint, Transport transport) {
    this.endpoint = endpoint;
    this.transport = transport;
  }

  /** Returns a new connection, ready for the request; its call closes it. */
  Socket open(CallState state) throws IOException {
    SSLSocketFactory tls = isPlain() ? null : trusted(state);
    Socket connection = connect(state);
    if (tls == null) {
      return connection;
    }
    state.reached(Stage.TLS);
    return TlsLayer.over(connection, tls, withoutBrackets(endpoint.getHost()), port());
  }

  private Socket connect(CallState state) throws IOException {
    Connector connector = new Connector(transport.resolver(), state);
    InetSocketAddress proxy = transport.proxy();
    if (proxy == null) {
      return connector.connect(withoutBrackets(endpoint.getHost()), port());
    }
    if (isPlain()) {
      // Proxies tunnel to port 443 as a rule, and a request without a tunnel would show them the
      // token and the credentials.
      state.reached(Stage.CONNECT);
      throw new IOException("plain http does not go through a proxy");
    }
    Socket connection = connector.connect(withoutBrackets(proxy.getHostString()), proxy.getPort());
    Tunnel.open(connection, endpoint.getHost(), port());
    return connection;
  }

  private SSLSocketFactory trusted(CallState state) throws IOException {
    try {
      return transport.trust().context().getSocketFactory();
    } catch (IOException e) {
      state.reached(Stage.TLS);
      throw e;
    }
  }

  private boolean isPlain() {
    return "http".equalsIgnoreCase(endpoint.getScheme());
  }

  private int port() {
    int port = endpoint.getPort();
    return port >= 0 ? port : isPlain() ? 80 : 443;
  }

  /** Returns what stands in the {@code Host} field: with the port unless it is the scheme's. */
  String authority() {
    boolean usual = port() == (isPlain() ? 80 : 443);
    return usual ? endpoint.getHost() : endpoint.getHost() + ":" + port();
  }

  private static String withoutBrackets(@Nullable String host) {
    if (host == null) {
      throw new IllegalArgumentException("the endpoint names no host");
    }
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
