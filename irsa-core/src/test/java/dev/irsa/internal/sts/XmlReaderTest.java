package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.internal.exchange.MalformedResponseException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the reader reads and refuses the same documents as the JDK's parser. */
final class XmlReaderTest {

  private static final List<String> SPACES = List.of(" ", "\n", "\t", "\r\n");

  /** Pieces that need no counterpart; a bar or the end of a line ends each. */
  private static final List<String> HARMLESS =
      pieces(
          SPACES,
          """
          text | a=b+c/d | &amp; | &lt;&gt;&quot;&apos; | &#65; | <Id/> | <Id /> | <B>text</B> | <B c='d' e = "f" >g</B >
          <!-- note --> | <![CDATA[<x>&]]> | \u00e9 | \ud83d\ude00 | <?go on?>
          """);

  /** Any pieces of documents. */
  private static final List<String> PIECES =
      pieces(
          HARMLESS,
          """
          <A> | </A> | <A> | </A> | <B> | </B> | <A b="c"> | </A > | &#x1F600; | &#x110000; | &#xD800; | &#0; | &#xfffe; | &#9; | &#; | &other;
          <A xmlns="https://sts.amazonaws.com/doc/2011-06-15/"> | <A xmlns=""> | <A xmlns="http://www.w3.org/2000/xmlns/">
          <n:A xmlns:n="urn:x"> | </n:A> | <![CDATA[x]]> | ]]> | ] | \r | <?xml version="1.0" encoding="UTF-8"?> | <!DOCTYPE A>
          \u0001 | \u007f | <1> | < | > | & | </ | /> | <A/ | " | '
          """);

  private static List<String> pieces(List<String> more, String text) {
    List<String> all = new ArrayList<>(more);
    all.addAll(List.of(text.split(" \\| |\n")));
    return all;
  }

  private static final List<String> BEGINNINGS =
      List.of("", "", "", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "\n", "\ufeff");

  /** Most documents are well-formed: opened elements are closed. */
  private static String document(Random random) {
    StringBuilder text = new StringBuilder(pick(BEGINNINGS, random));
    element(text, random, 0, random.nextInt(4) == 0);
    if (random.nextInt(8) == 0) {
      text.append(pick(PIECES, random));
    }
    if (random.nextInt(16) == 0) {
      text.setLength(random.nextInt(text.length() + 1));
    }
    return text.toString();
  }

  private static void element(StringBuilder text, Random random, int depth, boolean anyPiece) {
    String name = pick(List.of("N0", "N1", "n:N1"), random);
    text.append('<').append(name);
    if (random.nextInt(6) == 0) {
      text.append(" xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"");
    }
    text.append('>');
    int parts = random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      if (random.nextInt(2) == 0 && depth < 18) {
        element(text, random, depth + 1, anyPiece);
      } else {
        text.append(pick(anyPiece ? PIECES : HARMLESS, random));
      }
    }
    text.append("</").append(name).append('>');
  }

  private static String pick(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  @Property(tries = 20_000)
  void theReaderAgreesWithTheParser(@ForAll long seed) {
    String document = document(new Random(seed));

    XmlDocument found = found(document);

    assertEquals(expected(document), found, document);
    Statistics.label("document").collect(found == null ? "refused" : "read");
    Statistics.label("document")
        .coverage(
            coverage -> {
              coverage.check("read").percentage(share -> share > 25);
              coverage.check("refused").percentage(share -> share > 10);
            });
  }

  private static @Nullable XmlDocument found(String document) {
    try {
      return XmlReader.read(document.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedResponseException refused) {
      return null;
    }
  }

  /** Reads a document with the JDK's parser, which does not look at namespaces either. */
  private static @Nullable XmlDocument expected(String document) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    String text = document.startsWith("\ufeff") ? document.substring(1) : document;
    Map<String, String> texts = new HashMap<>();
    Deque<String> path = new ArrayDeque<>();
    StringBuilder content = new StringBuilder();
    String root = "";
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamReader.START_ELEMENT -> {
            String local = reader.getLocalName();
            path.push(local.substring(local.indexOf(':') + 1));
            root = root.isEmpty() ? path.peek() : root;
            content.setLength(0);
            if (path.size() > 16) {
              return null;
            }
          }
          case XMLStreamReader.END_ELEMENT -> {
            String name = path.pop();
            String parent = path.isEmpty() ? "" : path.peek();
            texts.putIfAbsent(parent + "/" + name, content.toString().strip());
            content.setLength(0);
          }
          case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA ->
              content.append(reader.getText());
          case XMLStreamReader.DTD, XMLStreamReader.ENTITY_REFERENCE -> {
            return null;
          }
          default -> {}
        }
      }
      return new XmlDocument(root, texts);
    } catch (XMLStreamException | RuntimeException refused) {
      return null;
    }
  }

  @Test
  void theTextFormHasNoTextsOfTheDocument() {
    assertEquals("XmlDocument[A, [/A]]", found("<A>secret</A>").toString());
  }

  @Test
  void aPageInAnotherEncodingIsRefused() {
    String page = "<html><p>Zugriff verweigert f\u00fcr Ger\u00e4te</p></html>";

    for (var encoding : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16)) {
      byte[] bytes = page.getBytes(encoding);
      assertThrows(MalformedResponseException.class, () -> XmlReader.read(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE A><A/>",
        "<A><!DOCTYPE A></A>",
        "<!DOCTYPE A [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><A>&e;</A>",
        "<A><!ENTITY e \"x\"></A>"
      })
  void aDocumentTypeIsRefused(String document) {
    var refusal =
        assertThrows(
            MalformedResponseException.class,
            () -> XmlReader.read(document.getBytes(StandardCharsets.UTF_8)));

    assertEquals("it contains a document type or an entity", refusal.getMessage());
  }

  /** Bars separate the documents; those with white space at the ends are quoted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | ` ` | <A> | </A> | <A></B> | <A/><A/>
          <A/>text | text<A/> | <A | <A/ | <A b=c/> | <A b/>
          <A xmlns="a | <A b='<'/> | <A>&none;</A> | <A>&amp</A> | <A>&#+65;</A> | <A>&#x+41;</A>
          <A>&#\u0666\u0665;</A> | <A>&#;</A> | <A>]]></A> | <A><!-- -- --></A> | <A><![CDATA[]]</A> | <![CDATA[]]><A/>
          ` <?xml version="1.0" encoding="UTF-8"?><A/>` | < A/> | <A / > | <1/> | <A>\u0001</A> | <A/>&amp;
          """)
  void whatIsNotWellFormedIsRefused(ArgumentsAccessor documents) {
    for (Object document : documents.toArray()) {
      assertNull(expected(String.valueOf(document)), String.valueOf(document));
      assertNull(found(String.valueOf(document)), String.valueOf(document));
    }
  }

  /** Otherwise the time for a response would grow with the square of its length. */
  @Test
  void aNameOfMoreThanAHundredCharactersIsRefused() {
    String name = "A".repeat(100);

    assertNotNull(found("<%1$s><b>c</b></%1$s>".formatted(name)));
    assertNull(found("<A%1$s/>".formatted(name)));
  }
}
