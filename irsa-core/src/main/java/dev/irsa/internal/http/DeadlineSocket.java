package dev.irsa.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;

/**
 * A connection, directly whatever {@code socksProxyHost} says, whose reads end with the call's
 * deadline. Its writes need no bound: the buffer for sending takes the longest request whole.
 */
final class DeadlineSocket extends Socket {

  /** A token of 20,000 characters and ten long policy ARNs need 100 KiB. */
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
    return new DeadlineInput(super.getInputStream(), this, deadline);
  }
}
