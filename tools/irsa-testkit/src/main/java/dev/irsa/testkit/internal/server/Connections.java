package dev.irsa.testkit.internal.server;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.irsa.testkit.internal.LabThreads;
import java.io.IOException;
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
import java.util.function.Function;

/**
 * Accepts connections and serves them, each on a daemon thread of its own. Thread-safe. The
 * listening sockets belong to the caller, who must close them before {@link #close}.
 */
public final class Connections implements AutoCloseable {
  private final LabThreads made;
  private final ExecutorService threads;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * Creates a server without a socket.
   *
   * @param purpose names its threads, as in {@link LabThreads}
   */
  public Connections(String purpose) {
    this.made = new LabThreads(purpose);
    this.threads = Executors.newCachedThreadPool(made);
  }

  /** Returns what runs the connections, for their other work. */
  public Executor threads() {
    return threads;
  }

  /**
   * Accepts connections until the socket is closed.
   *
   * @param handlers returns what serves a connection, on the thread that accepts; it is run on the
   *     connection's own thread
   * @return completed when it has stopped; until then, a closed socket may still be connected to,
   *     since the thread that waits in the system's accept keeps it open
   */
  @CanIgnoreReturnValue
  public CompletableFuture<Void> accept(
      ServerSocket listener, Function<Socket, Runnable> handlers) {
    return CompletableFuture.runAsync(() -> acceptUntilClosed(listener, handlers), threads);
  }

  private void acceptUntilClosed(ServerSocket listener, Function<Socket, Runnable> handlers) {
    while (!listener.isClosed()) {
      try {
        Socket socket = track(listener.accept());
        socket.setTcpNoDelay(true);
        threads.execute(handlers.apply(socket));
      } catch (IOException | RejectedExecutionException e) {
        // Closed, or the client disconnected before it was accepted.
      }
    }
  }

  /** Lets a socket end with the connections, at once if they have ended. */
  public Socket track(Socket socket) {
    sockets.removeIf(Socket::isClosed);
    sockets.add(socket);
    if (threads.isShutdown()) {
      LabThreads.closeQuietly(socket);
    }
    return socket;
  }

  /** Returns the number of connections that are open, or were when the latest one began. */
  public int open() {
    return sockets.size();
  }

  /** Closes all connections, including those that hang. */
  public void closeAll() {
    List.copyOf(sockets).forEach(LabThreads::closeQuietly);
  }

  @Override
  public void close() {
    threads.shutdown();
    closeAll();
    // Interrupts a thread that waits at a gate or for a delay.
    threads.shutdownNow();
    made.end(threads);
  }
}
