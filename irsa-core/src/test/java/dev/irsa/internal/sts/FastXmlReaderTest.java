package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.internal.identity.MalformedResponseException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the fast reader agrees with the JDK's parser or leaves the document to it. */
final class FastXmlReaderTest {

  /** The pieces of documents, most of them supported by the fast reader. */
  private static final List<String> PIECES =
      List.of(
          "<A>",
          "</A>",
          "<A>",
          "</A>",
          "<B>",
          "</B>",
          "<B>text</B>",
          "<A b=\"c\">",
          "<Id/>",
          "<Id />",
          "</A >",
          " ",
          "\n",
          "\t",
          "text",
          "a=b+c/d",
          "&amp;",
          "&lt;&gt;&quot;&apos;",
          "&#65;",
          "&other;",
          "<A xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">",
          "<A xmlns=\"\">",
          "<A xmlns=\"a\" xmlns=\"b\">",
          "<A xmlns=\"http://www.w3.org/2000/xmlns/\">",
          "<n:A xmlns:n=\"urn:x\">",
          "</n:A>",
          "<!-- note -->",
          "<![CDATA[x]]>",
          "]]>",
          "]",
          "\r",
          "\r\n",
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
          "<?go on?>",
          "<!DOCTYPE A>",
          "\u00e9",
          "\u0001",
          "\u007f",
          "<1>",
          "<",
          ">",
          "&",
          "</",
          "/>",
          "<A/",
          "\"",
          "'");

  private static final List<String> BEGINNINGS =
      List.of("", "", "", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "\n", "\ufeff");

  /** Most documents are well-formed: opened elements are closed. */
  private static byte[] document(Random random) {
    StringBuilder text = new StringBuilder(pick(BEGINNINGS, random));
    int plainPieces = random.nextInt(4) == 0 ? PIECES.size() : 21;
    element(text, random, 0, plainPieces);
    if (random.nextInt(8) == 0) {
      text.append(pick(PIECES, random));
    }
    if (random.nextInt(16) == 0) {
      text.setLength(random.nextInt(text.length() + 1));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void element(StringBuilder text, Random random, int depth, int pieces) {
    String name = "N" + random.nextInt(3);
    text.append('<').append(name);
    if (random.nextInt(6) == 0) {
      text.append(" xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"");
    }
    text.append('>');
    int parts = random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      if (random.nextInt(2) == 0 && depth < 18) {
        element(text, random, depth + 1, pieces);
      } else {
        String piece = PIECES.get(random.nextInt(pieces));
        // In a document for the fast reader, only pieces that need no counterpart.
        text.append(pieces < PIECES.size() && piece.startsWith("<") ? "word" : piece);
      }
    }
    text.append("</").append(name).append('>');
  }

  private static String pick(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  @Property(tries = 20_000)
  void theFastReaderAgreesWithTheParser(@ForAll long seed) {
    byte[] bytes = document(new Random(seed));
    XmlDocument plain;
    try {
      plain = FastXmlReader.read(bytes);
    } catch (MalformedResponseException tooDeep) {
      assertThrows(MalformedResponseException.class, () -> StaxXmlReader.read(bytes));
      return;
    }
    if (plain != null) {
      assertEquals(parsed(bytes), plain);
    }
    Statistics.label("read").collect(plain == null ? "left to the parser" : "plainly");
    Statistics.label("read")
        .coverage(
            coverage -> {
              coverage.check("plainly").percentage(share -> share > 25);
              coverage.check("left to the parser").percentage(share -> share > 10);
            });
  }

  private static XmlDocument parsed(byte[] bytes) {
    try {
      return StaxXmlReader.read(bytes);
    } catch (MalformedResponseException refused) {
      throw new AssertionError(
          "read plainly, and the parser refuses it: " + new String(bytes, StandardCharsets.UTF_8),
          refused);
    }
  }

  @Test
  void aResponseOfStsIsReadWithoutTheParser() throws Exception {
    String answer =
        """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult>
            <AssumedRoleUser>
              <Arn>arn:aws:sts::123456789012:assumed-role/app/pod</Arn>
            </AssumedRoleUser>
            <Credentials>
              <SessionToken>AQoDYXdzEE0a8ANXXXXXXXXNO1ewxE5TijQyp+IEXAMPLE/==</SessionToken>
              <Expiration>2026-10-24T23:00:23Z</Expiration>
            </Credentials>
          </AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>
        """;

    XmlDocument document = FastXmlReader.read(answer.getBytes(StandardCharsets.UTF_8));

    assertNotNull(document);
    assertEquals("AssumeRoleWithWebIdentityResponse", document.root());
    assertEquals("2026-10-24T23:00:23Z", document.text("Credentials", "Expiration"));
    assertEquals(
        "arn:aws:sts::123456789012:assumed-role/app/pod", document.text("AssumedRoleUser", "Arn"));
    assertFalse(document.toString().contains("AQoDYXdz"), document.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<A>",
        "</A>",
        "<A></B>",
        "<A/><A/>",
        "<A/>text",
        "text<A/>",
        "<A",
        "<A/",
        "<A b='c'/>",
        "<A xmlns=\"\"/>",
        "<A xmlns=\"a",
        "<A xmlns=\"a\"b/>",
        "<A xmlns=\"www.w3.org\"/>",
        "<a:A/>",
        "<A>&#65;</A>",
        "<A>&none;</A>",
        "<A>&amp</A>",
        "<A>]</A>",
        "<A>\r</A>",
        "<A>\u007f</A>",
        "<A>\u00e9</A>",
        "<A><!-- --></A>",
        "<A><![CDATA[]]></A>",
        " <?xml version=\"1.0\" encoding=\"UTF-8\"?><A/>",
        "<?xml version=\"1.0\"?><A/>",
        "<!DOCTYPE A><A/>",
        "< A/>",
        "<A / >",
        "<1/>"
      })
  void otherDocumentsAreLeftToTheParser(String document) throws Exception {
    assertNull(FastXmlReader.read(document.getBytes(StandardCharsets.UTF_8)));
  }
}
