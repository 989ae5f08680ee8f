package dev.irsa.testkit.internal.server;

import java.util.function.Consumer;

/** Writes XML responses, element by element. Not thread-safe. */
public final class Xml {
  private final StringBuilder text = new StringBuilder(1024);

  private Xml() {}

  /**
   * Returns a complete document.
   *
   * @param namespace the namespace of the root; empty for none
   */
  public static String document(String root, String namespace, Consumer<Xml> content) {
    Xml xml = new Xml();
    xml.text.append('<').append(root);
    if (!namespace.isEmpty()) {
      xml.text.append(" xmlns=\"").append(namespace).append('"');
    }
    xml.text.append('>');
    content.accept(xml);
    xml.text.append("</").append(root).append(">\n");
    return xml.text.toString();
  }

  /** Writes an element that contains elements. */
  public Xml element(String name, Consumer<Xml> content) {
    text.append('<').append(name).append(">\n");
    content.accept(this);
    text.append("</").append(name).append(">\n");
    return this;
  }

  /** Writes an element that contains text. */
  public Xml element(String name, String value) {
    text.append('<').append(name).append('>');
    value.codePoints().forEach(this::escaped);
    text.append("</").append(name).append(">\n");
    return this;
  }

  private void escaped(int character) {
    switch (character) {
      case '&' -> text.append("&amp;");
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      case '"' -> text.append("&quot;");
      case '\r' -> text.append("&#13;");
      default -> {
        boolean allowed = character >= 0x20 || character == '\n' || character == '\t';
        text.appendCodePoint(allowed ? character : 0xfffd);
      }
    }
  }
}
