package dev.irsa.testkit.server;

import dev.irsa.testkit.LabThreads;
import dev.irsa.testkit.LabTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

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

  private final Service service;
  private final LabTime time;
  private final Certificates certificates;
  private final Faults faults;
  private final RequestLog log;
  private final Supplier<String> requestIds;
  private final ServerSocket plain;
  private final ServerSocket secure;
  private final LabThreads made;
  private final ExecutorService threads;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong connectionCount = new AtomicLong();

  /** Set by tests and read by the accepting thread, for each connection. */
  private volatile Supplier<SSLContext> tls;

  private Endpoint(
      Service service,
      LabTime time,
      Certificates certificates,
      RequestLog log,
      Supplier<String> requestIds) {
    this.service = service;
    this.time = time;
    this.certificates = certificates;
    this.tls = certificates.trusted();
    this.faults = new Faults(time.clock());
    this.log = log;
    this.requestIds = requestIds;
    this.plain = listen();
    this.secure = listen();
    this.made = new LabThreads(service.name());
    this.threads = Executors.newCachedThreadPool(made);
  }

  /**
   * Starts listening.
   *
   * @param certificates the certificates of the TLS port
   * @param requestIds the source of request ids
   */
  public static Endpoint start(
      Service service,
      LabTime time,
      Certificates certificates,
      RequestLog log,
      Supplier<String> requestIds) {
    Endpoint server = new Endpoint(service, time, certificates, log, requestIds);
    server.threads.execute(() -> server.accept(server.plain, false));
    server.threads.execute(() -> server.accept(server.secure, true));
    return server;
  }

  /** Returns the URI of the TLS port, {@code https://127.0.0.1:<port>}. */
  public URI secureUri() {
    return URI.create("https://127.0.0.1:" + secure.getLocalPort());
  }

  /** Returns the URI of the plain port, {@code http://127.0.0.1:<port>}. */
  public URI plainUri() {
    return URI.create("http://127.0.0.1:" + plain.getLocalPort());
  }

  /** Returns the address of the plain port. */
  public InetSocketAddress plainAddress() {
    return (InetSocketAddress) plain.getLocalSocketAddress();
  }

  /** Returns the address of the TLS port. */
  public InetSocketAddress secureAddress() {
    return (InetSocketAddress) secure.getLocalSocketAddress();
  }

  /** Returns the number of connections accepted so far, on both ports. */
  public long connections() {
    return connectionCount.get();
  }

  /** Returns the faults of this endpoint, which can be applied at once or scheduled. */
  public Faults faults() {
    return faults;
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

  private static ServerSocket listen() {
    try {
      ServerSocket socket = new ServerSocket();
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      socket.bind(new InetSocketAddress(loopback, 0), BACKLOG);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a loopback port", e);
    }
  }

  private void accept(ServerSocket listener, boolean overTls) {
    while (!listener.isClosed()) {
      try {
        serve(listener.accept(), overTls ? tls : null);
      } catch (IOException e) {
        // Closed, or the client disconnected before it was accepted.
      }
    }
  }

  private void serve(Socket socket, @Nullable Supplier<SSLContext> context) throws IOException {
    connections.add(socket);
    socket.setTcpNoDelay(true);
    Runnable connection =
        new HttpConnection(
            socket,
            context,
            connectionCount.incrementAndGet(),
            service,
            faults,
            log,
            time,
            requestIds);
    try {
      threads.execute(
          () -> {
            try {
              connection.run();
            } finally {
              connections.remove(socket);
            }
          });
    } catch (RejectedExecutionException e) {
      socket.close();
    }
    if (threads.isShutdown()) {
      // close() may have iterated over the connections before this one was added.
      socket.close();
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    List<AutoCloseable> open = new ArrayList<>(List.of(plain, secure));
    open.addAll(connections);
    open.forEach(Endpoint::closeQuietly);
    // Interrupts a thread that waits at a gate or for a delay.
    threads.shutdownNow();
    made.end(threads);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // Nothing else can be done.
    }
  }
}
