package dev.irsa.testkit.server;

import dev.irsa.testkit.internal.LabThreads;
import dev.irsa.testkit.internal.TimeSource;
import dev.irsa.testkit.internal.server.Connections;
import dev.irsa.testkit.internal.server.Loopback;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.server.HttpConnection.ServerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Serves one service at two ports, with TLS and without. Each connection has its own daemon thread,
 * so a connection that hangs does not block others. It can be stopped and started again: meanwhile
 * its ports refuse connections, and stay reserved.
 *
 * <p>Thread-safe. {@link #close} ends every connection, including those that hang, and waits for
 * the threads.
 */
public final class Endpoint implements AutoCloseable {
  private static final int ATTEMPTS = 20;

  private final ServerContext context;
  private final Connections connections;
  private final AtomicLong connectionCount = new AtomicLong();
  private final @Nullable Certificates certificates;

  /** The plain port, followed by the TLS port or by the same plain port of IPv6's loopback. */
  private final List<ReservedPort> ports;

  private final String host;

  /** The sockets that listen; empty while stopped. Guarded by this. */
  private final List<Listener> listeners = new ArrayList<>();

  /** Guarded by this. */
  private boolean closed;

  /** Set by tests and read by the accepting thread, for each connection. */
  private volatile boolean unknownCertificate;

  /** A socket, and the end of accepting its connections. */
  private record Listener(ServerSocket socket, CompletableFuture<Void> stopped) {}

  /**
   * The certificates of the TLS port. The suppliers are called for each connection, on its own
   * thread.
   *
   * @param trusted supplies a certificate of the lab's CA
   * @param unknown supplies a certificate of an unknown CA
   */
  public record Certificates(Supplier<SSLContext> trusted, Supplier<SSLContext> unknown) {}

  private Endpoint(
      Service service,
      TimeSource time,
      RequestLog log,
      @Nullable Certificates certificates,
      List<ReservedPort> ports,
      String host) {
    this.connections = new Connections(service.name());
    this.context =
        new ServerContext(service, new Faults(time.clock()), log, time, connections.threads());
    this.certificates = certificates;
    this.ports = ports;
    this.host = host;
    start();
  }

  /**
   * Starts listening at free ports of loopback.
   *
   * @param certificates the certificates of the TLS port
   */
  public static Endpoint start(
      Service service, TimeSource time, Certificates certificates, RequestLog log) {
    return start(
        service, time, certificates, log, new InetSocketAddress(Loopback.IPV4, 0), Loopback.HOST);
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
      TimeSource time,
      Certificates certificates,
      RequestLog log,
      InetSocketAddress at,
      String host) {
    try {
      ReservedPort secure = ReservedPort.of(at.getAddress(), at.getPort());
      List<ReservedPort> ports = List.of(ReservedPort.of(Loopback.IPV4, 0), secure);
      return new Endpoint(service, time, log, certificates, ports, host);
    } catch (IOException e) {
      throw cannotListen(at, e);
    }
  }

  /**
   * Starts listening without TLS only.
   *
   * @param at the address; at 127.0.0.1, the same port of IPv6's loopback is listened on as well
   * @param host the host of {@link #plainUri}
   * @throws UncheckedIOException if the port is not free
   */
  public static Endpoint startPlain(
      Service service, TimeSource time, RequestLog log, InetSocketAddress at, String host) {
    try {
      return new Endpoint(service, time, log, null, reserve(at), host);
    } catch (IOException e) {
      throw cannotListen(at, e);
    }
  }

  private static List<ReservedPort> reserve(InetSocketAddress at) throws IOException {
    boolean both = at.getAddress().equals(Loopback.IPV4) && hasIpv6();
    int attempts = at.getPort() == 0 ? ATTEMPTS : 1;
    for (int attempt = 1; both && attempt <= attempts; attempt++) {
      ReservedPort first = ReservedPort.of(Loopback.IPV4, at.getPort());
      try {
        return List.of(first, ReservedPort.of(Loopback.IPV6, first.address().getPort()));
      } catch (IOException e) {
        first.close(); // somebody has the same port of IPv6
      }
    }
    return List.of(ReservedPort.of(at.getAddress(), at.getPort()));
  }

  private static boolean hasIpv6() {
    try (ReservedPort any = ReservedPort.of(Loopback.IPV6, 0)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the URI of the TLS port, usually {@code https://127.0.0.1:<port>}. */
  public URI secureUri() {
    return URI.create("https://" + host + ":" + last().getPort());
  }

  /** Returns the URI of the plain port, usually {@code http://127.0.0.1:<port>}. */
  public URI plainUri() {
    String plainHost = certificates == null ? host : Loopback.HOST;
    return URI.create("http://" + plainHost + ":" + plainAddress().getPort());
  }

  /** Returns the plain URI over IPv6, {@code http://[::1]:<port>}; empty without such a port. */
  public Optional<URI> ipv6Uri() {
    return ports.size() == 1 || certificates != null
        ? Optional.empty()
        : Optional.of(URI.create("http://[::1]:" + last().getPort()));
  }

  /** Returns the address of the plain port. */
  public InetSocketAddress plainAddress() {
    return ports.get(0).address();
  }

  /** Returns the address at which this process reaches the TLS port. */
  public InetSocketAddress secureAddress() {
    InetSocketAddress bound = last();
    return bound.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(Loopback.IPV4, bound.getPort())
        : bound;
  }

  private InetSocketAddress last() {
    return ports.get(ports.size() - 1).address();
  }

  /** Returns the faults of this endpoint, which can be applied at once or scheduled. */
  public Faults faults() {
    return context.faults();
  }

  /**
   * Sets whether connections accepted from now on get a certificate of an unknown CA instead of the
   * lab's.
   */
  public void presentUnknownCertificate(boolean unknown) {
    unknownCertificate = unknown;
  }

  private Runnable connection(Socket tcp, boolean plain) {
    int most = context.service().limits().connections();
    int open = connections.open();
    if (open / 2 > most) {
      return () -> LabThreads.closeQuietly(tcp); // even refusing them politely takes threads
    }
    return new HttpConnection(
        tcp, certificate(plain), connectionCount.incrementAndGet(), open > most, context);
  }

  private @Nullable Supplier<SSLContext> certificate(boolean plain) {
    if (plain || certificates == null) {
      return null;
    }
    return unknownCertificate ? certificates.unknown() : certificates.trusted();
  }

  /** Returns the error for an address at which a server cannot listen; names the port. */
  public static UncheckedIOException cannotListen(InetSocketAddress at, IOException cause) {
    return new UncheckedIOException(
        "cannot listen at port %d of %s".formatted(at.getPort(), at.getAddress().getHostAddress()),
        cause);
  }

  /** Accepts connections again, at the same ports. Does nothing if it already does. */
  public synchronized void start() {
    try {
      if (closed) {
        throw new IllegalStateException("the endpoint is closed");
      }
      for (int i = listeners.size(); i < ports.size(); i++) {
        ServerSocket socket = ports.get(i).listen();
        boolean plain = i == 0;
        listeners.add(
            new Listener(socket, connections.accept(socket, tcp -> connection(tcp, plain))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen at " + plainUri(), e);
    }
  }

  /** Refuses connections from now on, and ends all that exist. */
  public synchronized void stop() {
    listeners.forEach(listener -> LabThreads.closeQuietly(listener.socket));
    listeners.forEach(listener -> listener.stopped.join());
    listeners.clear();
    connections.closeAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      stop();
    }
    connections.close();
    ports.forEach(LabThreads::closeQuietly);
  }
}
