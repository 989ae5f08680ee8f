package dev.irsa.internal.sts;

import dev.irsa.internal.identity.MalformedResponseException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A fast reader for the XML that STS writes: elements, ASCII text, the five predefined entities,
 * and no attribute except a namespace. For any other document, well-formed or not, it returns null
 * and {@link StaxXmlReader} decides. It exists because the JDK's parser loads more than a hundred
 * classes and accounts for about 5 % of the CPU time to the first credentials in a fresh JVM. Not
 * thread-safe.
 */
final class FastXmlReader {

  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

  /** The maximum length of an element's name, far more than any name in a response of STS. */
  private static final int MAX_NAME_LENGTH = 100;

  private final byte[] bytes;
  private final XmlDocument.Builder document = new XmlDocument.Builder();
  private int at;

  private FastXmlReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the document, or null if it contains anything that this reader does not support. */
  static @Nullable XmlDocument read(byte[] bytes) throws MalformedResponseException {
    FastXmlReader reader = new FastXmlReader(bytes);
    return reader.readsAll() ? reader.document.build() : null;
  }

  // Each of these methods continues where the previous one stopped, and returns whether it found
  // what it expects.

  private boolean readsAll() throws MalformedResponseException {
    reads(DECLARATION);
    skipSpace();
    do {
      if (!readsTag() || (document.isOpen() && !readsText())) {
        return false;
      }
    } while (document.isOpen());
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
    if (!document.isOpen(name) || !reads('>')) {
      return false;
    }
    document.end();
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
    document.begin(name);
    if (empty) {
      document.end();
    }
    return true;
  }

  private boolean readsNamespace() {
    int from = at;
    while (at < bytes.length && isNamespacePart(bytes[at])) {
      at++;
    }
    String namespace = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
    // Some names of the W3C are reserved.
    if (namespace.isEmpty() || namespace.contains("www.w3.org") || !reads('"')) {
      return false;
    }
    skipSpace();
    return true;
  }

  private boolean readsText() {
    StringBuilder text = document.text();
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

  /** Returns the character of an entity, or 0 if there is no known one. */
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
    return length == 0 || length > MAX_NAME_LENGTH
        ? null
        : new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private static boolean isNamePart(byte character, boolean isAfterFirst) {
    return (character >= 'A' && character <= 'Z')
        || (character >= 'a' && character <= 'z')
        || (isAfterFirst && character >= '0' && character <= '9');
  }

  private static boolean isNamespacePart(byte character) {
    return character > ' '
        && character < 127
        && character != '"'
        && character != '<'
        && character != '&';
  }

  /**
   * Excludes brackets, which may start a sequence that is not allowed in text, and carriage
   * returns, which the JDK's parser replaces.
   */
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
