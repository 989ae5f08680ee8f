package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.shaded.gson.Strictness;
import com.nimbusds.jose.shaded.gson.stream.JsonReader;
import com.nimbusds.jose.shaded.gson.stream.JsonToken;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.Mutator;
import dev.irsa.fake.Secrets;
import dev.irsa.internal.exchange.IoDeadline;
import dev.irsa.internal.exchange.MalformedResponseException;
import dev.irsa.internal.http.HttpExchange;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.http.ResponseReader;
import dev.irsa.internal.sts.StsRequests;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests which JSON documents are read, beside the strict reader of Gson, which Nimbus contains, and
 * that malformed ones cause only typed errors without the token.
 */
final class JsonMembersTest {

  private static Map<String, String> parse(String text) throws MalformedResponseException {
    return JsonMembers.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(String text) {
    var refusal = assertThrows(MalformedResponseException.class, () -> parse(text));
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

  private static final List<byte[]> CORPUS =
      List.of(
          bytes(ContainerResponses.success()),
          bytes(ContainerResponses.jsonError("AccessDenied", "no \\u00e4 \\\"quoted\\\"")),
          bytes("{\"a\":[1,-2.5e3,true,false,null,{\"b\":[]}],\"c\":\"d\"}"),
          bytes("{ \"a\" : \"b\" ,\n\"c\":{\"d\":\"e\"}, \"\":\"\\/\\b\\f\\n\\r\\t\" }"));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Property(tries = 5_000)
  void bothAgreeOnMutatedResponses(@ForAll long seed) {
    compare(new Mutator(seed).mutate(CORPUS));
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

  private static final int[] STATUSES = {200, 200, 200, 400, 403, 404, 429, 500, 503, 302, 204};
  private static final String[] TYPES = {"application/json", "text/plain", "text/html", null};
  private static final String TOKEN = ContainerResponses.TOKEN;

  private static final List<byte[]> BODIES =
      List.of(
          bytes(ContainerResponses.success()),
          bytes(ContainerResponses.success("2026-11-24T22:00:00.5+0000")),
          bytes(ContainerResponses.error("AccessDeniedException", "no " + TOKEN)),
          bytes(ContainerResponses.error(TOKEN, TOKEN)),
          bytes(ContainerResponses.jsonError("ThrottlingException", TOKEN)),
          bytes("{\"Code\":\"Failed\",\"Message\":\"" + TOKEN + "\"}"),
          bytes("{\"a\":" + "[".repeat(40) + "{}" + "]".repeat(40) + "}"),
          bytes("<html><body>" + TOKEN + "</body></html>"),
          bytes("[]"));

  @Property(tries = 1000)
  void aMalformedBodyEndsInATypedErrorWithoutASecret(@ForAll long seed) {
    byte[] body = new Mutator(seed).mutate(BODIES);
    int status = STATUSES[(int) Math.floorMod(seed, (long) STATUSES.length)];
    String type = TYPES[(int) Math.floorMod(seed / 16, (long) TYPES.length)];
    HttpResponse response = new HttpResponse(status, type, null, null, Duration.ofMillis(1), body);
    var interpreter =
        new ContainerResponse(
            ContainerCalls.identity(URI.create("http://169.254.170.23/v1/credentials")),
            ContainerCalls.TOKEN,
            new HttpExchange(new IoDeadline(System::nanoTime, StsRequests.BOUND)));
    Secrets.assertAbsentFromResult(() -> interpreter.read(response), TOKEN);
  }
}
