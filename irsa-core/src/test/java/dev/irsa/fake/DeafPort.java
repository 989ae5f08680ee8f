package dev.irsa.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A port on loopback that refuses connections. It is bound, and nothing more, so that nobody else
 * can take it meanwhile, nor a connection to it meet itself.
 */
public final class DeafPort implements AutoCloseable {

  private final Socket bound = new Socket();

  /** Takes a free port. */
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
