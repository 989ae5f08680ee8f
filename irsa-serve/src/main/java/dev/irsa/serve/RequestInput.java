package dev.irsa.serve;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Reads the head of one request, bounded in size and time. Used by one thread. */
final class RequestInput {

  private static final int LONGEST_HEAD = 8192;
  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  private final Socket socket;
  private final InputStream input;
  private final LongSupplier nanoTime;
  private final long end;
  private final byte[] buffer = new byte[LONGEST_HEAD];

  /**
   * Starts the time.
   *
   * @param bound how long all reads together may take
   * @param nanoTime a monotonic clock in nanoseconds
   */
  RequestInput(Socket socket, Duration bound, LongSupplier nanoTime) throws IOException {
    this.socket = socket;
    this.input = socket.getInputStream();
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + bound.toNanos();
  }

  /**
   * Reads up to the empty line, and returns what is before it.
   *
   * @throws RefusedException if the head is too long or too slow
   * @throws IOException if the connection ends before
   */
  String readHead() throws IOException, RefusedException {
    int length = 0;
    while (true) {
      int found = endOfHead(length);
      if (found >= 0) {
        return new String(buffer, 0, found, StandardCharsets.ISO_8859_1);
      }
      if (length == LONGEST_HEAD) {
        throw new RefusedException(431, "InvalidRequest", "The head of the request is too long");
      }
      length += readMore(length);
    }
  }

  private int readMore(int length) throws IOException, RefusedException {
    try {
      int read = read(length);
      if (read < 0) {
        throw new IOException("the connection ended within the head of the request");
      }
      return read;
    } catch (SocketTimeoutException e) {
      throw new RefusedException(408, "RequestTimeout", "The request did not arrive in time");
    }
  }

  private int read(int offset) throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - nanoTime.getAsLong());
    if (left <= 0) {
      throw new SocketTimeoutException("the time of the request is over");
    }
    socket.setSoTimeout(Math.toIntExact(left));
    return input.read(buffer, offset, buffer.length - offset);
  }

  private int endOfHead(int length) {
    for (int i = 0; i + END.length <= length; i++) {
      if (buffer[i] == END[0]
          && buffer[i + 1] == END[1]
          && buffer[i + 2] == END[2]
          && buffer[i + 3] == END[3]) {
        return i;
      }
    }
    return -1;
  }

  /** Discards what the client still sends, until it closes the connection or the time is over. */
  void drain() throws IOException {
    try {
      int more;
      do {
        more = read(0);
      } while (more >= 0);
    } catch (SocketTimeoutException e) {
      // Enough time to read the reply.
    }
  }
}
