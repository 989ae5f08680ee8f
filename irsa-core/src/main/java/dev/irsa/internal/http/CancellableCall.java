package dev.irsa.internal.http;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * How far a call is, and the connection that ends it. The thread of the call moves it on; any
 * thread may abort.
 */
public final class CancellableCall {

  private final CallDeadline deadline;

  // Volatile: set by the call's thread, read by the one that aborts. Either the aborting thread
  // sees the socket, or the call's thread sees the flag right after it set the socket.
  private volatile @Nullable Socket socket;
  private volatile boolean aborted;
  private Stage stage = Stage.DNS;
  private @Nullable HttpProxy proxy;

  public CancellableCall(CallDeadline deadline) {
    this.deadline = deadline;
  }

  public CallDeadline deadline() {
    return deadline;
  }

  public Stage stage() {
    return stage;
  }

  /** The call goes to a proxy from here on, or, with null, to the endpoint itself. */
  void towards(@Nullable HttpProxy next) {
    proxy = next;
  }

  /** Returns the proxy that the call has not got past, or null. */
  public @Nullable HttpProxy proxy() {
    return proxy;
  }

  public boolean isAborted() {
    return aborted;
  }

  /** The call has come to its next stage; it ends here if it was aborted or its time is over. */
  void reached(Stage next) throws IOException {
    stage = next;
    checkNotAborted();
    int unused = deadline.remainingMillis();
  }

  /**
   * Takes the connection that {@link #abort} closes: always the one beneath TLS, whose end never
   * waits for the other side.
   */
  <S extends Socket> S capture(S opened) throws SocketException {
    socket = opened;
    checkNotAborted();
    return opened;
  }

  void checkNotAborted() throws SocketException {
    if (aborted) {
      throw new SocketException("the call was cancelled");
    }
  }

  /** Closes the connection; the thread that reads or connects on it ends at once. */
  public void abort() {
    aborted = true;
    close();
  }

  void close() {
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // A socket that fails to close is closed.
      }
    }
  }
}
