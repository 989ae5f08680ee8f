package dev.irsa.internal.http;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way to an endpoint: directly or through a proxy's tunnel, with TLS or without, to the proxy
 * as to the endpoint.
 */
public final class ConnectionFactory {

  private final URI endpoint;
  private final Transport transport;

  public ConnectionFactory(URI endpoint, Transport transport) {
    this.endpoint = endpoint;
    this.transport = transport;
  }

  /** Returns a new connection, ready for the request; its call closes it. */
  Socket open(CancellableCall state) throws IOException {
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
    return TlsHandshake.over(connection, tls, host, port());
  }

  /**
   * Proxies usually tunnel to port 443 only, and a request without a tunnel would show them the
   * token and the credentials.
   */
  private static void refuse(@Nullable HttpProxy proxy, CancellableCall state) throws IOException {
    if (proxy != null) {
      state.reached(Stage.CONNECT);
      throw new IOException("plain http does not go through a proxy");
    }
  }

  private Socket tunnel(
      HttpProxy proxy, Connector connector, SSLSocketFactory tls, CancellableCall state)
      throws IOException {
    state.towards(proxy);
    String host = withoutBrackets(proxy.host());
    Socket connection = connector.connect(host, proxy.port());
    if (proxy.isTls()) {
      state.reached(Stage.TLS);
      connection = TlsHandshake.over(connection, tls, host, proxy.port());
      state.reached(Stage.CONNECT);
    }
    try {
      ProxyTunnel.open(connection, proxy, endpoint.getHost(), port());
    } finally {
      TlsHandshake.forgetSession(connection);
    }
    state.towards(null);
    return connection;
  }

  private SSLSocketFactory trusted(CancellableCall state) throws IOException {
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
  public String authority() {
    boolean usual = port() == (isPlain() ? 80 : 443);
    return usual ? endpoint.getHost() : endpoint.getHost() + ":" + port();
  }

  private static String withoutBrackets(@Nullable String host) {
    if (host == null) {
      throw new IllegalArgumentException("the endpoint does not contain a host");
    }
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
