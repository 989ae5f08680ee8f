package dev.irsa.internal.sts;

import dev.irsa.internal.identity.MalformedResponseException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML in UTF-8 with the JDK's parser. Rejects document types and entities. The bytes are
 * decoded before, because the parser prints malformed ones to the standard error stream.
 */
final class StaxXmlReader {

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private StaxXmlReader() {}

  static XmlDocument read(byte[] bytes) throws MalformedResponseException {
    XMLStreamReader reader = null;
    try {
      reader = factory().createXMLStreamReader(new StringReader(decode(bytes)));
      return read(reader);
    } catch (CharacterCodingException | XMLStreamException | RuntimeException e) {
      // The parser's message can contain parts of the document, so neither the message nor the
      // cause is kept. Some malformed documents cause unchecked exceptions.
      throw new MalformedResponseException("it is not well-formed XML");
    } finally {
      close(reader);
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static XMLInputFactory factory() {
    // Not newFactory(): an application may install a parser with different defaults.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  private static XmlDocument read(XMLStreamReader reader)
      throws XMLStreamException, MalformedResponseException {
    XmlDocument.Builder document = new XmlDocument.Builder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> document.begin(reader.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> document.end();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            document.text().append(reader.getText());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new MalformedResponseException("it contains a document type or an entity");
        default -> {}
      }
    }
    return document.build();
  }

  private static void close(@Nullable XMLStreamReader reader) {
    if (reader != null) {
      try {
        reader.close();
      } catch (XMLStreamException e) {
        // The reader holds no resource except an array.
      }
    }
  }
}
