package dev.irsa.testkit.server;

import dev.irsa.testkit.internal.LabThreads;
import dev.irsa.testkit.internal.server.Connections;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestReader;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.internal.server.ServiceException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that impersonates the hosts named in CONNECT requests: it terminates TLS with a
 * certificate for that host and forwards the plain HTTP to a backend of the lab. Clients that
 * require AWS's own endpoints reach the lab this way.
 *
 * <p>Thread-safe. {@link #close} ends the connections, the threads (named {@code irsa-lab-proxy-N})
 * and the port. It does not close the backends.
 */
public final class ConnectProxy implements AutoCloseable {
  private static final int MOST_REQUESTS = 10_000;

  private final Function<String, SSLContext> certificates;
  private final Clock clock;
  private final Backends backends;
  private final ServerSocket server;
  private final String host;
  private final Connections connections = new Connections("proxy");
  private final Deque<ConnectRequest> requests = new ConcurrentLinkedDeque<>();

  /** Maps hosts to the backends that serve their plain HTTP. */
  @FunctionalInterface
  public interface Backends {

    /**
     * Returns the address of the backend for the host (given in lower case), or null to reject the
     * request with 403.
     */
    @Nullable InetSocketAddress backendOf(String host);
  }

  /**
   * A request to the proxy.
   *
   * @param at the time of the request, by the lab's clock
   * @param target the host and port as the client sent them, {@code
   *     sts.eu-west-1.amazonaws.com:443}; for other methods than CONNECT, the path
   * @param status 200: the tunnel was opened; 403: no backend for this host; 405: not a CONNECT
   *     request; 502: the backend did not accept the connection
   */
  public record ConnectRequest(Instant at, String target, int status) {
    /** Returns the host of the target, in lower case and without its port. */
    public String host() {
      return hostOf(target);
    }
  }

  private static String hostOf(String target) {
    return target.replaceFirst(":[^:]*$", "").toLowerCase(Locale.ROOT);
  }

  private ConnectProxy(
      Function<String, SSLContext> certificates,
      Clock clock,
      Backends backends,
      InetSocketAddress at,
      String host)
      throws IOException {
    this.certificates = certificates;
    this.clock = clock;
    this.backends = backends;
    this.server = new ServerSocket(at.getPort(), 50, at.getAddress());
    this.host = host;
  }

  /**
   * Starts a proxy.
   *
   * @param certificates returns the context with which a host is impersonated, such as {@code
   *     lab::serverContext}; called for each tunnel, on its thread, with the host in lower case
   * @param backends where the requests go
   * @param clock the clock for the times of {@link #requests}
   * @param at the address to listen on
   * @param host the host of {@link #uri}
   * @throws IOException if the port is not free
   */
  public static ConnectProxy start(
      Function<String, SSLContext> certificates,
      Clock clock,
      Backends backends,
      InetSocketAddress at,
      String host)
      throws IOException {
    var proxy = new ConnectProxy(certificates, clock, backends, at, host);
    proxy.connections.accept(proxy.server, client -> () -> proxy.serve(client));
    return proxy;
  }

  /** Returns the address that the proxy listens on. */
  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  /** Returns the URI as for {@code HTTPS_PROXY}. */
  public URI uri() {
    return URI.create("http://" + host + ":" + server.getLocalPort());
  }

  /** Returns the latest 10,000 requests, oldest first. */
  public List<ConnectRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    LabThreads.closeQuietly(server);
    connections.close();
  }

  /** Serves one client's connection: rejected requests first, if any, then the tunnel. */
  private void serve(Socket client) {
    try (client) {
      // Unbuffered: what follows the request belongs to the tunnel.
      var reader =
          new RequestReader(
              client.getInputStream(),
              client.getOutputStream(),
              0,
              false,
              Service.Limits.USUAL.bodyBytes());
      boolean open = true;
      while (open) {
        Optional<Request> request = reader.next();
        open = request.isPresent() && answer(request.get(), client);
      }
    } catch (ServiceException e) {
      // What follows cannot be read, so there is nothing to answer.
    } catch (IOException | RejectedExecutionException e) {
      // The client gave up, or the proxy was closed.
    }
  }

  /**
   * Answers a request, and serves the tunnel if it opens one. Returns whether others may follow.
   */
  private boolean answer(Request request, Socket client) throws IOException {
    String target = request.rawPath();
    if (!request.method().equals("CONNECT")) {
      return refuse(client, target, 405, "Method Not Allowed\r\nAllow: CONNECT");
    }
    String name = hostOf(target);
    InetSocketAddress address = backends.backendOf(name);
    if (address == null) {
      return refuse(client, target, 403, "Forbidden");
    }
    Socket backend;
    try {
      backend = connections.track(new Socket(address.getAddress(), address.getPort()));
    } catch (IOException e) {
      return refuse(client, target, 502, "Bad Gateway");
    }
    try (backend) {
      write(client, target, 200, "Connection Established");
      tunnel(name, client, backend);
    }
    return false;
  }

  private boolean refuse(Socket client, String target, int status, String text) throws IOException {
    write(client, target, status, text + "\r\nContent-Length: 0");
    return true;
  }

  private void write(Socket client, String target, int status, String text) throws IOException {
    requests.add(new ConnectRequest(clock.instant(), target, status));
    if (requests.size() > MOST_REQUESTS) {
      requests.poll();
    }
    String head = "HTTP/1.1 " + status + " " + text + "\r\n\r\n";
    client.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Copies bytes in both directions until both streams end or one fails. */
  private void tunnel(String name, Socket client, Socket backend) throws IOException {
    var sockets = certificates.apply(name).getSocketFactory();
    try (var tls = (SSLSocket) sockets.createSocket(client, null, true)) {
      tls.startHandshake();
      Runnable reset =
          () -> {
            resetQuietly(backend);
            resetQuietly(client);
          };
      var upstream =
          CompletableFuture.runAsync(() -> carry(tls, backend, reset), connections.threads());
      carry(backend, tls, reset);
      upstream.join();
    }
  }

  private static void carry(Socket from, Socket to, Runnable onFailure) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      onFailure.run();
    }
  }

  /** Both ends see a failure, and not the end of a message. */
  private static void resetQuietly(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is already closed.
    }
  }
}
