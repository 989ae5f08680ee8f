package dev.irsa.sts;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;

/** The connection beneath TLS: known to its call, so that another thread can close it at once. */
final class BoundedSocket extends Socket {

  private final CallState state;

  BoundedSocket(CallState state) {
    super(Proxy.NO_PROXY);
    this.state = state;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    state.connecting();
    super.connect(endpoint, timeout);
    state.connected();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new BoundedInput(super.getInputStream(), this, state.deadline());
  }
}
