package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.internal.http.ResponseReader;
import dev.irsa.internal.identity.MalformedResponseException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

  @Test
  void unboundedNestingIsReadOrRefusedWithoutAnOverflow() throws Exception {
    int longest = ResponseReader.MAX_BODY_BYTES;
    String deep = "[".repeat(10_000) + "]".repeat(10_000);

    assertEquals(Map.of("c", "d"), parse("{\"a\":" + deep + ",\"c\":\"d\"}"));
    refuse("{\"a\":" + "[".repeat(longest - 5));
    refuse("{\"a\":".repeat(longest / 5));
  }
}
