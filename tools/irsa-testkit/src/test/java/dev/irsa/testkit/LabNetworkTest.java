package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabNetworkTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final URI CLUSTER = URI.create("https://kubernetes.default.svc.cluster.local");

  @Test
  void aPortInUseIsNamedAndThePortsBeforeItAreFreeAgain() throws IOException {
    InetAddress own = loopbackOfThisProcess();
    int first = 18_571;
    try (ServerSocket taken = new ServerSocket(first + 1, 1, own)) {
      IrsaLab.Builder builder =
          IrsaLab.builder().network(new IrsaLab.Network(own, "127.0.0.1", first));
      UncheckedIOException failure = assertThrows(UncheckedIOException.class, builder::start);
      assertTrue(
          failure.getMessage().contains("port " + taken.getLocalPort()), failure::getMessage);
      try (ServerSocket free = new ServerSocket(first, 1, own)) {
        assertEquals(first, free.getLocalPort());
      }
    }
  }

  /**
   * Returns an address at which no other process listens. The ports of the test are below those
   * that systems hand out, so nobody takes one of them by chance at all addresses either.
   */
  private static InetAddress loopbackOfThisProcess() throws IOException {
    int pid = (int) ProcessHandle.current().pid();
    return InetAddress.getByAddress(
        new byte[] {127, (byte) (1 + (pid >> 16)), (byte) (pid >> 8), (byte) pid});
  }

  @Test
  void atAnyAddressTheCertificateIsValidForTheHostThatClientsUse() throws Exception {
    IrsaLab.Network network =
        new IrsaLab.Network(InetAddress.getByName("0.0.0.0"), "lab.example", 0);
    try (IrsaLab lab = IrsaLab.builder().network(network).start();
        Socket tcp = new Socket(LOOPBACK, lab.sts().secureUri().getPort());
        SSLSocket tls =
            (SSLSocket)
                lab.sslContext()
                    .getSocketFactory()
                    .createSocket(tcp, lab.sts().secureUri().getHost(), tcp.getPort(), true)) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);

      tls.startHandshake();

      assertEquals("lab.example", tls.getSession().getPeerHost());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "127.0.0.2"})
  void theAgentServesAtAnAddressThatItAccepts(String bindAddress) throws Exception {
    IrsaLab.Network network =
        new IrsaLab.Network(InetAddress.getByName(bindAddress), "lab.example", 0);
    try (IrsaLab lab = IrsaLab.builder().network(network).start()) {
      PodEnvironment pod = lab.startPod(lab.createPodIdentityServiceAccount("default", "my-sa"));

      URI uri = URI.create(pod.variables().get("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
      String token = pod.tokenVolume().token().value();
      ReceivedResponse reply =
          RawHttp.get(uri, "Host: " + uri.getAuthority(), "Authorization: " + token);
      assertEquals(200, reply.status(), reply::body);
    }
  }

  @Test
  void tokensHaveTheGivenIssuer() throws Exception {
    URI issuer = URI.create("https://oidc.example.com/cluster");
    try (IrsaLab lab = IrsaLab.builder().issuer(issuer).start()) {
      PodEnvironment pod = lab.startPod(lab.createServiceAccount("default", "my-sa"));
      String token = pod.tokenVolume().token().value();

      assertEquals(issuer.toString(), SignedJWT.parse(token).getJWTClaimsSet().getIssuer());
      assertEquals(200, assume(lab, pod.variables().get("AWS_ROLE_ARN"), token));
    }
  }

  @Test
  void aPrivateKeyOfAnIssuerIsRefused() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("one").generate();
    try (IrsaLab lab = IrsaLab.start()) {
      String withPrivate = new JWKSet(key).toString(false);

      assertThrows(
          IllegalArgumentException.class,
          () -> lab.trustIssuer(CLUSTER, Set.of("sts.amazonaws.com"), withPrivate));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'kty': 'RSA', 'kid': 'k', 'e': 'AQAB', 'n': '!'}    | found none in the key k",
        "{'kty': 'RSA', 'e': 'AQAB', 'n': 'AQAB'}             | found none in a key without kid",
        "{'kty': 'EC', 'crv': 'P-256', 'x': 'AQ', 'y': 'AQ'}  | Key Set (RFC 7517)",
        "{'kty': 'OKP', 'crv': 'Ed25519', 'x': 'AQ'}          | at least one public key",
        "{'kty': 'RSA'}                                       | Key Set (RFC 7517)",
        "'text'                                               | Key Set (RFC 7517)",
        "null                                                 | Key Set (RFC 7517): null is not a key",
      })
  void aKeyOfAnIssuerThatIsNoneIsRefused(String key, String expected) {
    assertKeyRefused("{\"keys\": [" + key.replace('\'', '"') + "]}", expected);
  }

  @Test
  void aKeyOfAnIssuerThatStsFindsTooShortIsRefused() throws Exception {
    RSAKey key = new RSAKeyGenerator(1024, true).keyID("k").generate().toPublicJWK();
    assertKeyRefused(
        new JWKSet(key).toString(),
        "expected RSA keys of 2048 bits or more, found 1024 in the key k");
  }

  private static void assertKeyRefused(String keys, String expected) {
    try (IrsaLab lab = IrsaLab.start()) {
      IllegalArgumentException failure =
          assertThrows(
              IllegalArgumentException.class,
              () -> lab.trustIssuer(CLUSTER, Set.of("sts.amazonaws.com"), keys));

      assertTrue(failure.getMessage().startsWith("keys: expected "), failure::getMessage);
      assertTrue(failure.getMessage().contains(expected), failure::getMessage);
    }
  }

  private static int assume(IrsaLab lab, String roleArn, String token) {
    String form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=test&RoleArn=%s&WebIdentityToken=%s"
            .formatted(roleArn, token);
    return RawHttp.post(lab.sts().plainUri().resolve("/"), form).status();
  }
}
