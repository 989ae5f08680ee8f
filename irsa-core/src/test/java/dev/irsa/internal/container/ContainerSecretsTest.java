package dev.irsa.internal.container;

import static dev.irsa.fake.ScriptedServer.Script.answer;
import static dev.irsa.fake.ScriptedServer.Script.raw;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.IdentityToken;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that echoes the request: no message, log or text of this library contains the token. */
final class ContainerSecretsTest {

  private static final String TOKEN = ContainerResponses.TOKEN;
  private static final List<String> ALL =
      List.of(TOKEN, StsResponses.SECRET_KEY, StsResponses.SESSION_TOKEN);

  private static Script plain(int status, String body) {
    return answer(status, body, ContainerResponses.PLAIN_TEXT);
  }

  static Stream<Arguments> echoes() {
    String signature = TOKEN.substring(TOKEN.lastIndexOf('.') + 1);
    String success = ContainerResponses.success();
    return Stream.of(
        arguments("as the text", plain(400, TOKEN)),
        arguments("as the text of an outage", plain(500, "token " + TOKEN + " failed")),
        arguments("in the message", plain(400, ContainerResponses.error("Code", TOKEN))),
        arguments("in the message, cut", plain(400, TOKEN.substring(0, 90))),
        arguments("in the message, its end", plain(400, "sig " + signature)),
        arguments(
            "across lines", plain(400, TOKEN.substring(0, 150) + "\n" + TOKEN.substring(150))),
        arguments("as the code", plain(400, ContainerResponses.error(TOKEN, "no"))),
        arguments("as the request id", plain(400, "[" + TOKEN + "]: (Code): no")),
        arguments("as the fault", plain(400, "(Code): no, fault: " + TOKEN)),
        arguments("in JSON's message", answer(403, ContainerResponses.jsonError("a", TOKEN))),
        arguments("as JSON's code", answer(403, ContainerResponses.jsonError(TOKEN, "a"))),
        arguments(
            "escaped in JSON",
            answer(403, ContainerResponses.jsonError("a", TOKEN.replace(".", "\\u002e")))),
        arguments("as JSON's name", answer(403, "{\"" + TOKEN + "\":\"a\"}")),
        arguments("as JSON's request id", answer(403, "{\"RequestId\":\"" + TOKEN + "\"}")),
        arguments("as the content type", answer(502, "x", "Content-Type: " + TOKEN)),
        arguments("as the location", answer(302, "x", "Location: http://" + TOKEN + "/" + TOKEN)),
        arguments("as a page", answer(502, TOKEN)),
        arguments("as the response", answer(200, TOKEN)),
        arguments("as a name of the response", answer(200, "{\"" + TOKEN + "\":1}")),
        arguments("as the expiration", answer(200, ContainerResponses.success(TOKEN))),
        arguments(
            "as the access key id",
            answer(200, success.replace(ContainerResponses.ACCESS_KEY_ID, TOKEN))),
        arguments(
            "as the code of a success",
            answer(200, "{\"Code\":\"" + TOKEN + "\",\"Message\":\"" + TOKEN + "\"}")),
        arguments("a success cut in its secret key", answer(200, success.substring(0, 90))),
        arguments("a success with status 500", answer(500, success)),
        arguments("a success with status 403", plain(403, "x" + success)),
        arguments("as the status line", raw("HTTP/1.1 " + TOKEN + "\r\n\r\n")),
        arguments("as the reason", raw("HTTP/1.1 500 " + TOKEN + "\r\n\r\n")),
        arguments("as no HTTP", raw(TOKEN + "\r\n\r\n")),
        arguments("as a header", raw("HTTP/1.1 500 No\r\n" + TOKEN + ": " + TOKEN + "\r\n\r\n")),
        arguments(
            "as the content length",
            raw("HTTP/1.1 200 OK\r\nContent-Length: " + TOKEN + "\r\n\r\n")),
        arguments(
            "as a chunk's length",
            raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + TOKEN + "\r\n")));
  }

  private static void assertClean(
      CredentialsException failure, CapturedLogs logs, List<String> secrets, int piece) {
    Secrets.assertAbsent(Secrets.allTextOf(failure), secrets, piece);
    Secrets.assertAbsent(failure.code() + " " + failure.requestId(), secrets, piece);
    Secrets.assertAbsent(failure.summary() + failure.remedy(), secrets, piece);
    Secrets.assertAbsent(logs.lines().toString(), secrets, piece);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("echoes")
  void anEchoedTokenDoesNotAppearAnywhere(String row, Script script) {
    try (CapturedLogs logs = CapturedLogs.open();
        ScriptedServer server = ScriptedServer.plain(script)) {
      assertClean(ContainerExchanges.fail(server), logs, ALL, 16);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic abcd", "secret7", "a much longer opaque-token/with+signs=="})
  void anEchoedTokenThatIsNotAJwtDoesNotAppearEither(String token) {
    for (Script script :
        List.of(
            plain(400, "got " + token),
            answer(403, ContainerResponses.jsonError(token, "got " + token)),
            answer(200, "{\"Code\":\"" + token + "\",\"Message\":\"got " + token + "\"}"),
            answer(502, "x", "Content-Type: " + token))) {
      try (CapturedLogs logs = CapturedLogs.open();
          ScriptedServer server = ScriptedServer.plain(script)) {
        CredentialsException failure =
            assertThrows(
                CredentialsException.class,
                () ->
                    ContainerExchanges.call(
                            server.uri(), ContainerExchanges.direct(), ContainerExchanges.BOUND)
                        .send(new IdentityToken(token)));

        assertClean(failure, logs, List.of(token), token.length());
      }
    }
  }

  @Test
  void aSuccessLeavesNoSecretInTexts() {
    try (CapturedLogs logs = CapturedLogs.open();
        ScriptedServer server = ScriptedServer.answering(200, ContainerResponses.success())) {
      ExchangeResult result = ContainerExchanges.send(server);

      Secrets.assertAbsent(result + " " + ContainerExchanges.TOKEN, ALL);
      Secrets.assertAbsent(logs.lines().toString(), ALL);
      assertFalse(result.credentials().secretAccessKey().isEmpty());
    }
  }
}
