package dev.irsa.internal.container;

import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.MalformedResponse;
import dev.irsa.fake.Mutator;
import dev.irsa.internal.http.CallDeadline;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.HttpResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Malformed responses cause only typed errors without the token. {@code AnswerFuzzTest} does the
 * same on the wire and with a small heap.
 */
final class ContainerFuzzTest {

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

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Property(tries = 1000)
  void aMalformedBodyEndsInATypedErrorWithoutASecret(@ForAll long seed) {
    byte[] body = new Mutator(seed).mutate(BODIES);
    int status = STATUSES[(int) Math.floorMod(seed, (long) STATUSES.length)];
    String type = TYPES[(int) Math.floorMod(seed / 16, (long) TYPES.length)];
    HttpResponse response = new HttpResponse(status, type, null, null, Duration.ofMillis(1), body);
    var interpreter =
        new ContainerResponse(
            ContainerExchanges.identity(URI.create("http://169.254.170.23/v1/credentials")),
            ContainerExchanges.TOKEN,
            new CancellableCall(new CallDeadline(System::nanoTime, ContainerExchanges.BOUND)));
    MalformedResponse.isRead(() -> interpreter.read(response), TOKEN);
  }
}
