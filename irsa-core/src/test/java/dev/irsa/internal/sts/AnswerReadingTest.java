package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.internal.http.ResponseHead;
import dev.irsa.internal.http.ResponseReader;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which responses are read and which are rejected, byte by byte. */
final class AnswerReadingTest {

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

  private static String answer(String... lines) {
    return String.join("\r\n", lines);
  }

  static Stream<Arguments> readable() {
    return Stream.of(
        arguments("to the end", answer("HTTP/1.1 200 OK", "", "body"), "200 body"),
        arguments("HTTP/1.0", answer("HTTP/1.0 200 OK", "", "body"), "200 body"),
        arguments("no reason", answer("HTTP/1.1 200", "", "body"), "200 body"),
        arguments("line feeds alone", "HTTP/1.1 200 OK\nA: b\n\nbody", "200 body"),
        arguments(
            "a length", answer("HTTP/1.1 200 OK", "Content-Length: 4", "", "body!!"), "200 body"),
        arguments(
            "the same length twice",
            answer("HTTP/1.1 200 OK", "Content-Length: 4", "content-length: 4", "", "body"),
            "200 body"),
        arguments(
            "length zero", answer("HTTP/1.1 500 No", "Content-Length: 0", "", "more"), "500 "),
        arguments(
            "chunks",
            answer(
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: Chunked",
                "",
                "2",
                "bo",
                "0002;a=b",
                "dy",
                "0",
                "Trailer: x",
                "",
                ""),
            "200 body"),
        arguments(
            "chunks go before a length",
            answer(
                "HTTP/1.1 200 OK",
                "Content-Length: 1",
                "Transfer-Encoding: chunked",
                "",
                "4",
                "body",
                "0",
                "",
                ""),
            "200 body"),
        arguments(
            "interim answers",
            answer("HTTP/1.1 100 Continue", "", "HTTP/1.1 103 Hints", "A: b", "")
                + answer("", "HTTP/1.1 200 OK", "", "body"),
            "200 body"),
        arguments("no body", answer("HTTP/1.1 204 None", "Content-Length: 4", "", "body"), "204 "),
        arguments("not modified", answer("HTTP/1.1 304 Same", "", "body"), "304 "),
        arguments("another protocol", answer("HTTP/1.1 101 Switch", "", "body"), "101 "),
        arguments(
            "a line that is no field",
            answer("HTTP/1.1 200 OK", "garbage", "", "body"),
            "200 body"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readable")
  void isRead(String row, String answer, String expected) throws IOException {
    assertEquals(expected, read(answer).text());
  }

  static Stream<Arguments> refused() {
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    String length = "HTTP/1.1 200 OK\r\nContent-Length: ";
    return Stream.of(
        arguments("nothing", "", "truncated"),
        arguments("HTTP/2", answer("HTTP/2 200", "", ""), "not an HTTP response"),
        arguments("a status of two digits", answer("HTTP/1.1 20", "", ""), "not an HTTP response"),
        arguments(
            "a status of four digits", answer("HTTP/1.1 2000", "", ""), "not an HTTP response"),
        arguments("a status below 100", answer("HTTP/1.1 099 x", "", ""), "not an HTTP response"),
        arguments("the head alone, cut", "HTTP/1.1 200 OK\r\nA: b\r\n", "truncated"),
        arguments("interim answers alone", answer("HTTP/1.1 100 Go", "", ""), "truncated"),
        arguments("a body cut short", length + "5\r\n\r\nbody", "truncated"),
        arguments("a negative length", length + "-1\r\n\r\nbody", "response has an invalid length"),
        arguments("no length", length + "\r\n\r\nbody", "response has an invalid length"),
        arguments(
            "two lengths", length + "4\r\nContent-Length: 5\r\n\r\nbody!", "two different lengths"),
        arguments(
            "a list of lengths", length + "4, 4\r\n\r\nbody", "response has an invalid length"),
        arguments("a length too long", length + "262145\r\n\r\n", "longer than 256 KiB"),
        arguments(
            "a length that overflows", length + "99999999999999999999\r\n\r\n", "longer than 256"),
        arguments("chunks cut short", chunked + "4\r\nbody\r\n", "truncated"),
        arguments("a chunk cut short", chunked + "5\r\nbody", "truncated"),
        arguments("a chunk longer than it says", chunked + "3\r\nbody\r\n", "longer than declared"),
        arguments("a chunk without a size", chunked + "\r\nbody", "response has an invalid length"),
        arguments("a size that is none", chunked + "0x4\r\nbody", "response has an invalid length"),
        arguments(
            "a size of other digits", chunked + "\u0664\r\nbody", "response has an invalid length"),
        arguments("a size that overflows", chunked + "ffffffffffffffff\r\n", "longer than 256 KiB"),
        arguments(
            "another coding",
            answer("HTTP/1.1 200 OK", "Transfer-Encoding: gzip, chunked", "", "x"),
            "unsupported transfer coding"),
        arguments(
            "a head too long",
            "HTTP/1.1 200 OK\r\nA: " + "x".repeat(ResponseReader.MAX_LINE_BYTES),
            "longer than 64 KiB"),
        arguments(
            "too many fields",
            "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(ResponseHead.MAX_FIELDS + 1) + "\r\n",
            "more than 200 fields"),
        arguments(
            "trailing fields without end",
            chunked + "0\r\n" + "A: b\r\n".repeat(20_000),
            "longer than 64 KiB"),
        arguments(
            "interim answers without end",
            "HTTP/1.1 102 Wait\r\n\r\n".repeat(5_000),
            "longer than 64 KiB"),
        arguments(
            "tiny chunks without end",
            chunked + "1\r\nx\r\n".repeat(20_000),
            "longer than 64 KiB"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefused(String row, String answer, String said) {
    IOException refusal = assertThrows(IOException.class, () -> read(answer));

    assertTrue(refusal.getMessage().contains(said), refusal::getMessage);
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
