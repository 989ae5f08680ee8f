package dev.irsa.internal.sts;

import static dev.irsa.fake.ScriptedServer.Script.afterRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that hang or send slowly at every stage: the time limit ends the call, and so does an
 * abort.
 */
final class SlowServerTest {

  /** Longer than any test may take, so that only an abort ends the call. */
  private static final Duration ENDLESS = Duration.ofHours(1);

  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();
  private static final Transport TRUSTING = StsRequests.direct(AUTHORITY.clientContext());

  /** A label that is too long, which the resolver rejects without a query. */
  private static final String NO_NAME = "a".repeat(64) + ".test";

  /** The role of the scripted server. */
  private enum Way {
    PLAIN,
    TLS,
    TLS_WITHOUT_HANDSHAKE,
    PROXY,
    PROXY_TLS,
    PROXY_WITHOUT_HANDSHAKE;

    ScriptedServer start(Script script) {
      return switch (this) {
        case PLAIN, PROXY -> ScriptedServer.plain(script);
        case TLS, PROXY_TLS -> ScriptedServer.tls(AUTHORITY.serverContext("127.0.0.1"), script);
        case TLS_WITHOUT_HANDSHAKE, PROXY_WITHOUT_HANDSHAKE ->
            ScriptedServer.tlsWithoutHandshake(script);
      };
    }

    private boolean isProxy() {
      return this == PROXY || this == PROXY_TLS || this == PROXY_WITHOUT_HANDSHAKE;
    }

    URI endpoint(ScriptedServer server) {
      return isProxy() ? URI.create("https://sts.eu-west-1.amazonaws.com/") : server.uri();
    }

    Transport transport(ScriptedServer server) {
      return isProxy()
          ? new Transport(
              new HttpProxy("127.0.0.1", server.port(), this != PROXY, "user:pass", "https_proxy"),
              null,
              AUTHORITY.clientContext())
          : TRUSTING;
    }
  }

  /** Reads the request and writes a text, after which it drips or hangs. */
  private static Script writing(String text, boolean drips) {
    return afterRequest(
        connection -> {
          connection.write(text);
          if (drips) {
            connection.drip('x');
          } else {
            connection.hold();
          }
        });
  }

  static Stream<Arguments> stages() {
    Way plain = Way.PLAIN;
    Way tls = Way.TLS;
    Way proxyTls = Way.PROXY_TLS;
    Way proxyNoHandshake = Way.PROXY_WITHOUT_HANDSHAKE;
    Way noHandshake = Way.TLS_WITHOUT_HANDSHAKE;
    Script hang = ScriptedServer.Connection::hold;
    byte[] handshake = {0x16, 3, 3, 0x40, 0};
    String tunnel = "HTTP/1.1 200 OK\r\n\r\n";
    Script dripHandshake =
        connection -> {
          connection.write(handshake);
          connection.drip('x');
        };
    Script hangBeforeHead = afterRequest(hang);
    Script dripHead = writing("HTTP/1.1 200 OK\r\nX-Filler: ", true);
    Script hangAfterHead = writing("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", false);
    Script dripBody = writing("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", true);
    Script hangInErrorBody =
        writing("HTTP/1.1 503 No\r\nContent-Length: 9999\r\n\r\n<Error", false);
    Script hangInTunnelHead = writing("HTTP/1.1 2", false);
    Script hangInTunnel = writing(tunnel, false);
    Script dripInTunnel =
        afterRequest(
            connection -> {
              connection.write(tunnel);
              // In TLS the client sends first, after the header of the tunnel was read.
              connection.awaitByte();
              dripHandshake.serve(connection);
            });
    return Stream.of(
        arguments("proxy: hangs after accept", Way.PROXY, hang, Stage.CONNECT),
        arguments("proxy: hangs after the request", Way.PROXY, hangBeforeHead, Stage.CONNECT),
        arguments("proxy: hangs in its head", Way.PROXY, hangInTunnelHead, Stage.CONNECT),
        arguments("proxy: drips its head", Way.PROXY, dripHead, Stage.CONNECT),
        arguments("proxy: hangs in the tunnel's TLS", Way.PROXY, hangInTunnel, Stage.TLS),
        arguments("proxy: drips in the tunnel's TLS", Way.PROXY, dripInTunnel, Stage.TLS),
        arguments("proxy over TLS: hangs after accept", proxyNoHandshake, hang, Stage.TLS),
        arguments(
            "proxy over TLS: drips its handshake", proxyNoHandshake, dripHandshake, Stage.TLS),
        arguments("proxy over TLS: hangs after the handshake", proxyTls, hang, Stage.CONNECT),
        arguments(
            "proxy over TLS: hangs after the request", proxyTls, hangBeforeHead, Stage.CONNECT),
        arguments("proxy over TLS: hangs in its head", proxyTls, hangInTunnelHead, Stage.CONNECT),
        arguments("proxy over TLS: drips its head", proxyTls, dripHead, Stage.CONNECT),
        arguments("proxy over TLS: hangs in the tunnel's TLS", proxyTls, hangInTunnel, Stage.TLS),
        arguments("proxy over TLS: drips in the tunnel's TLS", proxyTls, dripInTunnel, Stage.TLS),
        arguments("hangs after accept", plain, hang, Stage.REQUEST),
        arguments("hangs after the request", plain, hangBeforeHead, Stage.REQUEST),
        arguments("drips its head", plain, dripHead, Stage.RESPONSE),
        arguments("hangs after its head", plain, hangAfterHead, Stage.RESPONSE),
        arguments("drips its body", plain, dripBody, Stage.RESPONSE),
        arguments("hangs in an error's body", plain, hangInErrorBody, Stage.RESPONSE),
        arguments("https: hangs after accept", noHandshake, hang, Stage.TLS),
        arguments("https: drips its handshake", noHandshake, dripHandshake, Stage.TLS),
        arguments("https: hangs after the handshake", tls, hang, Stage.REQUEST),
        arguments("https: hangs after the request", tls, hangBeforeHead, Stage.REQUEST),
        arguments("https: drips its head", tls, dripHead, Stage.RESPONSE),
        arguments("https: hangs after its head", tls, hangAfterHead, Stage.RESPONSE),
        arguments("https: drips its body", tls, dripBody, Stage.RESPONSE),
        arguments("https: hangs in an error's body", tls, hangInErrorBody, Stage.RESPONSE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  void theLimitEndsTheCall(String row, Way way, Script script, Stage stage) {
    try (ScriptedServer server = way.start(script)) {
      var failure = StsRequests.failAt(stage, way.endpoint(server), way.transport(server));

      assertEquals(FailureKind.OUTAGE, failure.failureKind());
      assertTrue(failure.getMessage().contains(" ms"), failure::getMessage);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stages")
  void anAbortFromAnotherThreadFreesTheReader(String row, Way way, Script script, Stage stage)
      throws Exception {
    try (ScriptedServer server = way.start(script)) {
      RunningExchange call = StsRequests.call(ENDLESS);
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      var reader =
          new Thread(
              () -> {
                try {
                  ended.complete(
                      new AssertionError(
                          StsRequests.send(way.endpoint(server), way.transport(server), call)
                              .toString()));
                } catch (RuntimeException e) {
                  ended.complete(e);
                }
              });
      reader.start();
      server.awaitHeld();

      call.abort();
      call.abort();

      Throwable failure = ended.join();
      assertTrue(failure instanceof ExchangeUnavailableException, failure::toString);
      assertTrue(failure.getMessage().contains("the call was cancelled"), failure::getMessage);
      reader.join();
    }
  }

  @Test
  void aHostThatDoesNotAcceptEndsAtTheConnectTimeoutAndTheErrorNamesTheInterfaceEndpoint()
      throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    List<SocketChannel> fillers = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, loopback)) {
      for (int i = 0; i < 8; i++) {
        SocketChannel filler = SocketChannel.open();
        filler.configureBlocking(false);
        filler.connect(new InetSocketAddress(loopback, full.getLocalPort()));
        fillers.add(filler);
      }
      URI endpoint = URI.create("https://127.0.0.1:" + full.getLocalPort() + "/");

      var failure = StsRequests.failWithoutAnswer(endpoint, TRUSTING, StsRequests.BOUND);

      assertEquals(Stage.CONNECT, failure.stage(), failure::getMessage);
      assertTrue(failure.remedy().contains("interface endpoint for STS"), failure::remedy);
    } finally {
      for (SocketChannel filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void aCallToAServerThatNeverReadsEndsAtItsLimit() throws Exception {
    var identity =
        new WebIdentity(
            "arn:aws:iam::111122223333:role/cart",
            Path.of("/token"),
            null,
            "irsa-cart-0",
            null,
            "\u20ac".repeat(2048),
            Collections.nCopies(10, "arn:aws:iam::aws:policy/" + ":".repeat(2000)));
    String long20000 = "a.b." + "c".repeat(19_996);
    try (ServerSocket deaf = new ServerSocket()) {
      deaf.setReceiveBufferSize(1);
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI endpoint = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/");

      var failure =
          StsRequests.failAt(
              Stage.REQUEST,
              bound ->
                  StsRequests.send(
                      identity,
                      new IdentityToken(long20000),
                      endpoint,
                      TRUSTING,
                      StsRequests.call(bound)));

      assertEquals(FailureKind.OUTAGE, failure.failureKind());
    }
  }

  @Test
  void aHostWithoutAnAddressIsADnsFailure() {
    var failure =
        StsRequests.failWithoutAnswer(
            URI.create("https://" + NO_NAME + "/"), TRUSTING, StsRequests.BOUND);

    assertEquals(Stage.DNS, failure.stage(), failure::getMessage);
    assertTrue(failure.remedy().contains("DNS"), failure::remedy);
  }
}
