package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import dev.irsa.testkit.internal.http.ConnectProxy;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import dev.irsa.testkit.internal.http.ProxyCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the public API in clusters that reach AWS through a proxy with a password. */
final class ProxiedCredentialsTest {

  private static final String FAR_PROXY = "http://user:very-secret@10.0.0.9:3128";
  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();

  @TempDir Path folder;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void describeThePod() throws Exception {
    variables.put("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/proxied/cart");
    variables.put(
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        Files.writeString(folder.resolve("token"), StsResponses.TOKEN).toString());
    variables.put("AWS_REGION", "eu-west-1");
  }

  private IrsaCredentials.Builder builder() {
    return IrsaCredentials.builder()
        .environment(variables)
        .sslContext(AUTHORITY.clientContext())
        .deadline(Duration.ofMinutes(1));
  }

  private static ConnectProxy proxyTo(ScriptedServer sts, ProxyCredentials credentials)
      throws IOException {
    return ConnectProxy.start(
        AUTHORITY,
        Clock.systemUTC(),
        host -> new InetSocketAddress(InetAddress.getLoopbackAddress(), sts.port()),
        credentials);
  }

  private void serves(IrsaCredentials.Builder builder) {
    try (IrsaCredentials handle = builder.build()) {
      assertEquals("111122223333", handle.credentials().accountId());
    }
  }

  @Test
  void aProxyPasswordIsAcceptedIfStsIsOnLoopbackAndTheProxyIsNotUsed() {
    variables.put("https_proxy", FAR_PROXY);
    try (ScriptedServer sts = ScriptedServer.issuing()) {
      variables.put("AWS_ENDPOINT_URL_STS", sts.uri().toString());

      serves(builder());
    }
  }

  @Test
  void aProxyOfTheBuilderIsSentThePasswordOfItsUrl() throws Exception {
    variables.put("https_proxy", "nonsense://");
    try (ScriptedServer sts = ScriptedServer.issuing();
        ConnectProxy proxy = proxyTo(sts, new ProxyCredentials("user", "pass"))) {
      URI url = URI.create("http://user:pass@127.0.0.1:" + proxy.address().getPort());

      serves(builder().proxy(url));

      assertEquals(200, proxy.requests().get(0).status());
    }
  }

  @Test
  void aPasswordInClearTextIsRejectedWithAHintHowToAllowIt() {
    variables.put("HTTPS_PROXY", FAR_PROXY);
    try (IrsaCredentials handle = builder().build()) {
      MisconfiguredException failure =
          assertThrows(MisconfiguredException.class, handle::credentials);

      String message = failure.getMessage();
      assertTrue(message.contains("https_proxy (from HTTPS_PROXY)"), message);
      assertTrue(message.contains("would be sent to 10.0.0.9:3128 in clear text"), message);
      assertTrue(message.contains("IRSA_ALLOW_PLAIN_PROXY_PASSWORD=true"), message);
      assertEquals(-1, message.indexOf("very-secret"), message);
    }
  }

  @Test
  void aPasswordInClearTextOfTheBuilderIsRejectedByTheBuild() {
    MisconfiguredException failure =
        assertThrows(
            MisconfiguredException.class, () -> builder().proxy(URI.create(FAR_PROXY)).build());

    assertEquals("builder", failure.problems().get(0).origin());
    builder().proxy(URI.create(FAR_PROXY)).allowPlainProxyPassword(true).build().close();
  }
}
