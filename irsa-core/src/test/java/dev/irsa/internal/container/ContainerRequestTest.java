package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.http.Transport;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what is sent to the endpoint. */
final class ContainerRequestTest {

  private static ScriptedServer answering() {
    return ScriptedServer.answering(200, ContainerResponses.success());
  }

  private static String sent(ScriptedServer server, URI uri, Transport transport) {
    ContainerExchanges.send(uri, transport);
    assertEquals(1, server.requests().size());
    return server.requests().get(0);
  }

  @Test
  void aRequestHasTheseLinesAndNoOthers() {
    try (ScriptedServer server = answering()) {
      List<String> lines =
          List.of(
              sent(server, ContainerExchanges.agent(server), ContainerExchanges.direct())
                  .split("\r\n", -1));

      assertEquals("GET /v1/credentials HTTP/1.1", lines.get(0));
      assertEquals("Host: 127.0.0.1:" + server.port(), lines.get(1));
      assertEquals("Accept: application/json", lines.get(2));
      assertEquals("Authorization: " + ContainerResponses.TOKEN, lines.get(3));
      assertTrue(lines.get(4).startsWith("User-Agent: irsa/"), lines.get(4));
      assertEquals(List.of("Connection: close", "", ""), lines.subList(5, lines.size()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/credentials?a=b&c=%20d, /v1/credentials?a=b&c=%20d",
    "/a%2Fb;c=d, /a%2Fb;c=d",
    "/, /",
    "'', /",
    "?a, /?a",
    "/\u00e4, /%C3%A4"
  })
  void pathAndQueryAreSentAsTheyAre(String given, String sent) {
    try (ScriptedServer server = answering()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + given);

      assertTrue(
          sent(server, uri, ContainerExchanges.direct()).startsWith("GET " + sent + " HTTP/1.1\r"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"169.254.170.23", "[fd00:ec2::23]", "169.254.170.2", "[::1]", "127.0.0.7"})
  void theHostIsTheLiteralAddressWithThePort(String host) {
    try (ScriptedServer server = answering()) {
      URI uri = URI.create("http://" + host + ":" + server.port() + "/v1/credentials");

      String request = sent(server, uri, ContainerExchanges.findingAllHere());

      assertTrue(request.contains("\r\nHost: " + host + ":" + server.port() + "\r\n"), request);
    }
  }

  @Test
  void aProxyIsNotUsed() {
    LabCertificateAuthority authority = LabCertificateAuthority.create();
    HttpProxy proxy = new HttpProxy("127.0.0.1", 1, false, null, "HTTPS_PROXY");
    Transport through = new Transport(proxy, null, authority.clientContext());
    try (ScriptedServer plain = answering();
        ScriptedServer tls =
            ScriptedServer.tls(
                authority.serverContext("127.0.0.1"),
                Script.answer(200, ContainerResponses.success()))) {
      sent(plain, plain.uri(), through);
      sent(tls, tls.uri(), through);
    }
  }
}
