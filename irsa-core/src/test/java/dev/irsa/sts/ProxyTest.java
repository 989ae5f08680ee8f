package dev.irsa.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.Answers;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.identity.ExchangeUnavailableException;
import dev.irsa.identity.ExchangeUnavailableException.Stage;
import dev.irsa.testkit.http.ConnectProxy;
import dev.irsa.testkit.http.LabCertificateAuthority;
import dev.irsa.testkit.http.ProxyCredentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The way through an HTTP proxy, to AWS's own host names. */
final class ProxyTest {

  private static final URI STS = URI.create("https://sts.eu-west-1.amazonaws.com/");
  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();

  private static Transport through(InetSocketAddress proxy) {
    return new Transport(proxy, null, AUTHORITY.clientContext());
  }

  private static InetSocketAddress address(ScriptedServer server) {
    return InetSocketAddress.createUnresolved("127.0.0.1", server.port());
  }

  @Test
  void theExchangeGoesThroughTheTunnelToTheHostByName() throws Exception {
    try (ScriptedServer sts = Exchanges.answering(200, Answers.success());
        ConnectProxy proxy =
            ConnectProxy.start(
                AUTHORITY,
                Clock.systemUTC(),
                host -> host.equals(STS.getHost()) ? address(sts.port()) : null)) {
      ExchangeAnswer answer =
          Exchanges.call(
                  STS,
                  through(
                      InetSocketAddress.createUnresolved("127.0.0.1", proxy.address().getPort())),
                  Exchanges.BOUND)
              .send(Exchanges.TOKEN);

      assertEquals("111122223333", answer.credentials().accountId());
      assertEquals("sts.eu-west-1.amazonaws.com:443", proxy.requests().get(0).target());
      assertEquals(1, sts.requests().size());
    }
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void aProxyThatAsksForAPasswordIsNamedWithTheCure() throws Exception {
    try (ConnectProxy proxy =
        ConnectProxy.start(
            AUTHORITY, Clock.systemUTC(), host -> null, new ProxyCredentials("user", "pass"))) {
      ExchangeUnavailableException failure =
          Exchanges.failWithoutAnswer(STS, through(proxy.address()), Exchanges.BOUND);

      assertTrue(
          failure.remedy().contains("jdk.http.auth.tunneling.disabledSchemes"),
          failure::getMessage);
      assertTrue(failure.getMessage().contains("407"), failure::getMessage);
    }
  }

  @Test
  void aProxyThatRefusesTheHostIsAFaultOfConnecting() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.start(AUTHORITY, Clock.systemUTC(), host -> null)) {
      ExchangeUnavailableException failure =
          Exchanges.failWithoutAnswer(STS, through(proxy.address()), Exchanges.BOUND);

      assertEquals(Stage.CONNECT, failure.stage(), failure::getMessage);
      assertTrue(failure.getMessage().contains("403"), failure::getMessage);
      assertTrue(failure.remedy().contains("proxy"), failure::remedy);
    }
  }

  @Test
  void aProxyThatHangsEndsAtTheBound() {
    try (ScriptedServer proxy = ScriptedServer.plain(ScriptedServer.Connection::hold)) {
      ExchangeUnavailableException failure =
          Exchanges.failAt(Stage.CONNECT, STS, through(address(proxy)));

      assertTrue(failure.getMessage().contains("timed out"), failure::getMessage);
    }
  }

  @Test
  void aServerThatHangsBehindTheTunnelEndsAtTheBound() {
    try (ScriptedServer proxy =
        ScriptedServer.plain(
            connection -> {
              connection.readRequest();
              connection.write("HTTP/1.1 200 OK\r\n\r\n");
              connection.hold();
            })) {
      ExchangeUnavailableException failure =
          Exchanges.failAt(Stage.TLS, STS, through(address(proxy)));

      assertTrue(failure.getMessage().contains("the TLS handshake"), failure::getMessage);
    }
  }

  @Test
  void theTokenIsNotInTheRequestToTheProxy() {
    try (ScriptedServer proxy =
        ScriptedServer.plain(
            connection -> {
              connection.readRequest();
              connection.answer(502, "no");
            })) {
      Exchanges.failWithoutAnswer(STS, through(address(proxy)), Exchanges.BOUND);

      assertTrue(proxy.requests().get(0).startsWith("CONNECT sts.eu-west-1.amazonaws.com:443 "));
      assertEquals(-1, proxy.requests().get(0).indexOf(Answers.TOKEN));
    }
  }
}
