package dev.irsa.internal.http;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.exchange.IoDeadline;
import dev.irsa.internal.exchange.RunningExchange;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response in progress: their deadline, stage and connection. The thread of the
 * exchange advances the stage; any thread may abort the call, which closes the connection.
 */
public final class HttpExchange implements RunningExchange.Step {

  private final IoDeadline deadline;
  private final @Nullable StageListener listener;

  // Volatile: written by the call's thread, read by the aborting one. Either the aborting thread
  // sees the socket, or the call's thread sees the flag after it has set the socket.
  private volatile @Nullable Socket socket;
  private volatile boolean aborted;
  private Stage stage = Stage.DNS;
  private @Nullable HttpProxy proxy;

  public HttpExchange(IoDeadline deadline) {
    this.deadline = deadline;
    this.listener = null;
  }

  /** Creates a call that reports its progress. */
  public HttpExchange(IoDeadline deadline, StageListener listener) {
    this.deadline = deadline;
    this.listener = listener;
  }

  /** Learns of each stage that a call enters. Called by the thread of the call. */
  public interface StageListener {
    void entered(Stage stage);
  }

  public IoDeadline deadline() {
    return deadline;
  }

  public Stage stage() {
    return stage;
  }

  /** Sets the peer of the next stages: a proxy, or the endpoint itself if null. */
  void setProxy(@Nullable HttpProxy proxy) {
    this.proxy = proxy;
  }

  /** Returns the proxy that the call is talking to, or null. */
  public @Nullable HttpProxy proxy() {
    return proxy;
  }

  public boolean isAborted() {
    return aborted;
  }

  /**
   * Advances the call to a stage.
   *
   * @throws IOException if the call was aborted or its deadline has passed
   */
  public void reached(Stage reached) throws IOException {
    stage = reached;
    if (listener != null) {
      listener.entered(reached);
    }
    checkNotAborted();
    int unused = deadline.remainingMillis();
  }

  /**
   * Registers the connection that {@link #abort} closes. It must be the connection below TLS,
   * because closing it does not wait for the peer.
   *
   * @throws SocketException if the call was aborted
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

  /** Closes the connection, so that the thread that connects or reads ends immediately. */
  @Override
  public void abort() {
    aborted = true;
    close();
  }

  /** Closes the connection, without waiting for the peer. */
  public void close() {
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // A socket is closed even if closing it fails.
      }
    }
  }
}
