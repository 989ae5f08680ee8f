package dev.irsa.testkit.sts;

import java.util.function.Consumer;

/** Writes STS's XML, element by element. Not thread-safe. */
final class Xml {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private final StringBuilder text = new StringBuilder(1024);

  /** A whole document; the root carries the namespace. */
  static String document(String root, Consumer<Xml> content) {
    Xml xml = new Xml();
    xml.text.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">\n");
    content.accept(xml);
    xml.text.append("</").append(root).append(">\n");
    return xml.text.toString();
  }

  Xml element(String name, Consumer<Xml> content) {
    text.append('<').append(name).append(">\n");
    content.accept(this);
    text.append("</").append(name).append(">\n");
    return this;
  }

  Xml element(String name, String value) {
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
      default -> {
        boolean allowed = character >= 0x20 || character == '\n' || character == '\t';
        text.appendCodePoint(allowed ? character : 0xfffd);
      }
    }
  }
}
