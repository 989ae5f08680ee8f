package dev.irsa.internal.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which responses are read and which are rejected, byte by byte. */
final class ResponseReaderTest {

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Read(ResponseHead head, byte[] body) {
    String text() {
      return head.status() + " " + new String(body, StandardCharsets.ISO_8859_1);
    }
  }

  private static Read read(InputStream bytes) throws IOException {
    ResponseReader input = new ResponseReader(bytes);
    ResponseHead head = ResponseHead.read(input);
    return new Read(head, input.body(head));
  }

  private static Read read(String text) throws IOException {
    return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Returns what a row stands for: a bar is the end of a line, a backtick a line feed alone. */
  private static String answer(String text) {
    return text.replace("|", "\r\n").replace("`", "\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          to the end               ~ HTTP/1.1 200 OK||body                                             ~ 200 body
          HTTP/1.0                 ~ HTTP/1.0 200 OK||body                                             ~ 200 body
          no reason                ~ HTTP/1.1 200||body                                                ~ 200 body
          line feeds alone         ~ HTTP/1.1 200 OK`A: b``body                                        ~ 200 body
          a length                 ~ HTTP/1.1 200 OK|Content-Length: 4||body!!                         ~ 200 body
          the same length twice    ~ HTTP/1.1 200 OK|Content-Length: 4|content-length: 4||body         ~ 200 body
          length zero              ~ HTTP/1.1 500 No|Content-Length: 0||more                           ~ '500 '
          chunks                   ~ HTTP/1.1 200 OK|Transfer-Encoding: Chunked||2|bo|0002;a=b|dy|0|Trailer: x|| ~ 200 body
          chunks before a length   ~ HTTP/1.1 200 OK|Content-Length: 1|Transfer-Encoding: chunked||4|body|0|| ~ 200 body
          interim answers          ~ HTTP/1.1 100 Continue||HTTP/1.1 103 Hints|A: b||HTTP/1.1 200 OK||body ~ 200 body
          no body                  ~ HTTP/1.1 204 None|Content-Length: 4||body                         ~ '204 '
          not modified             ~ HTTP/1.1 304 Same||body                                           ~ '304 '
          another protocol         ~ HTTP/1.1 101 Switch||body                                         ~ '101 '
          a line that is no field  ~ HTTP/1.1 200 OK|garbage||body                                     ~ 200 body
          """)
  void isRead(String row, String answer, String expected) throws IOException {
    assertEquals(expected, read(answer(answer)).text());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          nothing                  ~ ''                                                    ~ truncated
          HTTP/2                   ~ HTTP/2 200||                                          ~ not an HTTP response
          a status of two digits   ~ HTTP/1.1 20||                                         ~ not an HTTP response
          a status of four digits  ~ HTTP/1.1 2000||                                       ~ not an HTTP response
          a status below 100       ~ HTTP/1.1 099 x||                                      ~ not an HTTP response
          the head alone, cut      ~ HTTP/1.1 200 OK|A: b|                                 ~ truncated
          interim answers alone    ~ HTTP/1.1 100 Go||                                     ~ truncated
          a body cut short         ~ HTTP/1.1 200 OK|Content-Length: 5||body               ~ truncated
          a negative length        ~ HTTP/1.1 200 OK|Content-Length: -1||body              ~ response has an invalid length
          no length                ~ HTTP/1.1 200 OK|Content-Length: ||body                ~ response has an invalid length
          two lengths              ~ HTTP/1.1 200 OK|Content-Length: 4|Content-Length: 5||body! ~ two different lengths
          a list of lengths        ~ HTTP/1.1 200 OK|Content-Length: 4, 4||body            ~ response has an invalid length
          a length too long        ~ HTTP/1.1 200 OK|Content-Length: 262145||              ~ longer than 256 KiB
          a length that overflows  ~ HTTP/1.1 200 OK|Content-Length: 99999999999999999999|| ~ longer than 256 KiB
          chunks cut short         ~ HTTP/1.1 200 OK|Transfer-Encoding: chunked||4|body|   ~ truncated
          a chunk cut short        ~ HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|body    ~ truncated
          a chunk longer than said ~ HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|body|   ~ longer than declared
          a chunk without a size   ~ HTTP/1.1 200 OK|Transfer-Encoding: chunked|||body     ~ response has an invalid length
          a size that is none      ~ HTTP/1.1 200 OK|Transfer-Encoding: chunked||0x4|body  ~ response has an invalid length
          a size of other digits   ~ HTTP/1.1 200 OK|Transfer-Encoding: chunked||\u0664|body ~ response has an invalid length
          a size that overflows    ~ HTTP/1.1 200 OK|Transfer-Encoding: chunked||ffffffffffffffff| ~ longer than 256 KiB
          another coding           ~ HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||x   ~ unsupported transfer coding
          """)
  void isRefused(String row, String answer, String said) {
    var refusal = assertThrows(IOException.class, () -> read(answer(answer)));
    assertTrue(refusal.getMessage().contains(said), refusal::getMessage);
  }

  static Stream<Arguments> endless() {
    String head = "HTTP/1.1 200 OK|";
    String chunked = head + "Transfer-Encoding: chunked||";
    String fields = "A: b|".repeat(ResponseHead.MAX_FIELDS + 1);
    return Stream.of(
        arguments(head + "A: " + "x".repeat(ResponseReader.MAX_LINE_BYTES), "longer than 64 KiB"),
        arguments(head + fields + "|", "more than 200 fields"),
        arguments(chunked + "0|" + "A: b|".repeat(20_000), "longer than 64 KiB"),
        arguments("HTTP/1.1 102 Wait||".repeat(5_000), "longer than 64 KiB"),
        arguments(chunked + "1|x|".repeat(20_000), "longer than 64 KiB"));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("endless")
  void whatDoesNotEndIsRefused(String answer, String said) {
    isRefused("", answer, said);
  }

  @Test
  void asManyFieldsAsAllowedAreRead() throws IOException {
    String fields = "A: b\r\n".repeat(ResponseHead.MAX_FIELDS);

    assertEquals("200 body", read("HTTP/1.1 200 OK\r\n" + fields + "\r\nbody").text());
  }

  @Property(tries = 300)
  void chunksAndPiecesOfAnySizeMakeTheSameBody(
      @ForAll @Size(max = 20_000) byte[] body,
      @ForAll @IntRange(min = 50, max = 9_000) int chunk,
      @ForAll @IntRange(min = 1, max = 5_000) int piece)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    write(answer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < body.length; i += chunk) {
      int size = Math.min(chunk, body.length - i);
      write(answer, Integer.toHexString(size) + "\r\n");
      answer.write(body, i, size);
      write(answer, "\r\n");
    }
    write(answer, "0\r\n\r\n");

    assertArrayEquals(body, read(new Pieces(answer.toByteArray(), piece)).body());
  }

  private static void write(ByteArrayOutputStream answer, String text) {
    answer.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns a few bytes at a time, like a network. */
  private static final class Pieces extends ByteArrayInputStream {
    private final int longest;

    Pieces(byte[] bytes, int longest) {
      super(bytes);
      this.longest = longest;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, longest));
    }
  }
}
