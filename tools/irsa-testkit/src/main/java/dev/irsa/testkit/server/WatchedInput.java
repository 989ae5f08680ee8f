package dev.irsa.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The input of a connection. Its end is noticed even while nobody reads, by reading the first byte
 * of the next request ahead.
 *
 * <p>Used by the connection's thread only; {@link #watch} reads on another one meanwhile.
 */
final class WatchedInput extends InputStream {
  private final InputStream in;
  private final Executor threads;
  private @Nullable CompletableFuture<Integer> ahead;

  WatchedInput(InputStream in, Executor threads) {
    this.in = in;
    this.threads = threads;
  }

  /** Runs an action when the input ends before the next byte. */
  void watch(Runnable onEnd) {
    try {
      CompletableFuture<Integer> next = CompletableFuture.supplyAsync(this::readByte, threads);
      ahead =
          next.thenApply(
              read -> {
                if (read < 0) {
                  onEnd.run();
                }
                return read;
              });
    } catch (RejectedExecutionException e) {
      // The server is closing, which ends the connection anyway.
    }
  }

  /** Reads a byte. A broken connection has ended, too. */
  private int readByte() {
    try {
      return in.read();
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public int read() throws IOException {
    CompletableFuture<Integer> first = ahead;
    ahead = null;
    return first == null ? in.read() : first.join();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (ahead == null || length == 0) {
      return in.read(bytes, offset, length);
    }
    int first = read();
    if (first < 0) {
      return -1;
    }
    bytes[offset] = (byte) first;
    return 1;
  }
}
