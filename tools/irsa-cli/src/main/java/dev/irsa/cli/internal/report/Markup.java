package dev.irsa.cli.internal.report;

import java.io.StringWriter;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML and SVG that is also well-formed XML. Attributes are given as names and values in
 * turn; numbers are coordinates, which are rounded to a tenth of a pixel. Not thread-safe.
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
  Markup open(String element, Object... attributes) {
    write(() -> xml.writeStartElement(element));
    return attributes(attributes);
  }

  /** Closes the element that was opened last. */
  Markup close() {
    return write(xml::writeEndElement);
  }

  /** Writes an element without content. */
  Markup empty(String element, Object... attributes) {
    write(() -> xml.writeEmptyElement(element));
    return attributes(attributes);
  }

  /** Writes an element that contains only text. */
  Markup element(String element, String content, Object... attributes) {
    return open(element, attributes).text(content).close();
  }

  Markup text(String content) {
    return write(() -> xml.writeCharacters(readable(content)));
  }

  /** Writes a line of a CSS class. */
  Markup line(String style, double x1, double y1, double x2, double y2) {
    return empty("line", "class", style, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
  }

  /** Opens a rectangle of a CSS class. */
  Markup rect(String style, double x, double y, double width, double height) {
    return open("rect", "class", style, "x", x, "y", y, "width", width, "height", height);
  }

  private Markup attributes(Object... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = (String) namesAndValues[i];
      Object value = namesAndValues[i + 1];
      String written =
          value instanceof Double number
              ? String.format(Locale.ROOT, "%.1f", number).replaceFirst("\\.0$", "")
              : readable(value.toString());
      write(() -> xml.writeAttribute(name, written));
    }
    return this;
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
