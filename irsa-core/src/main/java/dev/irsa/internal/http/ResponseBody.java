package dev.irsa.internal.http;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the body of a response, delimited as its header specifies (RFC 9112, section 6.3). */
public final class ResponseBody {

  public static final int MAX_LENGTH = 256 * 1024;

  private static final int INITIAL_LENGTH = 4096;

  private final ResponseReader input;
  private byte[] bytes = new byte[0];
  private int length;

  private ResponseBody(ResponseReader input) {
    this.input = input;
  }

  /** Reads the whole body. */
  public static byte[] read(ResponseHead head, ResponseReader input) throws IOException {
    int status = head.status();
    if (status / 100 == 1 || status == 204 || status == 304) {
      return new byte[0];
    }
    ResponseBody body = new ResponseBody(input);
    String coding = head.value("transfer-encoding");
    if (coding != null) {
      body.readChunks(coding);
    } else {
      body.read(head.value("content-length"));
    }
    return body.length == body.bytes.length ? body.bytes : Arrays.copyOf(body.bytes, body.length);
  }

  private void read(@Nullable String contentLength) throws IOException {
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
      if (!input.line().isEmpty()) {
        throw new IOException("a chunk of the response is longer than declared");
      }
      size = chunkSize();
    }
    while (!input.line().isEmpty()) {
      // Trailer fields are not needed.
    }
  }

  private int chunkSize() throws IOException {
    String line = input.line();
    int extension = line.indexOf(';');
    return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
  }

  private void readToTheEnd() throws IOException {
    bytes = new byte[INITIAL_LENGTH];
    int count = input.read(bytes, 0, INITIAL_LENGTH);
    while (count >= 0) {
      length += count;
      if (length > MAX_LENGTH) {
        throw tooLong();
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      count = input.read(bytes, length, bytes.length - length);
    }
  }

  private void add(int count) throws IOException {
    if (count > MAX_LENGTH - length) {
      throw tooLong();
    }
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(MAX_LENGTH, 2 * length)));
    }
    input.readWhole(bytes, length, count);
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
      number = Math.min(MAX_LENGTH + 1, number * radix + digit);
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
