package dev.irsa.internal.xml;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the XML that STS writes: elements, ASCII text and the five entities that XML predefines, no
 * attribute but a namespace. Whatever else stands in a document, or looks wrong, is left to {@link
 * StaxXmlReader}, which decides; so this says yes or nothing. It is there because the JDK's parser
 * brings more than a hundred classes and a twentieth of the CPU on the way to the first credentials
 * of a fresh JVM. Not thread-safe.
 */
final class FastXmlReader {

  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

  /** The JDK's parser has a limit too; nothing that is asked of an answer comes near it. */
  private static final int LONGEST_NAME = 100;

  private final byte[] bytes;
  private final XmlDocument.Builder found = new XmlDocument.Builder();
  private int at;

  private FastXmlReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the document, or null when it is not plain. */
  static @Nullable XmlDocument read(byte[] bytes) throws MalformedResponseException {
    FastXmlReader reader = new FastXmlReader(bytes);
    return reader.readsAll() ? reader.found.build() : null;
  }

  // Each of these reads on from where the last one stopped, and says whether it found what it
  // looked for.

  private boolean readsAll() throws MalformedResponseException {
    reads(DECLARATION);
    skipSpace();
    do {
      if (!readsTag() || (found.isOpen() && !readsText())) {
        return false;
      }
    } while (found.isOpen());
    skipSpace();
    return at == bytes.length;
  }

  private boolean readsTag() throws MalformedResponseException {
    if (!reads('<')) {
      return false;
    }
    boolean ending = reads('/');
    String name = name();
    return name != null && (ending ? readsEnd(name) : readsBeginning(name));
  }

  private boolean readsEnd(String name) {
    skipSpace();
    if (!found.isOpen(name) || !reads('>')) {
      return false;
    }
    found.end();
    return true;
  }

  private boolean readsBeginning(String name) throws MalformedResponseException {
    if (skipSpace() && reads("xmlns=\"") && !readsNamespace()) {
      return false;
    }
    boolean empty = reads('/');
    if (!reads('>')) {
      return false;
    }
    found.begin(name);
    if (empty) {
      found.end();
    }
    return true;
  }

  private boolean readsNamespace() {
    int from = at;
    while (at < bytes.length && isNamespacePart(bytes[at])) {
      at++;
    }
    String namespace = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
    // Some of W3C's own names are reserved.
    if (namespace.isEmpty() || namespace.contains("www.w3.org") || !reads('"')) {
      return false;
    }
    skipSpace();
    return true;
  }

  private boolean readsText() {
    StringBuilder text = found.text();
    while (at < bytes.length && bytes[at] != '<') {
      if (bytes[at] == '&') {
        char character = entity();
        if (character == 0) {
          return false;
        }
        text.append(character);
      } else if (isTextPart(bytes[at])) {
        text.append((char) bytes[at++]);
      } else {
        return false;
      }
    }
    return true;
  }

  /** Returns the character that an entity stands for, or 0. */
  private char entity() {
    if (reads("&amp;")) {
      return '&';
    }
    if (reads("&lt;")) {
      return '<';
    }
    if (reads("&gt;")) {
      return '>';
    }
    if (reads("&quot;")) {
      return '"';
    }
    return reads("&apos;") ? '\'' : 0;
  }

  private @Nullable String name() {
    int from = at;
    while (at < bytes.length && isNamePart(bytes[at], at > from)) {
      at++;
    }
    int length = at - from;
    return length == 0 || length > LONGEST_NAME
        ? null
        : new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private static boolean isNamePart(byte character, boolean afterTheFirst) {
    return (character >= 'A' && character <= 'Z')
        || (character >= 'a' && character <= 'z')
        || (afterTheFirst && character >= '0' && character <= '9');
  }

  private static boolean isNamespacePart(byte character) {
    return character > ' '
        && character < 127
        && character != '"'
        && character != '<'
        && character != '&';
  }

  /** A bracket may begin what may not stand in a text, and the JDK's parser changes a return. */
  private static boolean isTextPart(byte character) {
    return (character >= ' ' && character < 127 && character != ']')
        || character == '\n'
        || character == '\t';
  }

  private boolean skipSpace() {
    int from = at;
    while (at < bytes.length && isSpace(bytes[at])) {
      at++;
    }
    return at > from;
  }

  private static boolean isSpace(byte character) {
    return character == ' ' || character == '\n' || character == '\t' || character == '\r';
  }

  private boolean reads(char character) {
    if (at < bytes.length && bytes[at] == character) {
      at++;
      return true;
    }
    return false;
  }

  private boolean reads(String text) {
    int length = text.length();
    if (bytes.length - at < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    at += length;
    return true;
  }
}
