package dev.irsa.testkit.server;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.LabTime;
import dev.irsa.testkit.internal.LabThreads;
import dev.irsa.testkit.internal.server.Service;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections and serves them, each on a daemon thread of its own. Thread-safe. The
 * listening sockets belong to the caller, who must close them before {@link #close}.
 */
final class ConnectionServer implements AutoCloseable {
  private final LabThreads made;
  private final ExecutorService threads;
  private final ServerContext context;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong connectionCount = new AtomicLong();

  ConnectionServer(Service service, LabTime time, RequestLog log) {
    this.made = new LabThreads(service.name());
    this.threads = Executors.newCachedThreadPool(made);
    this.context = new ServerContext(service, new Faults(time.clock()), log, time, threads);
  }

  Faults faults() {
    return context.faults();
  }

  /** Returns the number of connections accepted so far. */
  long connections() {
    return connectionCount.get();
  }

  /** How connections are secured; asked for each one as it is accepted. */
  interface Security {
    Security PLAIN = () -> null;

    /** Returns what supplies the connection's certificate; null without TLS. */
    @Nullable Supplier<SSLContext> ofNextConnection();
  }

  /**
   * Accepts connections until the socket is closed.
   *
   * @return completed when it has stopped; until then, a closed socket may still be connected to,
   *     since the thread that waits in the system's accept keeps it open
   */
  @CanIgnoreReturnValue
  CompletableFuture<Void> accept(ServerSocket listener, Security security) {
    return CompletableFuture.runAsync(() -> acceptUntilClosed(listener, security), threads);
  }

  private void acceptUntilClosed(ServerSocket listener, Security security) {
    while (!listener.isClosed()) {
      try {
        serve(listener, listener.accept(), security.ofNextConnection());
      } catch (IOException e) {
        // Closed, or the client disconnected before it was accepted.
      }
    }
  }

  private void serve(ServerSocket listener, Socket socket, @Nullable Supplier<SSLContext> tls)
      throws IOException {
    connections.add(socket);
    socket.setTcpNoDelay(true);
    Runnable connection =
        new HttpConnection(socket, tls, connectionCount.incrementAndGet(), context);
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
    if (threads.isShutdown() || listener.isClosed()) {
      // The connections may have been closed before this one was added.
      socket.close();
    }
  }

  /** Closes all connections, including those that hang. */
  void closeConnections() {
    List.copyOf(connections).forEach(LabThreads::closeQuietly);
  }

  @Override
  public void close() {
    threads.shutdown();
    closeConnections();
    // Interrupts a thread that waits at a gate or for a delay.
    threads.shutdownNow();
    made.end(threads);
  }

  /** Returns an address of 127.0.0.1. */
  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(IrsaLab.Network.loopback().bindAddress(), port);
  }

  /**
   * What the connections of a server share.
   *
   * @param service responds to the requests
   * @param faults the faults to apply
   * @param log receives a record of each request
   * @param time the lab's time, for delays and for the log
   * @param threads runs connections, and what watches them
   */
  record ServerContext(
      Service service, Faults faults, RequestLog log, LabTime time, Executor threads) {}
}
