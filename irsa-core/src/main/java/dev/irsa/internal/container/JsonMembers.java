package dev.irsa.internal.container;

import dev.irsa.internal.exchange.MalformedResponseException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the members of a JSON object (RFC 8259) that are strings. Other values are skipped; only
 * their strings and brackets are checked. No JSON library is used, because it would load more
 * classes than all other work on the response. Used by one thread.
 */
final class JsonMembers {

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final String text;
  private int position;

  private JsonMembers(String text) {
    this.text = text;
  }

  /**
   * Parses an object. Of several members with the same name, the first one is used.
   *
   * @throws MalformedResponseException if the text is not a JSON object
   */
  static Map<String, String> parse(byte[] body) throws MalformedResponseException {
    String text = new String(body, StandardCharsets.UTF_8);
    JsonMembers reader =
        new JsonMembers(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    Map<String, String> members = new HashMap<>();
    reader.skipSpace();
    reader.object(members);
    reader.skipSpace();
    if (reader.position < reader.text.length()) {
      throw notJson();
    }
    return members;
  }

  private void object(Map<String, String> members) throws MalformedResponseException {
    expect('{');
    skipSpace();
    if (take('}')) {
      return;
    }
    do {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      skipSpace();
      if (peek() == '"') {
        members.putIfAbsent(name, string());
      } else {
        skipValue();
      }
      skipSpace();
    } while (take(','));
    expect('}');
  }

  /** Skips a value of another type, up to the comma or brace behind it. */
  private void skipValue() throws MalformedResponseException {
    int start = position;
    int open = 0;
    while (open > 0 || (peek() != ',' && peek() != '}')) {
      if (peek() == '"') {
        String unused = string();
      } else {
        char c = next();
        open += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      }
    }
    if (position == start || open < 0) {
      throw notJson();
    }
  }

  private String string() throws MalformedResponseException {
    expect('"');
    StringBuilder content = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return content.toString();
      }
      if (c < ' ') {
        throw notJson();
      }
      content.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws MalformedResponseException {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit();
      default -> throw notJson();
    };
  }

  private char codeUnit() throws MalformedResponseException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c > 'f' ? -1 : Character.digit(c, 16);
      if (digit < 0) {
        throw notJson();
      }
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      position++;
    }
  }

  private boolean take(char expected) {
    boolean found = peek() == expected;
    position += found ? 1 : 0;
    return found;
  }

  private void expect(char expected) throws MalformedResponseException {
    if (!take(expected)) {
      throw notJson();
    }
  }

  /** Returns the next character without consuming it, or 0 at the end. */
  private char peek() {
    return position < text.length() ? text.charAt(position) : 0;
  }

  private char next() throws MalformedResponseException {
    if (position >= text.length()) {
      throw notJson();
    }
    return text.charAt(position++);
  }

  private static MalformedResponseException notJson() {
    return new MalformedResponseException("it is not a JSON object");
  }
}
