package dev.irsa.testkit.internal.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads HTTP/1.1 requests (RFC 9112) from a connection. It accepts what SDKs and tools send, and
 * nothing more lenient.
 */
public final class RequestReader {
  private static final Pattern LENGTH = Pattern.compile("0*[0-9]{1,18}");
  private static final Pattern CHUNK_SIZE = Pattern.compile("0*[0-9a-fA-F]{1,7}");
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_HEADERS = 200;

  private final InputStream in;
  private final OutputStream out;
  private final long connection;
  private final boolean secure;
  private final int longestBody;

  public RequestReader(
      InputStream in, OutputStream out, long connection, boolean secure, int longestBody) {
    this.in = in;
    this.out = out;
    this.connection = connection;
    this.secure = secure;
    this.longestBody = longestBody;
  }

  /**
   * Reads the next request; empty if the client has closed the connection.
   *
   * @throws ServiceException if it is not an HTTP request that this server supports, or its body is
   *     too long; what follows cannot be read
   */
  public Optional<Request> next() throws IOException, ServiceException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    String[] parts = (Character.toString((char) first) + line()).split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw malformed("not an HTTP request line");
    }
    Headers headers = headers();
    String target = parts[0].equals("CONNECT") ? parts[1] : originForm(parts[1]);
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    return Optional.of(
        new Request(parts[0], path, query, headers, body(headers), connection, secure));
  }

  private static String originForm(String target) throws ServiceException {
    if (target.startsWith("/")) {
      return target;
    }
    int authority = target.indexOf("://");
    if (authority < 0) {
      throw malformed("request target is neither a path nor a URL");
    }
    int slash = target.indexOf('/', authority + 3);
    return slash < 0 ? "/" : target.substring(slash);
  }

  private Headers headers() throws IOException, ServiceException {
    List<Headers.Field> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon <= 0 || fields.size() == MOST_HEADERS) {
        throw malformed("header without a name, or too many of them");
      }
      fields.add(new Headers.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new Headers(fields);
  }

  private byte[] body(Headers headers) throws IOException, ServiceException {
    boolean chunked =
        headers
            .first("Transfer-Encoding")
            .map(coding -> coding.toLowerCase(Locale.ROOT).endsWith("chunked"))
            .orElse(false);
    long length = headers.first("Content-Length").map(RequestReader::length).orElse(0L);
    if (!chunked) {
      requireShort(length);
    }
    if ((chunked || length > 0)
        && headers.first("Expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    return chunked ? chunks() : exactly((int) length);
  }

  private byte[] chunks() throws IOException, ServiceException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      requireShort((long) body.size() + size);
      body.write(exactly(size));
      line();
    }
    headers();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException, ServiceException {
    String size = line().split(";", 2)[0].strip();
    if (!CHUNK_SIZE.matcher(size).matches()) {
      throw malformed("chunk without a size");
    }
    return Integer.parseInt(size, 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("connection closed in the middle of a body");
    }
    return bytes;
  }

  private void requireShort(long length) throws ServiceException {
    if (length < 0) {
      throw malformed("the length of the body is not a number");
    }
    if (length > longestBody) {
      throw new ServiceException(
          413, "RequestTooLarge", "the body is longer than " + longestBody + " bytes");
    }
  }

  /** Parses a length; negative if the text is not a valid one. */
  private static long length(String text) {
    return LENGTH.matcher(text).matches() ? Long.parseLong(text) : -1;
  }

  private static ServiceException malformed(String problem) {
    return new ServiceException(400, "BadRequest", "bad request: " + problem);
  }

  private String line() throws IOException, ServiceException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("connection closed in the middle of a line");
      }
      if (line.size() == LONGEST_LINE) {
        throw malformed("line too long");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
