package dev.irsa.internal.http;

import dev.irsa.internal.exchange.IoDeadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;

/**
 * A socket that ignores {@code socksProxyHost} and whose reads end at the deadline of the call.
 * Writes do not block, because the send buffer is larger than the longest request.
 */
final class DeadlineSocket extends Socket {

  /**
   * The longest request, with a token of 20,000 characters and ten long policy ARNs, has 100 KiB.
   */
  private static final int SEND_BUFFER = 128 * 1024;

  private final IoDeadline deadline;

  DeadlineSocket(IoDeadline deadline) throws IOException {
    super(Proxy.NO_PROXY);
    this.deadline = deadline;
    setSendBufferSize(SEND_BUFFER);
    setTcpNoDelay(true);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new DeadlineInputStream(super.getInputStream(), this, deadline);
  }

  /**
   * Limits every read of a socket to the remaining time of the call. A plain read timeout would
   * start again with every byte that a slow server sends.
   */
  private static final class DeadlineInputStream extends FilterInputStream {

    private final Socket socket;
    private final IoDeadline deadline;

    DeadlineInputStream(InputStream input, Socket socket, IoDeadline deadline) {
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
}
