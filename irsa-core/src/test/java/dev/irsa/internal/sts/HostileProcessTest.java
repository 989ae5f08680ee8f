package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.StsResponses;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CacheRequest;
import java.net.CacheResponse;
import java.net.CookieHandler;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLConnection;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Some old applications set process-wide defaults that trust every certificate. None of them has an
 * effect.
 */
final class HostileProcessTest {

  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();

  private final List<String> asked = new CopyOnWriteArrayList<>();

  private SSLContext contextBefore;
  private SSLSocketFactory socketsBefore;
  private HostnameVerifier verifierBefore;
  private Authenticator authenticatorBefore;
  private CookieHandler cookiesBefore;
  private ProxySelector proxiesBefore;
  private ResponseCache cacheBefore;

  @BeforeEach
  void becomeHostile() throws Exception {
    contextBefore = SSLContext.getDefault();
    socketsBefore = HttpsURLConnection.getDefaultSSLSocketFactory();
    verifierBefore = HttpsURLConnection.getDefaultHostnameVerifier();
    authenticatorBefore = Authenticator.getDefault();
    cookiesBefore = CookieHandler.getDefault();
    proxiesBefore = ProxySelector.getDefault();
    cacheBefore = ResponseCache.getDefault();
    SSLContext trustAll = SSLContext.getInstance("TLS");
    trustAll.init(null, new TrustManager[] {new TrustAll()}, null);
    SSLContext.setDefault(trustAll);
    HttpsURLConnection.setDefaultSSLSocketFactory(trustAll.getSocketFactory());
    HttpsURLConnection.setDefaultHostnameVerifier(
        (host, session) -> {
          asked.add("verifier");
          return true;
        });
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            asked.add("authenticator");
            return new PasswordAuthentication("user", "pass".toCharArray());
          }
        });
    CookieHandler.setDefault(new Cookies());
    ProxySelector.setDefault(new Proxies());
    ResponseCache.setDefault(new Cache());
  }

  @AfterEach
  void becomeFriendly() {
    SSLContext.setDefault(contextBefore);
    HttpsURLConnection.setDefaultSSLSocketFactory(socketsBefore);
    HttpsURLConnection.setDefaultHostnameVerifier(verifierBefore);
    Authenticator.setDefault(authenticatorBefore);
    CookieHandler.setDefault(cookiesBefore);
    ProxySelector.setDefault(proxiesBefore);
    ResponseCache.setDefault(cacheBefore);
  }

  private static final Script ANSWER =
      Script.answer(200, StsResponses.success(), "Set-Cookie: a=b");

  @Test
  void aTrustAllDefaultDoesNotMakeAnUnknownAuthorityTrusted() {
    try (ScriptedServer server = ScriptedServer.tls(AUTHORITY.serverContext("127.0.0.1"), ANSWER)) {
      ExchangeUnavailableException failure =
          Exchanges.failWithoutAnswer(server.uri(), Exchanges.direct(null), Exchanges.BOUND);

      assertEquals(Stage.TLS, failure.stage(), failure::getMessage);
      assertEquals(0, server.requests().size());
    }
  }

  @Test
  void neitherVerifierNorProxySelectorNorCacheIsCalled() {
    try (ScriptedServer server = ScriptedServer.tls(AUTHORITY.serverContext("127.0.0.1"), ANSWER)) {
      Exchanges.call(server.uri(), Exchanges.direct(AUTHORITY.clientContext()), Exchanges.BOUND)
          .send(Exchanges.TOKEN);

      assertEquals(List.of(), asked);
      assertEquals(1, server.connections());
    }
  }

  @Test
  void noPasswordIsSentToAServerThatRequestsOne() {
    try (ScriptedServer server =
        ScriptedServer.answering(401, "", "WWW-Authenticate: Basic realm=\"x\"")) {
      Exchanges.fail(server);

      assertEquals(List.of(), asked);
      assertEquals(1, server.connections());
    }
  }

  @Test
  void aCookieHandlerThatFailsIsNotCalled() {
    CookieHandler.setDefault(
        new CookieHandler() {
          @Override
          public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
            throw new IllegalStateException("no cookies today");
          }

          @Override
          public void put(URI uri, Map<String, List<String>> headers) {
            throw new IllegalStateException("no cookies today");
          }
        });
    try (ScriptedServer server =
        ScriptedServer.answering(200, StsResponses.success(), "Set-Cookie: a=b")) {
      Exchanges.send(server);

      assertEquals(1, server.connections());
    }
  }

  @Test
  void theLoggersOfTheJdksClientsReceiveNothing() {
    try (CapturedLogs logs = CapturedLogs.open();
        ScriptedServer server = ScriptedServer.tls(AUTHORITY.serverContext("127.0.0.1"), ANSWER)) {
      Logger.getLogger("sun.net.www.protocol.http.HttpURLConnection").finest("is captured");
      Exchanges.call(server.uri(), Exchanges.direct(AUTHORITY.clientContext()), Exchanges.BOUND)
          .send(Exchanges.TOKEN);

      assertEquals(1, logs.lines().size(), logs.lines()::toString);
    }
  }

  @Test
  void aSocksProxyOfTheProcessIsIgnored() {
    String before = System.getProperty("socksProxyHost");
    System.setProperty("socksProxyHost", "127.0.0.1");
    System.setProperty("socksProxyPort", "1");
    try (ScriptedServer server = ScriptedServer.answering(200, StsResponses.success())) {
      Exchanges.send(server);

      assertEquals(1, server.connections());
    } finally {
      System.clearProperty("socksProxyPort");
      if (before == null) {
        System.clearProperty("socksProxyHost");
      } else {
        System.setProperty("socksProxyHost", before);
      }
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

  private static final class Cookies extends CookieHandler {
    private final List<Object> seen = new ArrayList<>();

    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
      seen.add(uri);
      seen.add(headers);
      return Map.of("Cookie", List.of("tracking=1"));
    }

    @Override
    public void put(URI uri, Map<String, List<String>> headers) {
      seen.add(uri);
      seen.add(headers);
    }
  }

  private final class Proxies extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      if (uri.getScheme().startsWith("http")) {
        asked.add("proxy selector");
      }
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException fault) {}
  }

  private final class Cache extends ResponseCache {
    @Override
    public CacheResponse get(URI uri, String method, Map<String, List<String>> headers) {
      asked.add("cache");
      return null;
    }

    @Override
    public CacheRequest put(URI uri, URLConnection connection) {
      asked.add("cache");
      return null;
    }
  }
}
