package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.shaded.gson.Strictness;
import com.nimbusds.jose.shaded.gson.stream.JsonReader;
import com.nimbusds.jose.shaded.gson.stream.JsonToken;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.Mutator;
import dev.irsa.internal.identity.MalformedResponseException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Compares our JSON reader with the strict one of Gson, which Nimbus contains. */
final class JsonOracleTest {

  private static final List<byte[]> CORPUS =
      List.of(
          bytes(ContainerResponses.success()),
          bytes(ContainerResponses.jsonError("AccessDenied", "no \\u00e4 \\\"quoted\\\"")),
          bytes("{\"a\":[1,-2.5e3,true,false,null,{\"b\":[]}],\"c\":\"d\"}"),
          bytes("{ \"a\" : \"b\" ,\n\"c\":{\"d\":\"e\"}, \"\":\"\\/\\b\\f\\n\\r\\t\" }"));

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\"a\"",
          "\"a\":",
          "\"b\":\"c\"",
          "\\",
          "\\u0041",
          "\\u",
          "\\n",
          "\\'",
          "0",
          "00",
          "-",
          "-1",
          "1.5",
          ".",
          "e",
          "E+",
          "1e9",
          "true",
          "false",
          "null",
          "nul",
          "True",
          "NaN",
          " ",
          "\n",
          "\t",
          "\u0000",
          "\u000b",
          "\u00a0",
          "\u00e4",
          "\u2028",
          "\ud83d",
          "\ufeff",
          "/",
          "/*",
          "//",
          "#",
          "'",
          ";",
          "=",
          "Infinity");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Property(tries = 20_000)
  void bothAgreeOnMutatedResponses(@ForAll long seed) {
    compare(new Mutator(seed).mutate(CORPUS));
  }

  @Property(tries = 20_000)
  void bothAgreeOnDocumentsOfPieces(@ForAll long seed) {
    compare(bytes(document(new Random(seed))));
  }

  /** Most documents are objects with a few members, some of them wrong. */
  private static String document(Random random) {
    StringBuilder text = new StringBuilder("{");
    int members = random.nextInt(4);
    for (int i = 0; i < members; i++) {
      text.append(i == 0 ? "" : ",").append('"').append((char) ('a' + random.nextInt(3)));
      text.append("\":");
      value(text, random, 0);
    }
    text.append('}');
    int wrong = random.nextInt(3);
    for (int i = 0; i < wrong; i++) {
      text.insert(random.nextInt(text.length() + 1), PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static void value(StringBuilder text, Random random, int depth) {
    switch (random.nextInt(depth > 3 ? 3 : 5)) {
      case 0 -> text.append("\"x").append(random.nextInt(3)).append('"');
      case 1 -> text.append(random.nextInt(100) - 50).append(random.nextBoolean() ? ".5e-1" : "");
      case 2 -> text.append(random.nextBoolean() ? "null" : "true");
      case 3 -> {
        text.append('[');
        value(text, random, depth + 1);
        text.append(']');
      }
      default -> {
        text.append("{\"y\":");
        value(text, random, depth + 1);
        text.append('}');
      }
    }
  }

  private static void compare(byte[] body) {
    Map<String, String> expected = expected(body);
    Map<String, String> found = found(body);

    // Of values that are skipped, only strings and brackets are checked.
    if (expected != null) {
      assertEquals(expected, found, () -> new String(body, StandardCharsets.UTF_8));
    }
    String label = found == null ? "refused" : expected == null ? "read leniently" : "read";
    Statistics.label("document").collect(label);
    Statistics.label("document")
        .coverage(
            coverage -> {
              coverage.check("read").percentage(share -> share > 5);
              coverage.check("read leniently").percentage(share -> share < 20);
              coverage.check("refused").percentage(share -> share > 5);
            });
  }

  private static @Nullable Map<String, String> found(byte[] body) {
    try {
      return JsonMembers.parse(body);
    } catch (MalformedResponseException e) {
      return null;
    }
  }

  private static @Nullable Map<String, String> expected(byte[] body) {
    Map<String, String> members = new HashMap<>();
    try (JsonReader reader =
        new JsonReader(new StringReader(new String(body, StandardCharsets.UTF_8)))) {
      reader.setStrictness(Strictness.STRICT);
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (reader.peek() == JsonToken.STRING) {
          members.putIfAbsent(name, reader.nextString());
        } else {
          skip(reader);
        }
      }
      reader.endObject();
      return reader.peek() == JsonToken.END_DOCUMENT ? members : null;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      return null;
    }
  }

  /** Reads a value; unlike the reader's own method, checks strings too. */
  private static void skip(JsonReader reader) throws IOException {
    switch (reader.peek()) {
      case BEGIN_ARRAY -> {
        reader.beginArray();
        while (reader.hasNext()) {
          skip(reader);
        }
        reader.endArray();
      }
      case BEGIN_OBJECT -> {
        reader.beginObject();
        while (reader.hasNext()) {
          String unused = reader.nextName();
          skip(reader);
        }
        reader.endObject();
      }
      case NULL -> reader.nextNull();
      case BOOLEAN -> {
        boolean unused = reader.nextBoolean();
      }
      default -> {
        String unused = reader.nextString();
      }
    }
  }
}
