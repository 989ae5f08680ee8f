package dev.irsa.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;

/**
 * A port of one address that stays reserved while nothing listens at it: connections are refused,
 * and neither this process nor another one is given the port. A socket that is bound but does not
 * listen holds it; listening sockets share the port with that one.
 *
 * <p>Not thread-safe.
 */
final class ReservedPort implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final InetSocketAddress address;
  private final Socket holder = new Socket();

  private ReservedPort(InetAddress host, int port) throws IOException {
    try {
      // Both sockets need the option to be bound to the same port.
      holder.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      holder.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      holder.close();
      throw e;
    }
    this.address = new InetSocketAddress(host, holder.getLocalPort());
  }

  /**
   * Reserves a port.
   *
   * @param port the port; 0 for any free one
   * @throws IOException if the port is not free
   */
  static ReservedPort of(InetAddress host, int port) throws IOException {
    if (port != 0) {
      requireFree(new InetSocketAddress(host, port));
    }
    return new ReservedPort(host, port);
  }

  /** A socket that may share its port also shares it with other processes of this user. */
  private static void requireFree(InetSocketAddress address) throws IOException {
    try (ServerSocket alone = new ServerSocket()) {
      alone.bind(address);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /** Opens a socket that listens at the port. Once it is closed, connections are refused again. */
  ServerSocket listen() throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      listener.bind(address, BACKLOG);
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
