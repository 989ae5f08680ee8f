package dev.irsa.internal.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * Limits every read of a socket to the remaining time of the call. A plain read timeout would start
 * again with every byte that a slow server sends.
 */
final class DeadlineInputStream extends FilterInputStream {

  private final Socket socket;
  private final CallDeadline deadline;

  DeadlineInputStream(InputStream input, Socket socket, CallDeadline deadline) {
    super(input);
    this.socket = socket;
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    socket.setSoTimeout(deadline.remainingMillis());
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    socket.setSoTimeout(deadline.remainingMillis());
    return super.read(bytes, offset, length);
  }
}
