package dev.irsa.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON strictly by RFC 8259, without duplicate names in an object. Existing parsers are too
 * lenient: they accept comments, single quotes and duplicate names, which IAM rejects.
 */
final class PolicyJson {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");
  private static final int DEEPEST = 50;

  private final String text;
  private int position;
  private int depth;

  private PolicyJson(String text) {
    this.text = text;
  }

  /** Parses the text as an object. */
  static PolicyElement object(String json) {
    PolicyJson reader = new PolicyJson(json);
    reader.skipBlanks();
    if (reader.next() != '{') {
      throw new MalformedPolicyException("$", "expected a JSON object");
    }
    PolicyElement object = reader.value("$");
    reader.skipBlanks();
    if (reader.position < json.length()) {
      throw reader.unexpected();
    }
    return object;
  }

  private PolicyElement value(String path) {
    skipBlanks();
    return new PolicyElement(
        path,
        switch (next()) {
          case '{' -> members(path);
          case '[' -> elements(path);
          case '"' -> string();
          case 't' -> word("true", true);
          case 'f' -> word("false", false);
          case 'n' -> word("null", null);
          default -> number();
        });
  }

  private Map<String, PolicyElement> members(String path) {
    Map<String, PolicyElement> members = new LinkedHashMap<>();
    descend();
    for (boolean more = !endsWith('}'); more; more = continues('}')) {
      skipBlanks();
      String name = string();
      String memberPath = path + "." + name;
      if (members.containsKey(name)) {
        throw new MalformedPolicyException(memberPath, "duplicate name");
      }
      skipBlanks();
      require(':');
      members.put(name, value(memberPath));
    }
    depth--;
    return members;
  }

  private List<PolicyElement> elements(String path) {
    List<PolicyElement> elements = new ArrayList<>();
    descend();
    for (boolean more = !endsWith(']'); more; more = continues(']')) {
      elements.add(value(path + "[" + elements.size() + "]"));
    }
    depth--;
    return elements;
  }

  private void descend() {
    if (++depth > DEEPEST) {
      throw malformed("JSON nested deeper than " + DEEPEST + " levels");
    }
    position++;
  }

  private boolean endsWith(char end) {
    skipBlanks();
    boolean ends = next() == end;
    position += ends ? 1 : 0;
    return ends;
  }

  private boolean continues(char end) {
    if (endsWith(end)) {
      return false;
    }
    require(',');
    return true;
  }

  private String string() {
    require('"');
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw unexpected();
      }
      position++;
      string.append(c == '\\' ? escaped() : c);
    }
    position++;
    return string.toString();
  }

  private char escaped() {
    char c = next();
    int known = "\"\\/bfnrtu".indexOf(c);
    if (known < 0) {
      throw unexpected();
    }
    position++;
    return c == 'u' ? codeUnit() : "\"\\/\b\f\n\r\t".charAt(known);
  }

  private char codeUnit() {
    int end = Math.min(position + 4, text.length());
    String digits = text.substring(position, end);
    if (digits.length() < 4 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw unexpected();
    }
    position = end;
    return (char) HexFormat.fromHexDigits(digits);
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, position)) {
      throw unexpected();
    }
    position += word.length();
    return value;
  }

  private Number number() {
    Matcher number = NUMBER.matcher(text).region(position, text.length());
    if (!number.lookingAt()) {
      throw unexpected();
    }
    position = number.end();
    return new BigDecimal(number.group());
  }

  private void require(char expected) {
    if (next() != expected) {
      throw unexpected();
    }
    position++;
  }

  private void skipBlanks() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  /** Returns the next character; at the end, a control character, which JSON never contains. */
  private char next() {
    return position < text.length() ? text.charAt(position) : '\0';
  }

  private MalformedPolicyException unexpected() {
    String found =
        position < text.length() ? "'" + text.charAt(position) + "'" : "the end of the text";
    return malformed("not JSON: unexpected " + found);
  }

  private MalformedPolicyException malformed(String problem) {
    String before = text.substring(0, position);
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    int column = position - before.lastIndexOf('\n');
    return new MalformedPolicyException("$", problem + " at line " + line + ", column " + column);
  }
}
