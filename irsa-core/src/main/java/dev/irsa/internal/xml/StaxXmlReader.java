package dev.irsa.internal.xml;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads any XML by the JDK's parser; document types and entities are refused. */
final class StaxXmlReader {

  private StaxXmlReader() {}

  static XmlDocument read(byte[] bytes) throws MalformedResponseException {
    XMLStreamReader reader = null;
    try {
      reader = factory().createXMLStreamReader(new ByteArrayInputStream(bytes));
      return read(reader);
    } catch (XMLStreamException | RuntimeException e) {
      // The parser's message can repeat the document, so neither it nor the cause is kept. Some
      // malformed documents end in unchecked exceptions of the parser.
      throw new MalformedResponseException("it is not well-formed XML");
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

  private static XmlDocument read(XMLStreamReader reader)
      throws XMLStreamException, MalformedResponseException {
    XmlDocument.Builder found = new XmlDocument.Builder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> found.begin(reader.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> found.end();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            found.text().append(reader.getText());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new MalformedResponseException("it contains a document type or an entity");
        default -> {}
      }
    }
    return found.build();
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
