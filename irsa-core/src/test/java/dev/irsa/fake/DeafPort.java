package dev.irsa.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A port on loopback that refuses connections. The port is bound, so that no other process can use
 * it and a connection to it cannot connect to itself.
 */
public final class DeafPort implements AutoCloseable {

  private final Socket bound = new Socket();

  /** Binds a free port. */
  public DeafPort() {
    try {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + bound.getLocalPort() + "/");
  }

  @Override
  public void close() {
    try {
      bound.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
