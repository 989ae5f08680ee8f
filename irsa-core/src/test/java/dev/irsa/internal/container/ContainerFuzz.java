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

/**
 * Sends malformed responses: only typed errors without the token may result. Also runs as a
 * separate process with a small heap.
 */
final class ContainerFuzz {

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

  private static final List<byte[]> WIRE =
      List.of(
          bytes(
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
                  + ContainerResponses.success()),
          bytes(
              "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                  + ContainerResponses.error("ExpiredTokenException", TOKEN)),
          bytes("HTTP/1.1 500 No\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\n[]"));

  private ContainerFuzz() {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Interprets a malformed body. Returns whether it still contained credentials. */
  static boolean body(long seed) {
    byte[] body = new Mutator(seed).mutate(BODIES);
    int status = STATUSES[(int) Math.floorMod(seed, (long) STATUSES.length)];
    String type = TYPES[(int) Math.floorMod(seed / 16, (long) TYPES.length)];
    HttpResponse response = new HttpResponse(status, type, null, null, Duration.ofMillis(1), body);
    ContainerResponse interpreter =
        new ContainerResponse(
            ContainerExchanges.identity(URI.create("http://169.254.170.23/v1/credentials")),
            ContainerExchanges.TOKEN,
            new CancellableCall(new CallDeadline(System::nanoTime, ContainerExchanges.BOUND)));
    return MalformedResponse.isRead(() -> interpreter.interpret(response), TOKEN);
  }

  /** Sends a malformed response over a socket. Returns whether it still contained credentials. */
  static boolean wire(long seed) {
    return MalformedResponse.isRead(
        new Mutator(seed).mutate(WIRE), ContainerExchanges::send, TOKEN);
  }

  public static void main(String[] arguments) {
    int bodies = Integer.parseInt(arguments[0]);
    int credentials = 0;
    for (int seed = 0; seed < bodies; seed++) {
      credentials += body(seed) ? 1 : 0;
    }
    System.out.println("malformed responses: " + bodies + ", still readable: " + credentials);
  }
}
