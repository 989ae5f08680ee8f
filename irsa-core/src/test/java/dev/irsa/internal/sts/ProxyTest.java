package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.http.Transport;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests calls through an HTTP proxy to AWS's own host names. */
final class ProxyTest {

  private static final URI STS = URI.create("https://sts.eu-west-1.amazonaws.com/");
  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();

  private static Transport through(HttpProxy proxy) {
    return new Transport(proxy, null, AUTHORITY.clientContext());
  }

  private static HttpProxy proxy(int port, boolean tls, String userInfo) {
    return new HttpProxy("127.0.0.1", port, tls, userInfo, "HTTPS_PROXY");
  }

  private static ScriptedServer sts() {
    return ScriptedServer.tls(
        AUTHORITY.serverContext(STS.getHost()), Script.answer(200, StsResponses.success()));
  }

  /** Opens a tunnel to the port of the test's STS, whatever the target. */
  private static Script tunnelTo(ScriptedServer sts) {
    return connection -> {
      connection.readRequest();
      connection.write("HTTP/1.1 200 OK\r\n\r\n");
      connection.relay(sts.port());
    };
  }

  private static Script refusal(int status, String... headers) {
    return Script.answer(status, "no", headers);
  }

  @Test
  void aPasswordOpensTheTunnelAndIsSentNowhereElse() {
    try (ScriptedServer sts = sts();
        ScriptedServer proxy = ScriptedServer.plain(tunnelTo(sts))) {
      StsRequests.send(STS, through(proxy(proxy.port(), false, "us er:p:\u00e4ss")));

      // RFC 7617, section 2, with the charset of section 2.1.
      assertTrue(
          proxy
              .requests()
              .get(0)
              .contains("\r\nProxy-Authorization: Basic dXMgZXI6cDrDpHNz\r\n\r\n"),
          proxy.requests()::toString);
      assertEquals(-1, sts.requests().get(0).toLowerCase(Locale.ROOT).indexOf("authorization"));
      assertEquals(-1, sts.requests().get(0).indexOf("dXMgZXI6cDrDpHNz"));
    }
  }

  @Test
  void aRejectedPasswordIsReportedWithoutRepeatingIt() {
    try (CapturedLogs logs = CapturedLogs.open();
        ScriptedServer proxy =
            ScriptedServer.plain(
                connection -> {
                  String request = connection.readRequest();
                  String echo = request.substring(request.indexOf("Basic "), request.length() - 4);
                  connection.answer(407, echo, "Content-Type: " + echo, echo + ": " + echo);
                })) {
      HttpProxy asked = proxy(proxy.port(), false, "user:very-secret-password");
      var failure = StsRequests.failWithoutAnswer(STS, through(asked), StsRequests.BOUND);

      assertTrue(failure.getMessage().contains("407"), failure::getMessage);
      assertTrue(failure.remedy().contains("rejected the user and password"), failure::remedy);
      List<String> secrets =
          List.of("very-secret-password", "dXNlcjp2ZXJ5LXNlY3JldC1wYXNzd29yZA==");
      Secrets.assertAbsent(Secrets.allTextOf(failure), secrets);
      Secrets.assertAbsent(logs.lines().toString(), secrets);
      Secrets.assertAbsent(asked.toString(), secrets);
    }
  }

  // Proxies over TLS.

  @Test
  void theRequestToAProxyOverTlsIsEncrypted() {
    try (ScriptedServer sts = sts();
        ScriptedServer proxy =
            ScriptedServer.tls(AUTHORITY.serverContext("127.0.0.1"), tunnelTo(sts))) {
      ExchangeResult answer =
          StsRequests.send(STS, through(proxy(proxy.port(), true, "user:pass")));

      assertEquals("111122223333", answer.credentials().accountId());
      assertTrue(proxy.requests().get(0).contains("Proxy-Authorization: Basic "));
      assertEquals(1, sts.requests().size());
    }
  }

  @Test
  void aProxyWithAnotherHostNameIsSentNothing() {
    try (ScriptedServer proxy =
        ScriptedServer.tls(AUTHORITY.serverContext("proxy.test"), refusal(502))) {
      var failure =
          StsRequests.failWithoutAnswer(
              STS, through(proxy(proxy.port(), true, "user:pass")), StsRequests.BOUND);

      assertEquals(Stage.TLS, failure.stage(), failure::getMessage);
      assertEquals(List.of(), proxy.requests());
      assertTrue(
          failure.summary().startsWith("The proxy https://127.0.0.1:" + proxy.port()),
          failure::getMessage);
      assertTrue(failure.remedy().contains("its certificate names its host"), failure::remedy);
    }
  }

  @Test
  void stsBehindAProxyOverTlsIsCheckedByItsOwnName() {
    try (ScriptedServer sts =
            ScriptedServer.tls(AUTHORITY.serverContext("127.0.0.1"), refusal(502));
        ScriptedServer proxy =
            ScriptedServer.tls(AUTHORITY.serverContext("127.0.0.1"), tunnelTo(sts))) {
      var failure =
          StsRequests.failWithoutAnswer(
              STS, through(proxy(proxy.port(), true, null)), StsRequests.BOUND);

      assertEquals(Stage.TLS, failure.stage(), failure::getMessage);
      assertTrue(failure.summary().startsWith("STS at " + STS), failure::getMessage);
      assertEquals(List.of(), sts.requests());
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "HTTP/1.1 200 Connection established\r\n\r\n",
        "HTTP/1.0 200 OK\r\nVia: a\r\n\r\n",
        "HTTP/1.1 299 Fine\nContent-Length: 5\n\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 None\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void anySuccessIsATunnel(String answer) {
    try (ScriptedServer proxy =
        ScriptedServer.plain(
            connection -> {
              connection.readRequest();
              connection.write(answer);
              connection.write("what follows is no TLS");
            })) {
      var failure =
          StsRequests.failWithoutAnswer(
              STS, through(proxy(proxy.port(), false, null)), StsRequests.BOUND);

      // The bytes arrived either with the header or as invalid TLS.
      assertTrue(
          failure.stage() == Stage.TLS
              || failure.getMessage().contains("sent more than the head of its response"),
          failure::getMessage);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {301, 403, 404, 429, 502, 503, 101})
  void aRefusedTunnelIsAnIntermediarysResponseAndItsBodyIsNotRepeated(int status) {
    try (ScriptedServer proxy =
        ScriptedServer.answering(status, "SECRET PAGE", "Content-Type: text/html")) {
      var failure =
          StsRequests.failWithoutAnswer(
              STS, through(proxy(proxy.port(), false, null)), StsRequests.BOUND);

      assertTrue(
          failure.getMessage().contains("did not open a tunnel to STS"), failure::getMessage);
      assertTrue(failure.getMessage().contains("status " + status), failure::getMessage);
      assertTrue(failure.getMessage().contains("text/html"), failure::getMessage);
      assertEquals(-1, failure.getMessage().indexOf("SECRET PAGE"), failure::getMessage);
      assertEquals(status == 429, failure.isThrottled());
      assertEquals(1, proxy.connections());
    }
  }

  @Test
  void plainHttpIsNotSentThroughAProxy() {
    try (ScriptedServer proxy = ScriptedServer.plain(connection -> {})) {
      var failure =
          StsRequests.failWithoutAnswer(
              URI.create("http://sts.example.test/"),
              through(proxy(proxy.port(), false, null)),
              StsRequests.BOUND);

      assertTrue(failure.getMessage().contains("plain http"), failure::getMessage);
      assertEquals(0, proxy.connections());
    }
  }

  @Test
  void anIpv6AddressIsSentInBrackets() {
    try (ScriptedServer proxy = ScriptedServer.answering(502, "no")) {
      StsRequests.failWithoutAnswer(
          URI.create("https://[2001:db8::1]:8443/"),
          through(proxy(proxy.port(), false, null)),
          StsRequests.BOUND);

      assertTrue(
          proxy
              .requests()
              .get(0)
              .startsWith("CONNECT [2001:db8::1]:8443 HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n"),
          proxy.requests()::toString);
    }
  }
}
