package dev.irsa.testkit.server;

import dev.irsa.testkit.LabTime;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.server.ConnectionServer.Security;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Serves one service on two loopback ports, TLS and plain. Each connection has its own daemon
 * thread, so a connection that hangs does not block others.
 *
 * <p>Thread-safe. {@link #close} ends every connection, including those that hang, and waits for
 * the threads.
 *
 * <p>The JDK's own server is not suitable: it writes the {@code Date} header itself and hides the
 * socket, so it supports neither the lab's time nor resets and silence below TLS.
 */
public final class Endpoint implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final Certificates certificates;
  private final ConnectionServer server;
  private final ServerSocket plain;
  private final ServerSocket secure;
  private final String host;

  /** Set by tests and read by the accepting thread, for each connection. */
  private volatile Supplier<SSLContext> tls;

  private Endpoint(
      ConnectionServer server, Certificates certificates, InetSocketAddress at, String host) {
    this.server = server;
    this.certificates = certificates;
    this.tls = certificates.trusted();
    this.host = host;
    this.secure = listen(at);
    try {
      this.plain = listen(ConnectionServer.loopback(0));
    } catch (UncheckedIOException e) {
      ConnectionServer.closeQuietly(secure);
      throw e;
    }
  }

  /**
   * Starts listening at free ports of loopback.
   *
   * @param certificates the certificates of the TLS port
   */
  public static Endpoint start(
      Service service, LabTime time, Certificates certificates, RequestLog log) {
    return start(service, time, certificates, log, ConnectionServer.loopback(0), "127.0.0.1");
  }

  /**
   * Starts listening: with TLS at an address, without TLS at a free port of loopback.
   *
   * @param certificates the certificates of the TLS port
   * @param at the address of the TLS port
   * @param host the host of {@link #secureUri}
   * @throws UncheckedIOException if the port is not free
   */
  public static Endpoint start(
      Service service,
      LabTime time,
      Certificates certificates,
      RequestLog log,
      InetSocketAddress at,
      String host) {
    ConnectionServer server = new ConnectionServer(service, time, log);
    Endpoint endpoint = new Endpoint(server, certificates, at, host);
    server.accept(endpoint.plain, Security.PLAIN);
    server.accept(endpoint.secure, () -> endpoint.tls);
    return endpoint;
  }

  /** Returns the URI of the TLS port, usually {@code https://127.0.0.1:<port>}. */
  public URI secureUri() {
    return URI.create("https://" + host + ":" + secure.getLocalPort());
  }

  /** Returns the URI of the plain port, {@code http://127.0.0.1:<port>}. */
  public URI plainUri() {
    return URI.create("http://127.0.0.1:" + plain.getLocalPort());
  }

  /** Returns the address of the plain port. */
  public InetSocketAddress plainAddress() {
    return (InetSocketAddress) plain.getLocalSocketAddress();
  }

  /** Returns the address at which this process reaches the TLS port. */
  public InetSocketAddress secureAddress() {
    InetAddress bound = secure.getInetAddress();
    return bound.isAnyLocalAddress()
        ? ConnectionServer.loopback(secure.getLocalPort())
        : new InetSocketAddress(bound, secure.getLocalPort());
  }

  /** Returns the number of connections accepted so far, on both ports. */
  public long connections() {
    return server.connections();
  }

  /** Returns the faults of this endpoint, which can be applied at once or scheduled. */
  public Faults faults() {
    return server.faults();
  }

  /**
   * Sets whether connections accepted from now on get a certificate of an unknown CA instead of the
   * lab's.
   */
  public void presentUnknownCertificate(boolean unknown) {
    this.tls = unknown ? certificates.unknown() : certificates.trusted();
  }

  /**
   * The certificates of the TLS port. The suppliers are called for each connection, on its own
   * thread.
   *
   * @param trusted supplies a certificate of the lab's CA
   * @param unknown supplies a certificate of an unknown CA
   */
  public record Certificates(Supplier<SSLContext> trusted, Supplier<SSLContext> unknown) {}

  /** Returns the error for an address at which a server cannot listen; names the port. */
  public static UncheckedIOException cannotListen(InetSocketAddress at, IOException cause) {
    return new UncheckedIOException(
        "cannot listen at port %d of %s".formatted(at.getPort(), at.getAddress().getHostAddress()),
        cause);
  }

  private static ServerSocket listen(InetSocketAddress at) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(at, BACKLOG);
        return socket;
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw cannotListen(at, e);
    }
  }

  @Override
  public void close() {
    List.of(plain, secure).forEach(ConnectionServer::closeQuietly);
    server.close();
  }
}
