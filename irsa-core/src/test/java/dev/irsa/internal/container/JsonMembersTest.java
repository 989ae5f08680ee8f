package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.internal.http.ResponseBody;
import dev.irsa.internal.identity.MalformedResponseException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which JSON documents are read. */
final class JsonMembersTest {

  private static Map<String, String> parse(String text) throws MalformedResponseException {
    return JsonMembers.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(String text) {
    MalformedResponseException refusal =
        assertThrows(MalformedResponseException.class, () -> parse(text));
    assertEquals("it is not a JSON object", refusal.getMessage());
  }

  static Stream<Arguments> readable() {
    return Stream.of(
        arguments("an empty object", "{}", Map.of()),
        arguments("space anywhere", " \t\r\n{ \"a\" : \"b\" , \"c\":\"\" } \n", "a=b, c="),
        arguments("a byte order mark", "\ufeff{\"a\":\"b\"}", "a=b"),
        arguments("escapes", "{\"\\u0061\\/\":\"\\\"\\\\\\b\\f\\n\\r\\t\"}", "a/=\"\\\b\f\n\r\t"),
        arguments(
            "escaped code units", "{\"a\":\"\\u00e4\\uD83D\\uDE00\"}", "a=\u00e4\ud83d\ude00"),
        arguments("UTF-8", "{\"\u00e4\":\"\u20ac\ud83d\ude00\"}", "\u00e4=\u20ac\ud83d\ude00"),
        arguments("a separator of lines", "{\"a\":\"\u2028\"}", "a=\u2028"),
        arguments("an empty name", "{\"\":\"b\"}", "=b"),
        arguments(
            "other values",
            "{\"n\":null,\"t\":true,\"f\":false,\"i\":-0,\"d\":-12.50e+3,\"e\":1E-9,\"a\":\"b\"}",
            "a=b"),
        arguments(
            "nested values", "{\"o\":{\"a\":\"x\"},\"l\":[{},[1,\"\"],[]],\"a\":\"b\"}", "a=b"),
        arguments("a repeated name", "{\"a\":\"b\",\"a\":\"c\"}", "a=b"),
        arguments("an escaped quote at the end", "{\"a\":\"\\\\\"}", "a=\\"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readable")
  void isRead(String row, String text, Object expected) throws Exception {
    assertEquals("{" + (expected instanceof Map ? "" : expected) + "}", parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "null",
        "\"a\"",
        "1",
        "{",
        "}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":\"b\"",
        "{\"a\":\"b\",}",
        "{,\"a\":\"b\"}",
        "{\"a\":\"b\"}}",
        "{\"a\":\"b\"}{}",
        "{\"a\":\"b\"} x",
        "{\"a\" \"b\"}",
        "{\"a\":\"b\" \"c\":\"d\"}",
        "{a:\"b\"}",
        "{'a':'b'}",
        "{\"a\"=\"b\"}",
        "{\"a\":\"b\";\"c\":\"d\"}",
        "{\"a\":b}",
        "{\"a\":\"b}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u\uff11234\"}",
        "{\"a\":\"\\\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":\u0000}",
        "\u0000{}",
        "{}\u0000",
        "{\"a\":TRUE}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":nul}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":-}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":1e+}",
        "{\"a\":0x1}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":[}",
        "{\"a\":[1}}",
        "{\"a\":{\"b\"]}",
        "{/*c*/}",
        "{}//c",
        "\u00a0{}",
        "\ufeff\ufeff{}",
        "<html></html>"
      })
  void isRefused(String text) {
    refuse(text);
  }

  @Test
  void aMemberThatIsNotAStringIsMissing() throws Exception {
    assertNull(parse("{\"Token\":1}").get("Token"));
    assertNull(parse("{\"Token\":null}").get("Token"));
    assertNull(parse("{\"Token\":[\"a\"]}").get("Token"));
    assertNull(parse("{\"Token\":{\"Token\":\"a\"}}").get("Token"));
  }

  @Test
  void invalidUtf8BecomesReplacementCharacters() throws Exception {
    byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'};

    assertEquals(Map.of("a", "\ufffd"), JsonMembers.parse(body));
  }

  @Test
  void isReadWith32LevelsAndNotWithMore() throws Exception {
    String arrays = "[".repeat(32) + "]".repeat(32);
    String objects = "{\"b\":".repeat(32) + "1" + "}".repeat(32);

    assertEquals(Map.of("c", "d"), parse("{\"a\":" + arrays + ",\"c\":\"d\"}"));
    refuse("{\"a\":[" + arrays + "]}");
    refuse("{\"a\":" + objects + "}");
  }

  @Test
  void unboundedNestingIsRefusedWithoutAnOverflow() {
    int longest = ResponseBody.MAX_LENGTH;

    refuse("{\"a\":" + "[".repeat(longest - 5));
    refuse("{\"a\":".repeat(longest / 5));
  }

  @Test
  void theLongestBodyIsRead() throws Exception {
    String value = "x".repeat(ResponseBody.MAX_LENGTH - 8);

    assertEquals(Map.of("a", value), parse("{\"a\":\"" + value + "\"}"));
  }
}
