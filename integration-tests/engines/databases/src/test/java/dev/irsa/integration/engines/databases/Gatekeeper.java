package dev.irsa.integration.engines.databases;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands before a server and lets in who has a valid token, as RDS and ElastiCache do. */
abstract class Gatekeeper implements Closeable {

  private final ServerSocket entrance;
  private final int server;

  /**
   * Opens the entrance.
   *
   * @param server the port of the server
   */
  Gatekeeper(int server) throws IOException {
    this.server = server;
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Starts to let in. */
  final void open() {
    start(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      relay(in, client.getOutputStream(), upstream);
    } catch (IOException ended) {
      // The client sees that.
    }
  }

  /** Handles a connection until it ends. */
  abstract void relay(DataInputStream client, OutputStream toClient, Socket server)
      throws IOException;

  /** Copies what the server sends, on another thread. */
  static void copyResponses(Socket server, OutputStream toClient) {
    start(
        () -> {
          try {
            copy(server.getInputStream(), toClient);
          } catch (IOException ended) {
            // So does the other direction.
          }
        });
  }

  static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[8192];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      out.flush();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "gatekeeper");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }
}
