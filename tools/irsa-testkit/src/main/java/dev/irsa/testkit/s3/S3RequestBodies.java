package dev.irsa.testkit.s3;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Parses request bodies: lists of entries that contain text elements. */
final class S3RequestBodies {
  private S3RequestBodies() {}

  /** Returns the text elements of every {@code entry} element, by name. */
  static List<Map<String, String>> entries(byte[] xml, String entry) throws S3Exception {
    List<Map<String, String>> entries = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            text.setLength(0);
            if (reader.getLocalName().equals(entry)) {
              entries.add(new LinkedHashMap<>());
            }
          }
          case XMLStreamConstants.CHARACTERS -> text.append(reader.getText());
          case XMLStreamConstants.END_ELEMENT -> {
            if (!entries.isEmpty() && !reader.getLocalName().equals(entry)) {
              entries.get(entries.size() - 1).putIfAbsent(reader.getLocalName(), text.toString());
            }
          }
          case XMLStreamConstants.DTD -> throw S3Exception.malformedXml();
          default -> {}
        }
      }
    } catch (XMLStreamException e) {
      throw S3Exception.malformedXml();
    }
    if (entries.isEmpty()) {
      throw S3Exception.malformedXml();
    }
    return entries;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
