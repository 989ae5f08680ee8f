package dev.irsa.testkit.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSocket;

/**
 * Copies bytes between a client and a backend in both directions until both streams end or one
 * fails.
 *
 * @param client the TLS socket over {@code connection}
 */
record Tunnel(SSLSocket client, Socket connection, Socket backend) {

  void run(Executor executor) {
    var upstream = CompletableFuture.runAsync(() -> carry(client, backend), executor);
    carry(backend, client);
    upstream.join();
  }

  private void carry(Socket from, Socket to) {
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      var buffer = new byte[8192];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        out.write(buffer, 0, length);
        out.flush();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // A failure of one side must not look like a normal end to the other.
      reset(backend);
      reset(connection);
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Already closed.
    }
  }
}
