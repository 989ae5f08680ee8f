package dev.irsa.sts;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An XML answer: its root, and its texts by parent and element name. Names are matched without
 * their namespace, since other implementations of STS use none. Immutable.
 */
final class AnswerDocument {

  private static final int MAX_DEPTH = 16;

  private final String root;
  private final Map<String, String> texts;

  private AnswerDocument(String root, Map<String, String> texts) {
    this.root = root;
    this.texts = texts;
  }

  String root() {
    return root;
  }

  /** Returns the trimmed text of the first such element, or null when there is none. */
  @Nullable String text(String parent, String name) {
    return texts.get(parent + "/" + name);
  }

  /** Reads a document without document type, to a depth of 16. */
  static AnswerDocument parse(byte[] bytes) throws UnreadableAnswerException {
    XMLStreamReader reader = null;
    try {
      reader = factory().createXMLStreamReader(new ByteArrayInputStream(bytes));
      return read(reader);
    } catch (XMLStreamException | RuntimeException e) {
      // The parser's message can repeat the document, so neither it nor the cause is kept. Some
      // malformed documents end in unchecked exceptions of the parser.
      throw new UnreadableAnswerException("it is no well-formed XML");
    } finally {
      close(reader);
    }
  }

  private static XMLInputFactory factory() {
    // Not newFactory(): applications bring parsers with other defaults.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  private static AnswerDocument read(XMLStreamReader reader)
      throws XMLStreamException, UnreadableAnswerException {
    Deque<String> path = new ArrayDeque<>();
    Map<String, String> texts = new HashMap<>();
    StringBuilder text = new StringBuilder();
    String root = "";
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (path.size() == MAX_DEPTH) {
            throw new UnreadableAnswerException("it is nested deeper than 16 elements");
          }
          root = path.isEmpty() ? reader.getLocalName() : root;
          path.addLast(reader.getLocalName());
          text.setLength(0);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          String name = path.removeLast();
          String parent = path.isEmpty() ? "" : path.getLast();
          texts.putIfAbsent(parent + "/" + name, text.toString().strip());
          text.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new UnreadableAnswerException("it holds a document type or an entity");
        default -> {}
      }
    }
    return new AnswerDocument(root, texts);
  }

  private static void close(@Nullable XMLStreamReader reader) {
    if (reader != null) {
      try {
        reader.close();
      } catch (XMLStreamException e) {
        // Nothing is behind it but an array.
      }
    }
  }
}
