package dev.irsa.serve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request (RFC 9112). Immutable.
 *
 * @param method the method, as it was sent
 * @param target the target, as it was sent
 * @param fields the values of the header fields, by name in lower case
 */
record RequestHead(String method, String target, Map<String, List<String>> fields) {

  private static final Pattern LINES = Pattern.compile("\r\n");
  private static final Pattern START = Pattern.compile("([A-Z]+) ([\\x21-\\x7e]+) HTTP/1\\.[01]");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\\x20-\\x7e\t]*?)[ \t]*");

  /**
   * Parses a head.
   *
   * @throws RefusedException if it is malformed; what could be read in two ways is
   */
  static RequestHead parse(String text) throws RefusedException {
    List<String> lines = LINES.splitAsStream(text).toList();
    Matcher start = START.matcher(lines.isEmpty() ? "" : lines.get(0));
    if (!start.matches()) {
      throw malformed("The first line is not a request of HTTP/1.1");
    }
    Map<String, List<String>> fields = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher field = FIELD.matcher(line);
      if (!field.matches()) {
        throw malformed("A header field is malformed");
      }
      fields
          .computeIfAbsent(field.group(1).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(field.group(2));
    }
    return new RequestHead(start.group(1), start.group(2), fields);
  }

  private static RefusedException malformed(String message) {
    return new RefusedException(400, "InvalidRequest", message);
  }

  /** Returns whether there is a field with this name, given in lower case. */
  boolean has(String name) {
    return fields.containsKey(name);
  }

  /**
   * Returns the value of a field, or null if it is missing.
   *
   * @param name in lower case
   * @throws RefusedException if there are several
   */
  @Nullable String single(String name) throws RefusedException {
    List<String> values = fields.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw malformed("The header field " + name + " occurs more than once");
    }
    return values.isEmpty() ? null : values.get(0);
  }
}
