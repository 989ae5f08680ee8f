package dev.irsa.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the lines and the body of a response. All lines together, which are everything except the
 * body, are limited to 64 KiB. Not thread-safe.
 */
public final class ResponseReader {

  public static final int MAX_LINE_BYTES = 64 * 1024;

  private final InputStream input;
  private final byte[] buffer = new byte[2048];
  private final StringBuilder line = new StringBuilder(80);
  private int position;
  private int limit;
  private int lineBytes;

  public ResponseReader(InputStream input) {
    this.input = input;
  }

  /**
   * Waits for the first byte without consuming it.
   *
   * @throws EOFException if the connection ends before it
   */
  void await() throws IOException {
    if (position == limit && !fill()) {
      throw new EOFException("the connection was closed without a response");
    }
  }

  /** Returns whether bytes were received that have not been read. */
  boolean hasUnreadBytes() {
    return position < limit;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, input.read(buffer));
    return limit > 0;
  }

  /** Returns the next line without its line end; each byte is one character. */
  String line() throws IOException {
    line.setLength(0);
    while (true) {
      if (position == limit && !fill()) {
        throw endedEarly();
      }
      if (++lineBytes > MAX_LINE_BYTES) {
        throw new IOException("the head of the response is longer than 64 KiB");
      }
      char c = (char) (buffer[position++] & 0xFF);
      if (c == '\n') {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
          line.setLength(length - 1);
        }
        return line.toString();
      }
      line.append(c);
    }
  }

  /** Reads some bytes and returns their number, or -1 at the end of the connection. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  /** Reads exactly the given number of bytes. */
  void readWhole(byte[] target, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = read(target, offset + done, length - done);
      if (count < 0) {
        throw endedEarly();
      }
      done += count;
    }
  }

  private static EOFException endedEarly() {
    return new EOFException("the response was truncated");
  }
}
