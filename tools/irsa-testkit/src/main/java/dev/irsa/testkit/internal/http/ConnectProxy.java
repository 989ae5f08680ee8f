package dev.irsa.testkit.internal.http;

import dev.irsa.testkit.internal.LabThreads;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that impersonates the hosts named in CONNECT requests: it terminates TLS with a
 * certificate of the lab's authority for that host and forwards the plain HTTP to a backend of the
 * lab. Clients that require AWS's own endpoints reach the lab this way.
 *
 * <p>Thread-safe. {@link #close} ends the connections, the threads (named {@code irsa-lab-proxy-N})
 * and the port. It does not close the backends.
 */
public final class ConnectProxy implements AutoCloseable {

  /** Maps hosts to the backends that serve their plain HTTP. */
  @FunctionalInterface
  public interface Backends {

    /**
     * Returns the address of the backend for the host (given in lower case), or null to reject the
     * request with 403.
     */
    @Nullable InetSocketAddress backendOf(String host);
  }

  private final LabCertificateAuthority authority;
  private final Clock clock;
  private static final int MOST_REQUESTS = 10_000;

  private final Backends backends;
  private final @Nullable ProxyCredentials credentials;
  private final ServerSocket server;
  private final String host;
  private final LabThreads made = new LabThreads("proxy");
  private final ExecutorService threads = Executors.newCachedThreadPool(made);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  // Threads that add a socket read this afterwards.
  private volatile boolean closing;
  private final Deque<ConnectRequest> requests = new ConcurrentLinkedDeque<>();
  private final AtomicInteger logged = new AtomicInteger();

  private ConnectProxy(
      LabCertificateAuthority authority,
      Clock clock,
      Backends backends,
      @Nullable ProxyCredentials credentials,
      InetSocketAddress at,
      String host)
      throws IOException {
    this.authority = authority;
    this.clock = clock;
    this.backends = backends;
    this.credentials = credentials;
    this.server = new ServerSocket(at.getPort(), 50, at.getAddress());
    this.host = host;
  }

  /** Starts a proxy without authentication on a free loopback port. */
  public static ConnectProxy start(
      LabCertificateAuthority authority, Clock clock, Backends backends) throws IOException {
    return start(authority, clock, backends, null);
  }

  /**
   * Starts a proxy on a free loopback port.
   *
   * @param clock the clock for the times of {@link #requests}
   * @param credentials the credentials that clients must send; null if none are required
   * @throws IOException if no port can be opened
   */
  public static ConnectProxy start(
      LabCertificateAuthority authority,
      Clock clock,
      Backends backends,
      @Nullable ProxyCredentials credentials)
      throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return start(
        authority,
        clock,
        backends,
        credentials,
        new InetSocketAddress(loopback, 0),
        loopback.getHostAddress());
  }

  /**
   * Starts a proxy.
   *
   * @param clock the clock for the times of {@link #requests}
   * @param credentials the credentials that clients must send; null if none are required
   * @param at the address to listen on
   * @param host the host of {@link #uri}
   * @throws IOException if the port is not free
   */
  public static ConnectProxy start(
      LabCertificateAuthority authority,
      Clock clock,
      Backends backends,
      @Nullable ProxyCredentials credentials,
      InetSocketAddress at,
      String host)
      throws IOException {
    var proxy = new ConnectProxy(authority, clock, backends, credentials, at, host);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** Returns the loopback address that the proxy listens on. */
  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  /**
   * Returns the proxy's URI as for {@code HTTPS_PROXY}, without credentials: {@code
   * http://127.0.0.1:port}.
   */
  public URI uri() {
    return URI.create("http://" + host + ":" + server.getLocalPort());
  }

  /** Returns the latest 10,000 requests, oldest first. */
  public List<ConnectRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    closeQuietly(server);
    closing = true;
    sockets.forEach(ConnectProxy::closeQuietly);
    made.end(threads);
  }

  LabCertificateAuthority authority() {
    return authority;
  }

  Clock clock() {
    return clock;
  }

  Backends backends() {
    return backends;
  }

  @Nullable ProxyCredentials credentials() {
    return credentials;
  }

  Executor threads() {
    return threads;
  }

  void log(ConnectRequest request) {
    requests.add(request);
    if (logged.incrementAndGet() > MOST_REQUESTS) {
      requests.poll();
    }
  }

  /** Registers a socket for {@link #close}. Closes it at once if the proxy is already closed. */
  Socket track(Socket socket) {
    sockets.removeIf(Socket::isClosed);
    sockets.add(socket);
    if (closing) {
      closeQuietly(socket);
    }
    return socket;
  }

  private void accept() {
    try {
      while (true) {
        var client = track(server.accept());
        threads.execute(() -> new ProxyConnection(this, client).serve());
      }
    } catch (IOException | RejectedExecutionException e) {
      // The proxy was closed.
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Nothing else can be done.
    }
  }
}
