package dev.irsa.internal.http;

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

  private final CallDeadline deadline;

  DeadlineSocket(CallDeadline deadline) throws IOException {
    super(Proxy.NO_PROXY);
    this.deadline = deadline;
    setSendBufferSize(SEND_BUFFER);
    setTcpNoDelay(true);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new DeadlineInputStream(super.getInputStream(), this, deadline);
  }
}
