package dev.irsa.sts;

import dev.irsa.identity.ExchangeUnavailableException.Stage;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way to an endpoint: directly or through a proxy's tunnel, with TLS or without, to the proxy
 * as to the endpoint.
 */
final class Route {

  private final URI endpoint;
  private final Transport transport;

  Route(URI endpoint, Transport transport) {
    this.endpoint = endpoint;
    this.transport = transport;
  }

  /** Returns a new connection, ready for the request; its call closes it. */
  Socket open(CallState state) throws IOException {
    Connector connector = new Connector(transport.resolver(), state);
    HttpProxy proxy = transport.proxy();
    String host = withoutBrackets(endpoint.getHost());
    if (isPlain()) {
      refuse(proxy, state);
      return connector.connect(host, port());
    }
    SSLSocketFactory tls = trusted(state);
    Socket connection =
        proxy == null ? connector.connect(host, port()) : tunnel(proxy, connector, tls, state);
    state.reached(Stage.TLS);
    return TlsLayer.over(connection, tls, host, port());
  }

  /**
   * Proxies tunnel to port 443 as a rule, and a request without a tunnel would show them the token
   * and the credentials.
   */
  private static void refuse(@Nullable HttpProxy proxy, CallState state) throws IOException {
    if (proxy != null) {
      state.reached(Stage.CONNECT);
      throw new IOException("plain http does not go through a proxy");
    }
  }

  private Socket tunnel(HttpProxy proxy, Connector connector, SSLSocketFactory tls, CallState state)
      throws IOException {
    state.towards(proxy);
    String host = withoutBrackets(proxy.host());
    Socket connection = connector.connect(host, proxy.port());
    if (proxy.isTls()) {
      state.reached(Stage.TLS);
      connection = TlsLayer.over(connection, tls, host, proxy.port());
      state.reached(Stage.CONNECT);
    }
    try {
      Tunnel.open(connection, proxy, endpoint.getHost(), port());
    } finally {
      TlsLayer.forgetSession(connection);
    }
    state.towards(null);
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
