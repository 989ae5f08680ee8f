package dev.irsa.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Replaces STS, records the requests and rejects them. Thread-safe. */
final class Recorder implements AutoCloseable {
  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  private Recorder(HttpServer server) {
    this.server = server;
  }

  static Recorder start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Recorder recorder = new Recorder(server);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            recorder.bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(400, -1);
          }
        });
    server.start();
    return recorder;
  }

  /** Returns the value of {@code AWS_ENDPOINT_URL_STS}. */
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<String> bodies() {
    return List.copyOf(bodies);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
