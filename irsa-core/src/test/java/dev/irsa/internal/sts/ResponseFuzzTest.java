package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.Mutator;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.exchange.IoDeadline;
import dev.irsa.internal.http.HttpExchange;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.http.ResponseHead;
import dev.irsa.internal.http.ResponseReader;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.text.TimestampReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Sends malformed responses: only typed errors without secrets may result. */
final class ResponseFuzzTest {

  private static final int[] STATUSES = {200, 200, 200, 400, 403, 429, 500, 503, 302, 204};

  private static final List<byte[]> BODIES =
      List.of(
          bytes(StsResponses.success()),
          bytes(StsResponses.success("2026-11-24T17:00:00.123Z")),
          bytes(StsResponses.error("AccessDenied", "Not authorized " + StsResponses.TOKEN)),
          bytes(StsResponses.error(StsResponses.TOKEN, StsResponses.TOKEN)),
          bytes(StsResponses.bareError("Throttling", "Rate exceeded")),
          bytes("<a>".repeat(100) + StsResponses.SECRET_KEY + "</a>".repeat(100)),
          bytes("<html><body>" + StsResponses.TOKEN + "</body></html>"),
          bytes("{\"Error\":{\"Code\":\"AccessDenied\"}}"));

  private static final List<byte[]> WIRE =
      List.of(
          bytes("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" + StsResponses.success()),
          bytes(
              "HTTP/1.1 403 No\r\nConnection: close\r\nx-amzn-RequestId: a-b\r\n\r\n"
                  + StsResponses.error("AccessDenied", StsResponses.TOKEN)),
          bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
          bytes(
              "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX-Long: a\r\n b\r\n"
                  + "Date: Tue, 24 Nov 2026 16:00:00 GMT\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + chunked(StsResponses.success())
                  + "0\r\nTrailer: x\r\n\r\n"),
          bytes(
              "HTTP/1.0 400 Bad\nContent-Length: "
                  + StsResponses.error("Throttling", "Rate exceeded").length()
                  + "\n\n"
                  + StsResponses.error("Throttling", "Rate exceeded")),
          bytes("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n"),
          bytes("HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n\r\n"));

  private static String chunked(String text) {
    StringBuilder chunks = new StringBuilder();
    for (int i = 0; i < text.length(); i += 100) {
      String piece = text.substring(i, Math.min(text.length(), i + 100));
      chunks.append(Integer.toHexString(piece.length())).append(";a=b\r\n");
      chunks.append(piece).append("\r\n");
    }
    return chunks.toString();
  }

  @Property(tries = 2000)
  void brokenBytesAreReadWithinTheBoundsOrRefused(@ForAll long seed) {
    byte[] answer = new Mutator(seed).mutate(WIRE);
    ResponseReader input = new ResponseReader(new ByteArrayInputStream(answer));
    try {
      ResponseHead head = ResponseHead.read(input);
      Instant unused = TimestampReader.parseHeader(head.value("date"));
      byte[] body = input.body(head);

      assertTrue(body.length <= ResponseReader.MAX_BODY_BYTES, body.length + " bytes");
      assertTrue(head.status() >= 100 && head.status() <= 999, "status " + head.status());
    } catch (IOException refused) {
      // Which is as good.
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Property(tries = 500)
  void aBrokenBodyEndsInATypedErrorWithoutASecret(@ForAll long seed) {
    byte[] body = new Mutator(seed).mutate(BODIES);
    int status = STATUSES[(int) Math.floorMod(seed, (long) STATUSES.length)];
    var answer = new HttpResponse(status, "text/xml", "id-1", null, Duration.ofMillis(1), body);
    var response =
        new StsResponse(
            "AssumeRoleWithWebIdentity",
            RoleAndIssuer.ofRole(
                StsRequests.IDENTITY.roleArn(), URI.create("https://sts.eu-west-1.amazonaws.com/")),
            StsRequests.TOKEN.value(),
            new HttpExchange(new IoDeadline(System::nanoTime, StsRequests.BOUND)));

    Secrets.assertAbsentFromResult(
        () -> response.read(answer), StsResponses.TOKEN, StsResponses.SECRET_KEY);
  }
}
