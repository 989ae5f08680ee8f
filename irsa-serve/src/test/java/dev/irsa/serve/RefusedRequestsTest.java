package dev.irsa.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.IrsaLab;
import java.io.IOException;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that get an error of the contract instead of credentials, for which STS is not called.
 */
class RefusedRequestsTest {

  private static IrsaLab lab;
  private static ServedPod pod;

  @BeforeAll
  static void start() throws IOException {
    lab = IrsaLab.start();
    pod = ServedPod.start(lab);
  }

  @AfterAll
  static void close() {
    pod.close();
    lab.close();
  }

  private static Arguments refused(
      String what, int status, String code, UnaryOperator<RawClient> change) {
    return arguments(what, status, code, change);
  }

  static Stream<Arguments> requests() {
    int port = 65_535;
    return Stream.of(
        refused("no token", 403, "InvalidToken", c -> c.without("Authorization")),
        refused("an empty token", 403, "InvalidToken", c -> c.with("Authorization", "")),
        refused("a wrong token", 403, "InvalidToken", c -> c.with("Authorization", "A".repeat(43))),
        refused("a prefix of a token", 403, "InvalidToken", c -> c.with("Authorization", "A")),
        refused(
            "a scheme before a token",
            403,
            "InvalidToken",
            c -> c.with("Authorization", "Bearer " + "A".repeat(43))),
        refused(
            "two tokens", 400, "InvalidRequest", c -> c.line("Authorization: " + "A".repeat(43))),
        refused("no host", 403, "AccessDenied", c -> c.without("Host")),
        refused("DNS rebinding", 403, "AccessDenied", c -> c.with("Host", "evil.example")),
        refused(
            "DNS rebinding with the port",
            403,
            "AccessDenied",
            c -> c.with("Host", "evil.example:" + pod.server.uri().getPort())),
        refused(
            "localhost",
            403,
            "AccessDenied",
            c -> c.with("Host", "localhost:" + pod.server.uri().getPort())),
        refused("the address alone", 403, "AccessDenied", c -> c.with("Host", "127.0.0.1")),
        refused("another port", 403, "AccessDenied", c -> c.with("Host", "127.0.0.1:" + port)),
        refused(
            "the other address",
            403,
            "AccessDenied",
            c -> c.with("Host", "[::1]:" + pod.server.uri().getPort())),
        refused("two hosts", 400, "InvalidRequest", c -> c.line("Host: evil.example")),
        refused("a proxy", 403, "AccessDenied", c -> c.with("X-Forwarded-For", "10.0.0.1")),
        refused("a proxy, in lower case", 403, "AccessDenied", c -> c.line("x-forwarded-for:")),
        refused("RFC 7239", 403, "AccessDenied", c -> c.with("Forwarded", "for=10.0.0.1")),
        refused(
            "a page of another origin",
            403,
            "AccessDenied",
            c -> c.with("Origin", "https://evil.example")),
        refused("a link", 403, "AccessDenied", c -> c.with("Referer", "https://evil.example/")),
        refused("POST", 405, "MethodNotAllowed", c -> c.method("POST")),
        refused("PUT", 405, "MethodNotAllowed", c -> c.method("PUT")),
        refused("HEAD", 405, "MethodNotAllowed", c -> c.method("HEAD")),
        refused("a preflight", 405, "MethodNotAllowed", c -> c.method("OPTIONS")),
        refused("content", 400, "InvalidRequest", c -> c.with("Content-Length", "1")),
        refused("chunks", 400, "InvalidRequest", c -> c.with("Transfer-Encoding", "chunked")),
        refused("another path", 404, "NotFound", c -> c.target("/")),
        refused("a query", 404, "NotFound", c -> c.target("/credentials?x=1")),
        refused("the agent's path", 404, "NotFound", c -> c.target("/v1/credentials")),
        refused(
            "a request to a proxy",
            404,
            "NotFound",
            c -> c.target("http://evil.example/credentials")),
        refused("a folded field", 400, "InvalidRequest", c -> c.line(" folded")),
        refused("a field without a name", 400, "InvalidRequest", c -> c.line(": x")),
        refused("a space before the colon", 400, "InvalidRequest", c -> c.line("Host : x")),
        refused("a long head", 431, "InvalidRequest", c -> c.with("X", "x".repeat(9000))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void isAnErrorWithoutSecrets(
      String what, int status, String code, UnaryOperator<RawClient> change) throws Exception {
    RawClient.Response response = change.apply(pod.client()).send();

    assertEquals(status, response.status(), response::text);
    Map<String, Object> document = JSONObjectUtils.parse(response.body());
    assertEquals(code, document.get("code"), response::body);
    assertTrue(response.text().contains("\r\nCache-Control: no-store\r\n"), response::text);
    assertFalse(response.text().contains("AAAA"), "the token is repeated");
    assertFalse(response.text().contains("Access-Control"), "open to pages");
    assertEquals(0, pod.exchanges().size(), "STS was called");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "GET /credentials\r\n\r\n",
        "get /credentials HTTP/1.1\r\n\r\n",
        "GET /credentials HTTP/2.0\r\n\r\n",
        "GET  /credentials HTTP/1.1\r\n\r\n",
        "GET /cre\u00e4dentials HTTP/1.1\r\n\r\n",
        "\u0016\u0003\u0001 a handshake of TLS\r\n\r\n"
      })
  void whatIsNotARequestIsAnError(String text) throws Exception {
    RawClient.Response response = pod.client().send(text);

    assertEquals(400, response.status(), response::text);
    assertEquals("InvalidRequest", JSONObjectUtils.parse(response.body()).get("code"));
  }

  @Test
  void theSameRequestWithoutAChangeIsServed() throws Exception {
    try (ServedPod other = ServedPod.start(lab)) {
      assertEquals(200, other.client().send().status());
      assertEquals(1, other.exchanges().size());
    }
  }
}
