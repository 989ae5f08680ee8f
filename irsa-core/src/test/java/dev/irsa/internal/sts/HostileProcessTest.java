package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.adapter.SystemProperties;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/**
 * Some old applications set process-wide defaults. None of them has an effect; {@code RoomsTest}
 * checks that the JDK's clients, which have more of them, are not used.
 */
final class HostileProcessTest {

  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();

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
          Exchanges.failWithoutAnswer(server.uri(), Exchanges.direct(null), Exchanges.BOUND);

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
      Exchanges.send(server);

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
