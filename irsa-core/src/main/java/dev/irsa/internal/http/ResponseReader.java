package dev.irsa.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines and the body of a response. All lines together, which are everything except the
 * body, are limited to 64 KiB. Not thread-safe.
 */
public final class ResponseReader {

  public static final int MAX_LINE_BYTES = 64 * 1024;

  public static final int MAX_BODY_BYTES = 256 * 1024;

  private static final int INITIAL_LENGTH = 4096;

  private final InputStream input;
  private final byte[] buffer = new byte[2048];
  private final StringBuilder line = new StringBuilder(80);
  private int position;
  private int limit;
  private int lineBytes;

  /** The body, of which the first {@link #length} bytes were read. */
  private byte[] bytes = new byte[0];

  private int length;

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

  /** Reads the whole body, delimited as the header specifies (RFC 9112, section 6.3). */
  public byte[] body(ResponseHead head) throws IOException {
    int status = head.status();
    if (status / 100 == 1 || status == 204 || status == 304) {
      return new byte[0];
    }
    String coding = head.value("transfer-encoding");
    if (coding != null) {
      readChunks(coding);
    } else {
      readBody(head.value("content-length"));
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void readBody(@Nullable String contentLength) throws IOException {
    if (contentLength == null) {
      readToTheEnd();
    } else {
      add(number(contentLength, 10));
    }
  }

  private void readChunks(String coding) throws IOException {
    if (!coding.equalsIgnoreCase("chunked")) {
      throw new IOException("the response uses an unsupported transfer coding");
    }
    int size = chunkSize();
    while (size > 0) {
      add(size);
      if (!line().isEmpty()) {
        throw new IOException("a chunk of the response is longer than declared");
      }
      size = chunkSize();
    }
    while (!line().isEmpty()) {
      // Trailer fields are not needed.
    }
  }

  private int chunkSize() throws IOException {
    String line = line();
    int extension = line.indexOf(';');
    return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
  }

  private void readToTheEnd() throws IOException {
    bytes = new byte[INITIAL_LENGTH];
    int count = read(bytes, 0, INITIAL_LENGTH);
    while (count >= 0) {
      length += count;
      if (length > MAX_BODY_BYTES) {
        throw tooLong();
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      count = read(bytes, length, bytes.length - length);
    }
  }

  private void add(int count) throws IOException {
    if (count > MAX_BODY_BYTES - length) {
      throw tooLong();
    }
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(MAX_BODY_BYTES, 2 * length)));
    }
    readWhole(bytes, length, count);
    length += count;
  }

  /** Parses a length. Larger values are limited to one more than the maximum length of a body. */
  private static int number(String digits, int radix) throws IOException {
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) > 'z' ? -1 : Character.digit(digits.charAt(i), radix);
      if (digit < 0) {
        throw invalidLength();
      }
      number = Math.min(MAX_BODY_BYTES + 1, number * radix + digit);
    }
    if (digits.isEmpty()) {
      throw invalidLength();
    }
    return number;
  }

  private static IOException tooLong() {
    return new IOException("the response is longer than 256 KiB");
  }

  private static IOException invalidLength() {
    return new IOException("the response has an invalid length");
  }
}
