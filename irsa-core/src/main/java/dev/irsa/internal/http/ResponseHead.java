package dev.irsa.internal.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status and header fields of a response (RFC 9112). If a field occurs twice, the first one is
 * used.
 */
public final class ResponseHead {

  public static final int MAX_FIELDS = 200;

  private final int status;
  private final Map<String, String> fields;

  private ResponseHead(int status, Map<String, String> fields) {
    this.status = status;
    this.fields = fields;
  }

  /** Reads the header of the final response. Skips interim responses (1xx). */
  public static ResponseHead read(ResponseReader input) throws IOException {
    ResponseHead head = readOne(input);
    while (head.status / 100 == 1 && head.status != 101) {
      head = readOne(input);
    }
    return head;
  }

  private static ResponseHead readOne(ResponseReader input) throws IOException {
    int status = status(input.line());
    Map<String, String> fields = new HashMap<>();
    int lines = 0;
    String name = "";
    for (String line = input.line(); !line.isEmpty(); line = input.line()) {
      if (++lines > MAX_FIELDS) {
        throw new IOException("the head of the response has more than 200 fields");
      }
      int colon = line.indexOf(':');
      if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        String previous = fields.get(name);
        if (previous != null) {
          fields.put(name, previous + ' ' + line.strip());
        }
      } else if (colon > 0) {
        name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        add(fields, name, line.substring(colon + 1).strip());
      }
    }
    return new ResponseHead(status, fields);
  }

  private static void add(Map<String, String> fields, String name, String value)
      throws IOException {
    String previous = fields.putIfAbsent(name, value);
    if (previous != null && name.equals("content-length") && !previous.equals(value)) {
      throw new IOException("the response has two different lengths");
    }
  }

  /** Parses a status line such as {@code HTTP/1.1 200 OK}. */
  private static int status(String line) throws IOException {
    boolean http =
        line.startsWith("HTTP/1.")
            && line.length() >= 12
            && isDigit(line, 7)
            && line.charAt(8) == ' '
            && line.charAt(9) != '0'
            && isDigit(line, 9)
            && isDigit(line, 10)
            && isDigit(line, 11)
            && (line.length() == 12 || line.charAt(12) == ' ');
    if (!http) {
      throw new IOException("this is not an HTTP response");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static boolean isDigit(String text, int index) {
    return text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /**
   * Returns the value of a field, or null.
   *
   * @param name the name in lower case
   */
  public @Nullable String value(String name) {
    return fields.get(name);
  }
}
