package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests responses of proxies and service meshes in place of the endpoint. */
final class IntermediaryTest {

  private static final String PAGE = "<html><h1>SECRET PAGE</h1></html>";

  private static ExchangeUnavailableException fail(int status, String body, String... headers) {
    try (ScriptedServer server = ScriptedServer.answering(status, body, headers)) {
      var failure =
          assertInstanceOf(ExchangeUnavailableException.class, ContainerExchanges.fail(server));
      assertEquals(1, server.connections());
      return failure;
    }
  }

  static Stream<Arguments> pages() {
    String html = "Content-Type: text/html";
    String plain = ContainerResponses.PLAIN_TEXT;
    return Stream.of(
        arguments(403, PAGE, html, "content type text/html"),
        arguments(403, PAGE, plain, "content type text/plain"),
        arguments(403, " \n" + PAGE, plain, "content type text/plain"),
        arguments(404, "SECRET PAGE", html, "content type text/html"),
        arguments(404, "SECRET PAGE", "Content-Type: application/XHTML+xml", "XHTML"),
        arguments(502, PAGE, html, "content type text/html"),
        arguments(503, "SECRET PAGE", "X-None: 1", "no content type"),
        arguments(400, "SECRET PAGE", "Content-Type: application/json", "application/json"),
        arguments(407, "", "Proxy-Authenticate: Basic", "no content type"),
        arguments(600, ContainerResponses.jsonError("a", "b"), plain, "text/plain"),
        arguments(204, "", "X-None: 1", "no content type"),
        arguments(206, ContainerResponses.success(), "X-None: 1", "no content type"));
  }

  @ParameterizedTest(name = "{0} {1} with {2}")
  @MethodSource("pages")
  void isAnOutageThatShowsStatusAndContentType(
      int status, String body, String header, String type) {
    ExchangeUnavailableException failure = fail(status, body, header);

    assertEquals(FailureKind.OUTAGE, failure.failureKind());
    assertTrue(
        failure
            .summary()
            .startsWith("An intermediary responded in place of the EKS Pod Identity agent at "));
    assertTrue(failure.summary().contains("status " + status + ", "), failure::summary);
    assertTrue(failure.summary().contains(type), failure::summary);
    assertFalse(failure.getMessage().contains("SECRET PAGE"), failure::getMessage);
    assertTrue(failure.remedy().contains("neither a proxy nor a service mesh"), failure::remedy);
    assertNull(failure.code());
  }
}
