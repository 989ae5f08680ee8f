package dev.irsa.testkit.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of a request to the proxy: request line and header lines (RFC 9110, 9.3.6). */
record ConnectHead(String requestLine, List<String> headers) {

  private static final int LIMIT = 16 * 1024;

  /**
   * Reads a head byte by byte, since the bytes after it belong to TLS. Returns null if the client
   * has closed the connection.
   */
  static @Nullable ConnectHead read(InputStream in) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n", Math.max(0, text.length() - 4)) < 0) {
      int octet = in.read();
      if (octet < 0) {
        return null;
      }
      if (text.length() == LIMIT) {
        throw new IOException("the head of the request is longer than " + LIMIT + " octets");
      }
      text.append((char) octet);
    }
    var lines = Arrays.asList(text.toString().split("\r\n", -1));
    return new ConnectHead(lines.get(0), lines.subList(1, lines.size() - 2));
  }

  boolean isConnect() {
    return requestLine.startsWith("CONNECT ");
  }

  /** Returns the host and port of a CONNECT request, or the whole line of any other request. */
  String target() {
    return isConnect() ? requestLine.split(" ", -1)[1] : requestLine;
  }

  @Nullable String header(String name) {
    String prefix = name + ":";
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
        .map(line -> line.substring(prefix.length()).trim())
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns the bytes of a response without a body. A refusal has a Content-Length; a successful
   * response to CONNECT must not have one (RFC 9110, 9.3.6).
   */
  static byte[] answer(int status, String reason, String... headers) {
    var answer = new StringBuilder("HTTP/1.1 " + status + " " + reason + "\r\n");
    if (status != 200) {
      answer.append("Content-Length: 0\r\n");
    }
    for (String header : headers) {
      answer.append(header).append("\r\n");
    }
    return answer.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
