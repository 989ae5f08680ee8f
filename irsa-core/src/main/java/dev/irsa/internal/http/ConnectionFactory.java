package dev.irsa.internal.http;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.exchange.IoDeadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to an endpoint, directly or through a proxy's tunnel, with or without TLS to
 * the endpoint and to the proxy.
 */
public final class ConnectionFactory {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final URI endpoint;
  private final Transport transport;

  ConnectionFactory(URI endpoint, Transport transport) {
    this.endpoint = endpoint;
    this.transport = transport;
  }

  /** Opens a connection and prepares it for the request. The call closes it. */
  Socket open(HttpExchange call) throws IOException {
    HttpProxy proxy = transport.proxy();
    String host = withoutBrackets(endpoint.getHost());
    int port = port(endpoint);
    if (isPlain(endpoint)) {
      rejectProxy(proxy, call);
      return connect(host, port, call);
    }
    SSLSocketFactory sockets = socketFactory(call);
    Socket connection = proxy == null ? connect(host, port, call) : tunnel(proxy, sockets, call);
    call.reached(Stage.TLS);
    return secure(connection, sockets, host, port);
  }

  /**
   * Connects to a host. Tries its addresses in order, each for an equal share of two seconds.
   *
   * @param host a name, or an address without brackets
   */
  private Socket connect(String host, int port, HttpExchange call) throws IOException {
    call.reached(Stage.DNS);
    InetAddress[] addresses = transport.resolver().addresses(host);
    if (addresses.length == 0) {
      throw new UnknownHostException(host);
    }
    // Checked again: a lookup has no time limit, and one that took too long is not a failure to
    // connect.
    call.reached(Stage.DNS);
    call.reached(Stage.CONNECT);
    return connect(addresses, port, call);
  }

  private static Socket connect(InetAddress[] addresses, int port, HttpExchange call)
      throws IOException {
    IoDeadline deadline = call.deadline().within(CONNECT_TIMEOUT);
    IOException last = null;
    for (int i = 0; i < addresses.length; i++) {
      try {
        int share = Math.max(1, deadline.remainingMillis() / (addresses.length - i));
        return connect(new InetSocketAddress(addresses[i], port), share, call);
      } catch (IOException e) {
        call.checkNotAborted();
        if (last != null) {
          e.addSuppressed(last);
        }
        last = e;
      }
    }
    throw last == null ? new UnknownHostException() : last;
  }

  private static Socket connect(InetSocketAddress address, int millis, HttpExchange call)
      throws IOException {
    DeadlineSocket socket = call.capture(new DeadlineSocket(call.deadline()));
    try {
      socket.connect(address, millis);
      return socket;
    } catch (IOException e) {
      call.close();
      throw e;
    }
  }

  /**
   * Ends the use of a connection. The next call may resume its TLS session if this one succeeded,
   * unless the session belongs to a context of the application.
   */
  void release(Socket connection, boolean succeeded) {
    if (!succeeded || transport.sslContext() != null) {
      forgetSession(connection);
    }
  }

  /**
   * Adds TLS: current versions only, with verification of the host name. After a failure the next
   * handshake is a full one, and reads the trusted authorities again.
   */
  private Socket secure(Socket connection, SSLSocketFactory sockets, String host, int port)
      throws IOException {
    try {
      return handshake(connection, sockets, host, port);
    } catch (IOException e) {
      transport.sslContexts().forget();
      throw e;
    }
  }

  private static Socket handshake(
      Socket connection, SSLSocketFactory sockets, String host, int port) throws IOException {
    // The call closes the connection, not this socket, whose close could wait for the peer.
    SSLSocket socket = (SSLSocket) sockets.createSocket(connection, host, port, false);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(PROTOCOLS);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Invalidates the TLS session of a connection, so that no other connection resumes it. */
  private static void forgetSession(Socket connection) {
    if (connection instanceof SSLSocket socket) {
      socket.getSession().invalidate();
    }
  }

  /**
   * Rejects a proxy for plain http. Proxies usually allow tunnels to port 443 only, and without a
   * tunnel the proxy would see the token and the credentials.
   */
  private static void rejectProxy(@Nullable HttpProxy proxy, HttpExchange call) throws IOException {
    if (proxy != null) {
      call.reached(Stage.CONNECT);
      throw new IOException("plain http through a proxy is not supported");
    }
  }

  private Socket tunnel(HttpProxy proxy, SSLSocketFactory sockets, HttpExchange call)
      throws IOException {
    call.setProxy(proxy);
    String host = withoutBrackets(proxy.host());
    Socket connection = connect(host, proxy.port(), call);
    if (proxy.isTls()) {
      call.reached(Stage.TLS);
      connection = secure(connection, sockets, host, proxy.port());
      call.reached(Stage.CONNECT);
    }
    try {
      proxy.openTunnel(connection, endpoint.getHost() + ":" + port(endpoint));
    } finally {
      forgetSession(connection);
    }
    call.setProxy(null);
    return connection;
  }

  private SSLSocketFactory socketFactory(HttpExchange call) throws IOException {
    try {
      return transport.sslContexts().context().getSocketFactory();
    } catch (IOException e) {
      call.reached(Stage.TLS);
      throw e;
    }
  }

  /** Returns whether connections to an endpoint are without TLS. */
  public static boolean isPlain(URI endpoint) {
    return "http".equalsIgnoreCase(endpoint.getScheme());
  }

  /** Returns the port of an endpoint, which usually follows from the scheme. */
  public static int port(URI endpoint) {
    return endpoint.getPort() >= 0 ? endpoint.getPort() : usualPort(endpoint);
  }

  private static int usualPort(URI endpoint) {
    return isPlain(endpoint) ? 80 : 443;
  }

  /**
   * Returns the value of the {@code Host} field, with the port unless it is the scheme's default.
   */
  public static String authority(URI endpoint) {
    int port = endpoint.getPort();
    return port < 0 || port == usualPort(endpoint)
        ? endpoint.getHost()
        : endpoint.getHost() + ":" + port;
  }

  private static String withoutBrackets(@Nullable String host) {
    if (host == null) {
      throw new IllegalArgumentException("the endpoint does not contain a host");
    }
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
