package dev.irsa.internal.sts;

import static dev.irsa.fake.ScriptedServer.Script.answer;
import static dev.irsa.fake.ScriptedServer.Script.raw;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that echoes the request: no message, log or text of this library contains the token. */
final class SecretsTest {

  private static final String TOKEN = StsResponses.TOKEN;
  private static final List<String> ALL =
      List.of(TOKEN, StsResponses.SECRET_KEY, StsResponses.SESSION_TOKEN);

  static Stream<Arguments> echoes() {
    String signature = TOKEN.substring(TOKEN.lastIndexOf('.') + 1);
    String lines = TOKEN.substring(0, 60) + "\n" + TOKEN.substring(60);
    String aws = StsResponses.success();
    String noted = StsResponses.error("AccessDenied", "no").replace("0a1b2c3d-request", TOKEN);
    return Stream.of(
        arguments("in the message", invalid("Value '" + TOKEN + "' failed")),
        arguments("in the message, cut", invalid("x" + TOKEN.substring(0, 90))),
        arguments("in the message, its end", invalid("sig " + signature)),
        arguments("in the message, across lines", invalid(lines)),
        arguments("in a bare error", answer(403, StsResponses.bareError("AccessDenied", TOKEN))),
        arguments("in an outage", answer(500, StsResponses.error("InternalFailure", TOKEN))),
        arguments("as the code", answer(400, StsResponses.error(TOKEN, "no"))),
        arguments("as the request id", answer(400, noted)),
        arguments("as that of the head", answer(200, "<a/>", "x-amzn-RequestId: " + TOKEN)),
        arguments("as the content type", answer(502, "x", "Content-Type: " + TOKEN)),
        arguments("as the location", answer(302, "x", "Location: https://" + TOKEN + "/" + TOKEN)),
        arguments("as a page", answer(502, TOKEN)),
        arguments("as the answer", answer(200, TOKEN)),
        arguments("as an element of the answer", answer(200, "<" + TOKEN + ">")),
        arguments("as an attribute of the answer", answer(200, "<a b='" + TOKEN + "' b='x'/>")),
        arguments("as an entity of the answer", answer(200, "<a>&" + TOKEN + ";</a>")),
        arguments("as the root of the answer", answer(200, "<a" + TOKEN.replace('.', 'x') + "/>")),
        arguments("as the expiration", answer(200, StsResponses.success(TOKEN))),
        arguments("as the access key id", answer(200, aws.replace("ASIAIOSFODNN7EXAMPLE", TOKEN))),
        arguments("a secret key as the root", answer(200, "<" + StsResponses.SECRET_KEY + "/>")),
        arguments("a truncated success", answer(200, aws.substring(0, 900))),
        arguments("as the status line", written("HTTP/1.1 " + TOKEN)),
        arguments("as the reason", written("HTTP/1.1 500 " + TOKEN)),
        arguments("as no HTTP", written(TOKEN)),
        arguments(
            "as a header", written("HTTP/1.1 500 No\r\n" + TOKEN + "\r\n" + TOKEN + ": " + TOKEN)),
        arguments("as the content length", written("HTTP/1.1 200 OK\r\nContent-Length: " + TOKEN)),
        arguments("as a chunk's length", written(CHUNKED + TOKEN)),
        arguments("as the date", answer(500, "x", "Date: " + TOKEN)));
  }

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static Script invalid(String message) {
    return answer(400, StsResponses.error("ValidationError", message));
  }

  private static Script written(String text) {
    return raw(text + "\r\n\r\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("echoes")
  void anEchoedTokenDoesNotAppearAnywhere(String row, Script script) {
    try (CapturedLogs logs = CapturedLogs.open();
        ScriptedServer server = ScriptedServer.plain(script)) {
      CredentialsException failure = StsRequests.fail(server);

      Secrets.assertAbsent(Secrets.allTextOf(failure), ALL);
      Secrets.assertAbsent(String.valueOf(failure.code()), ALL);
      Secrets.assertAbsent(String.valueOf(failure.requestId()), ALL);
      Secrets.assertAbsent(failure.summary() + failure.remedy(), ALL);
      Secrets.assertAbsent(logs.lines().toString(), ALL);
    }
  }

  @Test
  void anEchoInTheArnOfASuccessIsDropped() {
    String body =
        StsResponses.success().replace("assumed-role/cart/", "assumed-role/" + TOKEN + "/");
    try (ScriptedServer server = ScriptedServer.answering(200, body)) {
      Secrets.assertAbsent(StsRequests.send(server).toString(), ALL);
    }
  }

  @Test
  void aSuccessOverTlsLeavesNoSecretInLogsAndTexts() {
    LabCertificateAuthority authority = LabCertificateAuthority.create();
    try (CapturedLogs logs = CapturedLogs.open();
        ScriptedServer server =
            ScriptedServer.tls(
                authority.serverContext("127.0.0.1"), answer(200, StsResponses.success()))) {
      ExchangeResult answer =
          StsRequests.send(server.uri(), StsRequests.direct(authority.clientContext()));

      Secrets.assertAbsent(answer.toString(), ALL);
      Secrets.assertAbsent(StsRequests.TOKEN.toString(), ALL);
      Logger.getLogger("javax.net.ssl").finest("is captured");
      assertFalse(logs.lines().isEmpty(), "nothing captured, so nothing proven");
      Secrets.assertAbsent(logs.lines().toString(), ALL);
    }
  }
}
