package dev.irsa.integration.release;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** Serves the connections of a server socket, each on a thread of its own, until it is closed. */
final class Connections {

  private Connections() {}

  /**
   * Starts to accept connections.
   *
   * @param name the name of the threads
   * @param serve serves a connection and closes it
   */
  static void accept(ServerSocket entrance, String name, Consumer<Socket> serve) {
    start(
        name,
        () -> {
          while (!entrance.isClosed()) {
            try {
              Socket client = entrance.accept();
              start(name, () -> serve.accept(client));
            } catch (IOException closed) {
              return;
            }
          }
        });
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
