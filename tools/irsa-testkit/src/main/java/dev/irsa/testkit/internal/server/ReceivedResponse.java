package dev.irsa.testkit.internal.server;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response as a client receives it, over a connection that ends with it. The lab's own clients
 * cannot use the JDK's: they connect to other addresses than those in the URLs, and in virtual
 * time.
 *
 * @param head the status line and the header fields
 */
public record ReceivedResponse(int status, String head, String body) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  /**
   * Reads a complete response.
   *
   * @throws IOException if it is not HTTP, or the body is shorter than its length
   */
  public static ReceivedResponse of(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    Matcher status = STATUS.matcher(text);
    if (end < 0 || !status.lookingAt()) {
      throw new EOFException("not an HTTP response");
    }
    ReceivedResponse reply =
        new ReceivedResponse(
            Integer.parseInt(status.group(1)), text.substring(0, end), text.substring(end + 4));
    String length = reply.header("Content-Length");
    if (!length.matches("\\d{0,9}")) {
      throw new EOFException("not an HTTP response");
    }
    if (!length.isEmpty()
        && reply.body.getBytes(StandardCharsets.UTF_8).length < Integer.parseInt(length)) {
      throw new EOFException("the connection was closed in the middle of the body");
    }
    return reply;
  }

  /** Returns the first value of a header field; empty if it is absent. */
  public String header(String name) {
    Matcher field = Pattern.compile("(?im)^" + Pattern.quote(name) + ": *(.*?)\\r?$").matcher(head);
    return field.find() ? field.group(1) : "";
  }

  @Override
  public String toString() {
    return "ReceivedResponse[" + status + "]";
  }
}
