package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.internal.http.ResponseBody;
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
}
