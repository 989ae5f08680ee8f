package dev.irsa.doctor;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Small servers on loopback. */
final class Loopback {

  private Loopback() {}

  /** A server with fixed responses by path; everything else is 404. */
  static final class Documents implements AutoCloseable {
    private final HttpServer server;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    /**
     * Starts a server.
     *
     * @param tls the server's TLS, or null for plain http
     */
    Documents(@Nullable SSLContext tls, Map<String, String> byPath) {
      try {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
          server = HttpServer.create(any, 0);
        } else {
          HttpsServer secure = HttpsServer.create(any, 0);
          secure.setHttpsConfigurator(new HttpsConfigurator(tls));
          server = secure;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext(
          "/",
          exchange -> {
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(String.valueOf(sent));
            String body = byPath.get(exchange.getRequestURI().getPath());
            byte[] bytes = String.valueOf(body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    /** Returns the {@code Authorization} fields of all requests. */
    List<String> authorizations() {
      return authorizations;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** A server that accepts connections and never says anything. */
  static final class Silence implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();

    Silence() {
      try {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread thread = new Thread(this::accept, "silence");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          accepted.add(server.accept());
        }
      } catch (IOException e) {
        // The server was closed.
      }
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket socket : accepted) {
        socket.close();
      }
    }
  }
}
