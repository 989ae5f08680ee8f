package dev.irsa.internal.http;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the body of an answer whole, as its head says (RFC 9112, section 6.3). */
public final class ResponseBody {

  public static final int LONGEST = 256 * 1024;

  private static final int PIECE = 4096;

  private final ResponseReader input;
  private byte[] bytes = new byte[0];
  private int length;

  private ResponseBody(ResponseReader input) {
    this.input = input;
  }

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
      // Trailing fields say nothing that is asked for here.
    }
  }

  private int chunkSize() throws IOException {
    String line = input.line();
    int extension = line.indexOf(';');
    return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
  }

  private void readToTheEnd() throws IOException {
    bytes = new byte[PIECE];
    int count = input.read(bytes, 0, PIECE);
    while (count >= 0) {
      length += count;
      if (length > LONGEST) {
        throw tooLong();
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      count = input.read(bytes, length, bytes.length - length);
    }
  }

  private void add(int count) throws IOException {
    if (count > LONGEST - length) {
      throw tooLong();
    }
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(LONGEST, 2 * length)));
    }
    input.readWhole(bytes, length, count);
    length += count;
  }

  /** Reads digits; what is larger than any body is cut to just that. */
  private static int number(String digits, int radix) throws IOException {
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) > 'z' ? -1 : Character.digit(digits.charAt(i), radix);
      if (digit < 0) {
        throw unreadableLength();
      }
      number = Math.min(LONGEST + 1, number * radix + digit);
    }
    if (digits.isEmpty()) {
      throw unreadableLength();
    }
    return number;
  }

  private static IOException tooLong() {
    return new IOException("the response is longer than 256 KiB");
  }

  private static IOException unreadableLength() {
    return new IOException("the length of the response cannot be read");
  }
}
