package dev.irsa.serve;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The sockets that accept connections: one on 127.0.0.1 and, where IPv6 is available, one on ::1,
 * with the same port. Thread-safe.
 */
final class LoopbackListeners implements AutoCloseable {

  /** Not the path of the EKS Pod Identity agent, for which clients would take the server. */
  static final String PATH = "/credentials";

  /** Connections that wait in the system for one of the eight places. */
  private static final int BACKLOG = 128;

  private static final int MOST_TRIES = 20;
  private static final InetAddress IPV4 = address(new byte[] {127, 0, 0, 1});
  private static final InetAddress IPV6 =
      address(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  private final List<ServerSocket> sockets;

  private LoopbackListeners(List<ServerSocket> sockets) {
    this.sockets = sockets;
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /**
   * Binds the sockets.
   *
   * @param port the port, or 0 for one that is free on both addresses
   * @throws BindException if the port is not available
   */
  static LoopbackListeners bind(int port) throws IOException {
    boolean hasIpv6 = hasIpv6();
    for (int left = port == 0 ? MOST_TRIES : 1; ; left--) {
      try {
        return bindBoth(port, hasIpv6);
      } catch (BindException e) {
        if (left <= 1) {
          throw notAvailable(port, e);
        }
      }
    }
  }

  private static boolean hasIpv6() {
    try (ServerSocket probe = new ServerSocket(0, 1, IPV6)) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static LoopbackListeners bindBoth(int port, boolean hasIpv6) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    LoopbackListeners bound = new LoopbackListeners(sockets);
    try {
      sockets.add(new ServerSocket(port, BACKLOG, IPV4));
      if (hasIpv6) {
        sockets.add(new ServerSocket(bound.port(), BACKLOG, IPV6));
      }
      return bound;
    } catch (IOException e) {
      bound.close();
      throw e;
    }
  }

  private static BindException notAvailable(int port, BindException cause) {
    BindException failure =
        new BindException(
            (port == 0 ? "no port is available" : "port " + port + " is not available")
                + " on loopback ("
                + cause.getMessage()
                + "); use another, or 0 for a free one");
    failure.initCause(cause);
    return failure;
  }

  List<ServerSocket> all() {
    return sockets;
  }

  private int port() {
    return sockets.get(0).getLocalPort();
  }

  URI uri() {
    return URI.create("http://" + authority(IPV4, port()) + PATH);
  }

  /** Returns whether a URI is served by these sockets. */
  boolean serve(URI uri) {
    return sockets.stream()
        .map(socket -> authority(socket.getInetAddress(), socket.getLocalPort()))
        .anyMatch(own -> own.equals(uri.getAuthority()));
  }

  /** Returns an address as it is written in URIs and in {@code Host}. */
  static String authority(InetSocketAddress address) {
    return authority(address.getAddress(), address.getPort());
  }

  private static String authority(InetAddress address, int port) {
    return (address.equals(IPV6) ? "[::1]" : address.getHostAddress()) + ":" + port;
  }

  @Override
  public void close() {
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed all the same.
      }
    }
  }
}
