package dev.irsa.internal.sts;

import dev.irsa.internal.exchange.MalformedResponseException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the XML of STS and of servers that are compatible with it, in UTF-8: elements, their texts,
 * references to characters, comments, CDATA and processing instructions. Attributes are skipped,
 * namespaces are not resolved, and a document type is refused. A reader of its own, because the
 * JDK's parser loads more than a hundred classes and accounts for about 5 % of the CPU time to the
 * first credentials in a fresh JVM. Used by one thread.
 */
public final class XmlReader {

  private static final int MAX_DEPTH = 16;

  /** The longest name of an element or attribute. STS has none of 40 characters. */
  private static final int MAX_NAME = 100;

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final String document;
  private int at;

  private final List<String> path = new ArrayList<>();
  private final Map<String, String> texts = new HashMap<>();

  /** The text since the last tag. */
  private final StringBuilder text = new StringBuilder();

  private String root = "";

  private XmlReader(String document) {
    this.document = document;
  }

  /**
   * Reads a document without a document type and with at most 16 levels of elements.
   *
   * @throws MalformedResponseException if the document is not well-formed or not supported
   */
  public static XmlDocument read(byte[] bytes) throws MalformedResponseException {
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    String document = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.substring(1) : decoded;
    for (int i = 0; i < document.length(); i++) {
      require(isCharacter(document.charAt(i)));
    }
    XmlReader reader = new XmlReader(document.replace("\r\n", "\n").replace('\r', '\n'));
    reader.readAll();
    return new XmlDocument(reader.root, reader.texts);
  }

  private void readAll() throws MalformedResponseException {
    if (take("<?xml")) {
      skipAttributes();
      require(take("?>"));
    }
    while (at < document.length()) {
      readPart();
    }
    require(!root.isEmpty() && path.isEmpty());
  }

  private void readPart() throws MalformedResponseException {
    if (take("</")) {
      end(name());
      skipSpace();
      require(take(">"));
    } else if (take("<!--")) {
      String unused = upTo("--");
      require(take(">"));
    } else if (take("<![CDATA[")) {
      require(!path.isEmpty());
      text.append(upTo("]]>"));
    } else if (take("<!")) {
      throw new MalformedResponseException("it contains a document type or an entity");
    } else if (take("<?")) {
      require(!name().equalsIgnoreCase("xml") && (isSpace(next()) || next() == '?'));
      String unused = upTo("?>");
    } else if (take("<")) {
      readBeginning();
    } else if (take("&")) {
      require(!path.isEmpty());
      text.appendCodePoint(reference(upTo(";")));
    } else {
      readText();
    }
  }

  private void readBeginning() throws MalformedResponseException {
    String name = name();
    skipAttributes();
    if (path.isEmpty()) {
      require(root.isEmpty());
      root = localName(name);
    }
    if (path.size() == MAX_DEPTH) {
      throw new MalformedResponseException("it is nested deeper than 16 elements");
    }
    path.add(name);
    text.setLength(0);
    if (take("/")) {
      end(name);
    }
    require(take(">"));
  }

  private void end(String name) throws MalformedResponseException {
    int last = path.size() - 1;
    require(last >= 0 && path.remove(last).equals(name));
    String parent = last == 0 ? "" : localName(path.get(last - 1));
    texts.putIfAbsent(parent + "/" + localName(name), text.toString().strip());
    text.setLength(0);
  }

  private static String localName(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private void readText() throws MalformedResponseException {
    int from = at;
    while (at < document.length() && next() != '<' && next() != '&') {
      at++;
    }
    String piece = document.substring(from, at);
    require(path.isEmpty() ? piece.isBlank() : !piece.contains("]]>"));
    text.append(piece);
  }

  private static int reference(String name) throws MalformedResponseException {
    return switch (name) {
      case "amp" -> '&';
      case "lt" -> '<';
      case "gt" -> '>';
      case "quot" -> '"';
      case "apos" -> '\'';
      default -> character(name);
    };
  }

  private static int character(String name) throws MalformedResponseException {
    require(name.startsWith("#"));
    boolean hexadecimal = name.startsWith("#x");
    String digits = name.substring(hexadecimal ? 2 : 1);
    for (int i = 0; i < digits.length(); i++) {
      // Neither a sign nor the digits of other scripts, which the JDK accepts.
      char c = digits.charAt(i);
      require((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'));
    }
    try {
      int number = Integer.parseInt(digits, hexadecimal ? 16 : 10);
      require(Character.isSupplementaryCodePoint(number) || isCharacter(number));
      require(number < Character.MIN_SURROGATE || number > Character.MAX_SURROGATE);
      return number;
    } catch (NumberFormatException e) {
      throw malformed();
    }
  }

  private void skipAttributes() throws MalformedResponseException {
    while (skipSpace() && isNamePart(next(), true)) {
      String unused = name();
      skipSpace();
      require(take("="));
      skipSpace();
      String quote = String.valueOf(next());
      require(take("\"") || take("'"));
      require(upTo(quote).indexOf('<') < 0);
    }
  }

  private String name() throws MalformedResponseException {
    int from = at;
    while (isNamePart(next(), at == from)) {
      at++;
    }
    require(at > from && at - from <= MAX_NAME);
    return document.substring(from, at);
  }

  private static boolean isNamePart(char c, boolean isFirst) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || c == '_'
        || (!isFirst && ((c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':'));
  }

  /**
   * Returns whether a document may contain a character. A decoder's replacement for malformed bytes
   * is refused.
   */
  private static boolean isCharacter(int c) {
    return (c >= ' ' && c < '\ufffd') || c == '\t' || c == '\n' || c == '\r';
  }

  private boolean skipSpace() {
    int from = at;
    while (isSpace(next())) {
      at++;
    }
    return at > from;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t';
  }

  /** Returns the next character without consuming it, or 0 at the end. */
  private char next() {
    return at < document.length() ? document.charAt(at) : 0;
  }

  private boolean take(String expected) {
    boolean found = document.startsWith(expected, at);
    at += found ? expected.length() : 0;
    return found;
  }

  /** Consumes everything up to a mark, and the mark. Returns the text before the mark. */
  private String upTo(String mark) throws MalformedResponseException {
    int from = at;
    int end = document.indexOf(mark, from);
    require(end >= 0);
    at = end + mark.length();
    return document.substring(from, end);
  }

  private static void require(boolean condition) throws MalformedResponseException {
    if (!condition) {
      throw malformed();
    }
  }

  private static MalformedResponseException malformed() {
    return new MalformedResponseException("it is not well-formed XML");
  }
}
