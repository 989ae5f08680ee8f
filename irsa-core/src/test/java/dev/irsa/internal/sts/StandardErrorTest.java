package dev.irsa.internal.sts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.identity.MalformedResponseException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The JDK's parser prints some errors to the application's error stream. */
@Isolated("It replaces System.err.")
class StandardErrorTest {

  private static final String PAGE = "<html><p>Zugriff verweigert f\u00fcr Ger\u00e4te</p></html>";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(printed, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  @Test
  void aPageInAnotherEncodingPrintsNothing() {
    for (byte[] page : new byte[][] {PAGE.getBytes(ISO_8859_1), PAGE.getBytes(UTF_16)}) {
      assertThrows(MalformedResponseException.class, () -> XmlDocument.parse(page));
    }

    assertEquals("", printed.toString(UTF_8));
  }

  @Test
  void brokenDocumentsPrintNothing() {
    Random random = new Random(24);
    byte[] page = "<?xml version=\"1.0\"?><a b=\"c\">&amp;\u00fc<![CDATA[d]]></a>".getBytes(UTF_8);
    int refused = 0;
    for (int i = 0; i < 5000; i++) {
      byte[] broken = Arrays.copyOf(page, 1 + random.nextInt(page.length));
      broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      try {
        XmlDocument.parse(broken);
      } catch (MalformedResponseException e) {
        refused++;
      }
    }

    assertTrue(refused > 1000, () -> "only few were refused");
    assertEquals("", printed.toString(UTF_8));
  }
}
