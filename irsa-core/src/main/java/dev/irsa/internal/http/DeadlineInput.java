package dev.irsa.internal.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * The input of a socket, each read bounded by what is left of the call: a server that drips bytes
 * would otherwise start the read timeout anew with each of them.
 */
final class DeadlineInput extends FilterInputStream {

  private final Socket socket;
  private final CallDeadline deadline;

  DeadlineInput(InputStream input, Socket socket, CallDeadline deadline) {
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
