package dev.irsa.internal.http;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/** Connects to a host. Tries its addresses in order, each for an equal share of two seconds. */
final class Connector {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final Transport transport;
  private final CancellableCall state;

  Connector(Transport transport, CancellableCall state) {
    this.transport = transport;
    this.state = state;
  }

  /**
   * Returns a connection.
   *
   * @param host a name, or an address without brackets
   */
  Socket connect(String host, int port) throws IOException {
    state.reached(Stage.DNS);
    InetAddress[] addresses = transport.addresses(host);
    if (addresses.length == 0) {
      throw new UnknownHostException(host);
    }
    // Checked again: a lookup has no time limit, and one that took too long is not a failure to
    // connect.
    state.reached(Stage.DNS);
    state.reached(Stage.CONNECT);
    return connect(addresses, port, state.deadline().within(CONNECT_TIMEOUT));
  }

  private Socket connect(InetAddress[] addresses, int port, CallDeadline deadline)
      throws IOException {
    IOException last = null;
    for (int i = 0; i < addresses.length; i++) {
      try {
        int share = Math.max(1, deadline.remainingMillis() / (addresses.length - i));
        return connect(new InetSocketAddress(addresses[i], port), share);
      } catch (IOException e) {
        state.checkNotAborted();
        if (last != null) {
          e.addSuppressed(last);
        }
        last = e;
      }
    }
    throw last == null ? new UnknownHostException() : last;
  }

  private Socket connect(InetSocketAddress address, int millis) throws IOException {
    DeadlineSocket socket = state.capture(new DeadlineSocket(state.deadline()));
    try {
      socket.connect(address, millis);
      return socket;
    } catch (IOException e) {
      state.close();
      throw e;
    }
  }
}
