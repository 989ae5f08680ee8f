package dev.irsa.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.StsResponses;
import dev.irsa.fake.SystemProperties;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.sts.StsRequests;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which certificates a call trusts. */
final class SslContextsTest {

  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();
  private static final Script ANSWER = Script.answer(200, StsResponses.success());

  @TempDir Path folder;

  private static ScriptedServer server(String... protocols) {
    return ScriptedServer.tls(AUTHORITY.serverContext("127.0.0.1"), ANSWER, protocols);
  }

  private static void assertTlsFault(ScriptedServer server, Transport transport) {
    var failure = StsRequests.failWithoutAnswer(server.uri(), transport, StsRequests.BOUND);
    assertEquals(Stage.TLS, failure.stage(), failure::getMessage);
  }

  private static ExchangeResult send(ScriptedServer server, Transport transport) {
    return StsRequests.send(server.uri(), transport);
  }

  private static Transport trusting(Path bundle) {
    return new Transport(null, new CaBundle(bundle, "builder"), null);
  }

  private static MisconfiguredException misconfiguration(
      ScriptedServer server, Transport transport) {
    return assertThrows(MisconfiguredException.class, () -> send(server, transport));
  }

  @Test
  void theCaBundleIsAddedToThePlatformsTrust() throws Exception {
    Path bundle = folder.resolve("ca.pem");
    AUTHORITY.writeCaPem(bundle);
    try (ScriptedServer server = server()) {
      assertEquals("111122223333", send(server, trusting(bundle)).credentials().accountId());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "missing, does not exist",
    "directory, is not a file",
    "empty, does not contain a certificate",
    "garbage, contains something other than certificates",
    "large, is longer than 4 MiB"
  })
  void aBundleThatCannotBeUsedIsAMisconfiguration(String defect, String found) throws Exception {
    Path bundle = folder.resolve("ca.pem");
    if (defect.equals("directory")) {
      Files.createDirectory(bundle);
    } else if (defect.equals("empty")) {
      Files.writeString(bundle, "");
    } else if (defect.equals("garbage")) {
      Files.writeString(bundle, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    } else if (defect.equals("large")) {
      Files.writeString(bundle, AUTHORITY.caPem() + "\n".repeat(4 << 20));
    }
    try (ScriptedServer server = server()) {
      MisconfiguredException failure = misconfiguration(server, trusting(bundle));

      assertTrue(failure.isConfigured());
      assertTrue(
          failure
              .getMessage()
              .contains("AWS_CA_BUNDLE (from builder): " + bundle + " " + found + "; nothing"),
          failure::getMessage);
      assertEquals(0, server.connections());
    }
  }

  @Test
  void theContextIsSharedByCallsUntilTheBundleChanges() throws Exception {
    Path bundle = folder.resolve("ca.pem");
    AUTHORITY.writeCaPem(bundle);
    Transport transport = trusting(bundle);
    try (ScriptedServer server = server()) {
      send(server, transport);
      SSLContext first = transport.sslContexts().context();
      send(server, transport);
      // Keeps the context reachable.
      assertSame(first, transport.sslContexts().context());

      Files.writeString(bundle, LabCertificateAuthority.create().caPem() + "\n");
      assertNotSame(first, transport.sslContexts().context());
      assertEquals(
          Stage.TLS,
          StsRequests.failWithoutAnswer(server.uri(), transport, StsRequests.BOUND).stage());

      Files.delete(bundle);
      assertTrue(misconfiguration(server, transport).getMessage().contains("does not exist"));

      AUTHORITY.writeCaPem(bundle);
      send(server, transport);
      assertEquals(3, server.requests().size());
    }
  }

  private static List<SSLSession> sessions(SSLContext context) {
    SSLSessionContext sessions = context.getClientSessionContext();
    return Collections.list(sessions.getIds()).stream().map(sessions::getSession).toList();
  }

  private Transport trustingTheServer() throws Exception {
    Path bundle = folder.resolve("ca.pem");
    AUTHORITY.writeCaPem(bundle);
    return trusting(bundle);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aCallResumesTheTlsSessionOfTheOneBefore(String protocol) throws Exception {
    Transport transport = trustingTheServer();
    SSLContext context = transport.sslContexts().context();
    try (ScriptedServer server = server(protocol)) {
      send(server, transport);
      long verifiedAt = sessions(context).get(0).getCreationTime();
      send(server, transport);
      send(server, transport);

      // A resumed session has the time of the handshake in which the certificate was verified.
      List<SSLSession> kept = sessions(context);
      assertEquals(1, kept.size());
      assertEquals(verifiedAt, kept.get(0).getCreationTime());
      assertEquals(3600, context.getClientSessionContext().getSessionTimeout());
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aContextOfTheApplicationKeepsNoSession(String protocol) {
    SSLContext given = AUTHORITY.clientContext();
    try (ScriptedServer server = server(protocol)) {
      send(server, StsRequests.direct(given));
      send(server, StsRequests.direct(given));

      assertEquals(List.of(), Collections.list(given.getClientSessionContext().getIds()), protocol);
    }
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() {
    try (ScriptedServer server =
        ScriptedServer.tls(AUTHORITY.serverContext("sts.example.test"), ANSWER)) {
      assertTlsFault(server, StsRequests.direct(AUTHORITY.clientContext()));
      assertEquals(0, server.requests().size());
    }
  }

  @Test
  void aServerWithTls11IsRejected() {
    try (ScriptedServer server = server("TLSv1.1")) {
      var failure =
          StsRequests.failWithoutAnswer(
              server.uri(), StsRequests.direct(AUTHORITY.clientContext()), StsRequests.BOUND);

      assertEquals(Stage.TLS, failure.stage(), failure::getMessage);
    }
  }

  @Test
  void plainHttpOnATlsPortIsATlsFailure() {
    try (ScriptedServer server =
        ScriptedServer.tlsWithoutHandshake(
            connection -> connection.write("HTTP/1.1 400 No\r\n\r\n"))) {
      assertTlsFault(server, StsRequests.direct(AUTHORITY.clientContext()));
      assertEquals(0, server.requests().size());
    }
  }

  // What some old applications set for the whole process; RoomsTest checks that the clients of the
  // JDK are not used.

  @Test
  void aTrustAllDefaultDoesNotMakeAnUnknownAuthorityTrusted() throws Exception {
    SSLContext before = SSLContext.getDefault();
    SSLContext trustAll = SSLContext.getInstance("TLS");
    trustAll.init(null, new TrustManager[] {new TrustAll()}, null);
    SSLContext.setDefault(trustAll);
    try (ScriptedServer server =
        ScriptedServer.tls(
            AUTHORITY.serverContext("127.0.0.1"), Script.answer(200, StsResponses.success()))) {
      var failure =
          StsRequests.failWithoutAnswer(server.uri(), StsRequests.direct(null), StsRequests.BOUND);

      assertEquals(Stage.TLS, failure.stage(), failure::getMessage);
      assertEquals(0, server.requests().size());
    } finally {
      SSLContext.setDefault(before);
    }
  }

  @Test
  void aSocksProxyOfTheProcessIsIgnored() {
    try (SystemProperties properties = new SystemProperties();
        ScriptedServer server = ScriptedServer.answering(200, StsResponses.success())) {
      properties.set("socksProxyHost", "127.0.0.1");
      properties.set("socksProxyPort", "1");
      // Otherwise the JDK makes an exception of loopback.
      properties.set("socksNonProxyHosts", "");
      send(server, StsRequests.direct(null));

      assertEquals(1, server.connections());
    }
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
