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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Serves one service without TLS on one loopback port, over IPv4 and, if the machine has it, IPv6.
 * It can be stopped and started again: meanwhile the port refuses connections, and stays reserved.
 *
 * <p>Thread-safe. {@link #close} ends every connection and waits for the threads.
 */
public final class RestartableEndpoint implements AutoCloseable {
  private static final int ATTEMPTS = 20;
  private static final InetAddress IPV4 = ConnectionServer.loopback(0).getAddress();
  private static final String IPV4_HOST = "127.0.0.1";

  private final ConnectionServer server;
  private final List<ReservedPort> ports;
  private final String host;
  private final ReentrantLock lock = new ReentrantLock();

  /** The sockets that listen; empty while stopped. Guarded by {@code lock}. */
  private final List<Listener> listeners = new ArrayList<>();

  /** Guarded by {@code lock}. */
  private boolean closed;

  /** A socket, and the end of accepting its connections. */
  private record Listener(ServerSocket socket, CompletableFuture<Void> stopped) {}

  private RestartableEndpoint(ConnectionServer server, List<ReservedPort> ports, String host) {
    this.server = server;
    this.ports = List.copyOf(ports);
    this.host = host;
  }

  /** Starts listening at a free port of 127.0.0.1. */
  public static RestartableEndpoint start(Service service, LabTime time, RequestLog log) {
    return start(service, time, log, new InetSocketAddress(IPV4, 0), IPV4_HOST);
  }

  /**
   * Starts listening.
   *
   * @param at the address; at 127.0.0.1, IPv6's loopback is listened on as well
   * @param host the host of {@link #uri}
   * @throws UncheckedIOException if the port is not free
   */
  public static RestartableEndpoint start(
      Service service, LabTime time, RequestLog log, InetSocketAddress at, String host) {
    List<ReservedPort> ports;
    try {
      ports = reserve(at);
    } catch (IOException e) {
      throw Endpoint.cannotListen(at, e);
    }
    RestartableEndpoint endpoint =
        new RestartableEndpoint(new ConnectionServer(service, time, log), ports, host);
    endpoint.start();
    return endpoint;
  }

  /** Reserves a port; on loopback the same one for IPv4 and IPv6. */
  private static List<ReservedPort> reserve(InetSocketAddress at) throws IOException {
    boolean both = at.getAddress().equals(IPV4) && hasIpv6();
    int attempts = at.getPort() == 0 ? ATTEMPTS : 1;
    for (int attempt = 1; both && attempt <= attempts; attempt++) {
      ReservedPort first = ReservedPort.of(IPV4, at.getPort());
      try {
        return List.of(first, ReservedPort.of(ipv6(), first.address().getPort()));
      } catch (IOException e) {
        // Somebody else uses this port over IPv6: try another one.
        first.close();
      }
    }
    return List.of(ReservedPort.of(at.getAddress(), at.getPort()));
  }

  private static boolean hasIpv6() {
    try (ReservedPort any = ReservedPort.of(ipv6(), 0)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static InetAddress ipv6() throws IOException {
    byte[] address = new byte[16];
    address[15] = 1;
    return InetAddress.getByAddress(address);
  }

  /** Returns the URI, usually {@code http://127.0.0.1:<port>}. */
  public URI uri() {
    return URI.create("http://" + host + ":" + address().getPort());
  }

  /** Returns the URI over IPv6, {@code http://[::1]:<port>}; empty if the machine lacks IPv6. */
  public Optional<URI> ipv6Uri() {
    return ports.size() == 1
        ? Optional.empty()
        : Optional.of(URI.create("http://[::1]:" + address().getPort()));
  }

  /** Returns the address over IPv4. */
  public InetSocketAddress address() {
    return ports.get(0).address();
  }

  /** Returns the faults of this endpoint, which can be applied at once or scheduled. */
  public Faults faults() {
    return server.faults();
  }

  /** Returns the number of connections accepted so far. */
  public long connections() {
    return server.connections();
  }

  /**
   * Listens again, at the same port. Does nothing if it already listens.
   *
   * @throws IllegalStateException if the endpoint is closed
   */
  public void start() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the endpoint is closed");
      }
      if (listeners.isEmpty()) {
        for (ReservedPort port : ports) {
          ServerSocket socket = port.listen();
          listeners.add(new Listener(socket, server.accept(socket, Security.PLAIN)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen at " + uri(), e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes all connections, and refuses new ones until {@link #start}. Does nothing if it is
   * already stopped.
   */
  public void stop() {
    lock.lock();
    try {
      listeners.forEach(listener -> ConnectionServer.closeQuietly(listener.socket));
      listeners.forEach(listener -> listener.stopped.join());
      listeners.clear();
      server.closeConnections();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      stop();
    } finally {
      lock.unlock();
    }
    server.close();
    ports.forEach(ConnectionServer::closeQuietly);
  }
}
