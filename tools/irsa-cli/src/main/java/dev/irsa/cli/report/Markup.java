package dev.irsa.cli.report;

import java.io.StringWriter;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML and SVG that is also well-formed XML. Attributes belong to the element that was
 * opened last. Not thread-safe.
 */
final class Markup {
  private static final Pattern NOT_XML =
      Pattern.compile("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  /** An operation of the writer, none of which fails for a writer in memory. */
  private interface Operation {
    void run() throws XMLStreamException;
  }

  Markup() {
    try {
      this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a document type. */
  Markup type(String declaration) {
    return write(() -> xml.writeDTD(declaration));
  }

  /** Opens an element. */
  Markup open(String element) {
    return write(() -> xml.writeStartElement(element));
  }

  /** Opens an element of a CSS class. */
  Markup open(String element, String cssClass) {
    return open(element).attribute("class", cssClass);
  }

  /** Closes the element that was opened last. */
  Markup close() {
    return write(xml::writeEndElement);
  }

  /** Writes an element without content. Its attributes follow. */
  Markup empty(String element) {
    return write(() -> xml.writeEmptyElement(element));
  }

  /** Writes an element that contains only text. */
  Markup element(String element, String content) {
    return open(element).text(content).close();
  }

  /** Writes an element of a CSS class that contains only text. */
  Markup element(String element, String cssClass, String content) {
    return open(element, cssClass).text(content).close();
  }

  Markup attribute(String name, String value) {
    return write(() -> xml.writeAttribute(name, readable(value)));
  }

  /** Writes a coordinate or a length, rounded to a tenth of a pixel. */
  Markup attribute(String name, double value) {
    String number = String.format(Locale.ROOT, "%.1f", value);
    return attribute(
        name, number.endsWith(".0") ? number.substring(0, number.length() - 2) : number);
  }

  /** Writes a line, an element without content. More attributes may follow. */
  Markup line(double x1, double y1, double x2, double y2) {
    return empty("line")
        .attribute("x1", x1)
        .attribute("y1", y1)
        .attribute("x2", x2)
        .attribute("y2", y2);
  }

  /** Writes the place and the size of an SVG element. */
  Markup area(double x, double y, double width, double height) {
    return attribute("x", x)
        .attribute("y", y)
        .attribute("width", width)
        .attribute("height", height);
  }

  Markup text(String content) {
    return write(() -> xml.writeCharacters(readable(content)));
  }

  /** Writes a title, which browsers show when the pointer rests on the enclosing SVG element. */
  Markup title(String content) {
    return element("title", content);
  }

  private static String readable(String content) {
    return NOT_XML.matcher(content).replaceAll("\uFFFD");
  }

  private Markup write(Operation operation) {
    try {
      operation.run();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns what was written so far. */
  @Override
  public String toString() {
    write(xml::flush);
    return text.toString();
  }
}
