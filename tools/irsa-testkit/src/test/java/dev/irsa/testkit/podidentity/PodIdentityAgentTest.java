package dev.irsa.testkit.podidentity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.AccessKey;
import dev.irsa.testkit.RawHttp;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodIdentityAgentTest {

  /** Without random pauses, an error of EKS Auth that may pass is tried again at once. */
  private final PodIdentityFixture fixture =
      new PodIdentityFixture(
          lab ->
              lab.agent(
                  new PodIdentityAgent.Settings(
                      Duration.ofHours(3), Duration.ofSeconds(15), Duration.ZERO)));

  @AfterEach
  void close() {
    fixture.close();
  }

  private PodIdentityAgent agent() {
    return fixture.lab.agent();
  }

  private void assertRefused(int status, String text, ReceivedResponse reply) {
    assertEquals(text + "\n", reply.body());
    assertEquals(status, reply.status());
    assertEquals("text/plain; charset=utf-8", reply.header("Content-Type"));
    assertEquals(0, fixture.exchanges());
  }

  @Test
  void aTokenIsExchangedForCredentialsOfTheAssociatedRole() {
    ReceivedResponse reply = fixture.credentials();

    assertEquals(200, reply.status());
    assertEquals("application/json", reply.header("Content-Type"));
    AccessKey key = fixture.lab.accessKeys().find(RawHttp.text(reply, "AccessKeyId")).orElseThrow();
    assertEquals(fixture.lab.roleOf(fixture.account).arn(), key.principal().role().arn());
    assertEquals(key.secretAccessKey(), RawHttp.text(reply, "SecretAccessKey"));
    assertEquals(key.sessionToken(), RawHttp.text(reply, "Token"));
    assertEquals(
        "{\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\",\"Token\":\"%s\",\"AccountId\":\"111122223333\",\"Expiration\":\"2026-11-24T21:04:05Z\"}"
            .formatted(key.accessKeyId(), key.secretAccessKey(), key.sessionToken()),
        reply.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:80",
        "169.254.170.23",
        "169.254.170.23:80",
        "[fd00:ec2::23]",
        "[fd00:ec2::23]:80",
        "fd00:ec2::23",
        "[::1]:4213"
      })
  void literalAddressesAreAcceptedAsHost(String host) {
    assertEquals(
        200,
        RawHttp.get(agent().uri(), "Host: " + host, "Authorization: " + fixture.token()).status());
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:80, localhost",
    "agent.example.com, agent.example.com",
    "124.3.1.2, 124.3.1.2",
    "127.0.0.1.example.com:80, 127.0.0.1.example.com"
  })
  void namesAndOtherAddressesAreRefusedAsHost(String header, String shown) {
    assertRefused(
        403,
        "Access Denied. Called agent through invalid address, please use either [169.254.170.23 fd00:ec2::23 127.0.0.1 ::1] address not "
            + shown,
        RawHttp.get(agent().uri(), "Host: " + header, "Authorization: " + fixture.token()));
  }

  @Test
  void aMissingTokenIsRefused() {
    assertRefused(
        400,
        "Service account token cannot be empty",
        RawHttp.get(agent().uri(), "Host: 127.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abcd | token is malformed: token contains an invalid number of segments",
        "YWJj.YWJj.x | token is malformed: could not JSON decode header",
        "e30.a!.x | token is malformed: could not base64 decode claim: illegal base64 data at input byte 1",
        "e30.YWJj.x | token is malformed: could not JSON decode claim",
        "bnVsbA.e30.x | token is malformed: could not JSON decode header",
        "e30.bnVsbA.x | token is malformed: could not JSON decode claim",
        "e30.e30.x | token is unverifiable: signing method (alg) is unspecified"
      })
  void otherTextsAreUnparsable(String token, String why) {
    assertRefused(
        400, "Service account token cannot be parsed: " + why, fixture.credentials(token));
  }

  @Test
  void theTimesOfATokenAreChecked() {
    assertRefused(
        400,
        "Service account token failed basic claim validations: token is expired",
        fixture.credentials(unsigned("{\"exp\":1795532645}")));
    assertRefused(
        400,
        "Service account token failed basic claim validations: token is expired, token is not valid yet",
        fixture.credentials(unsigned("{\"exp\":1795532645,\"nbf\":1795532646}")));
  }

  private static String unsigned(String claims) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".x";
  }

  @Test
  void aTokenIsNeverMoreThanATextToEksAuth() {
    String token = unsigned("{\"exp\":1795540000}").replace(".x", ".\"");

    String refused = fixture.credentials(token).body();

    assertTrue(refused.contains(": (InvalidParameterException): "), refused);
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, 400, client, 1",
    "InvalidRequestException, 400, client, 1",
    "InvalidParameterException, 400, client, 1",
    "ExpiredTokenException, 400, client, 1",
    "InvalidTokenException, 400, client, 1",
    "ResourceNotFoundException, 404, client, 1",
    "SomethingNewException, 418, unknown, 1",
    "ThrottlingException, 429, client, 3",
    "InternalServerException, 500, server, 3",
    "ServiceUnavailableException, 503, server, 3"
  })
  void anErrorOfEksAuthIsPassedOnWithItsStatus(
      String code, int status, String fault, int attempts) {
    fixture.lab.eksAuth().faults().always(Fault.error(code, status, "the message"));
    ReceivedResponse reply = fixture.credentials();
    String id = fixture.lab.requests().of(PodIdentityFixture.ACTION).get(attempts - 1).requestId();

    assertEquals("[%s]: (%s): the message, fault: %s\n".formatted(id, code, fault), reply.body());
    assertEquals(status, reply.status());
    assertEquals("text/plain; charset=utf-8", reply.header("Content-Type"));
    assertEquals(attempts, fixture.exchanges());
    assertEquals(code, agent().requests().of("GetCredentials").get(0).errorCode());
  }

  @Test
  void aPageOfAProxyIsAnErrorWithoutCodeAndRequestId() {
    fixture.lab.eksAuth().faults().always(Fault.answer(502, "text/html", "<html>"));
    ReceivedResponse reply = fixture.credentials();

    assertEquals("[]\n", reply.body());
    assertEquals(502, reply.status());
    assertEquals(3, fixture.exchanges());
  }

  @Test
  void connectionsThatEndEarlyAreTriedAgain() {
    fixture.lab.eksAuth().faults().next(Fault.cutOff());
    fixture.lab.eksAuth().faults().next(Fault.reset());

    assertEquals(200, fixture.credentials().status());
    assertEquals(3, fixture.exchanges());
  }

  @Test
  void aBurstOfMoreThan500RequestsIsThrottled() throws Exception {
    try (Socket socket = RawHttp.open(agent().uri())) {
      List<Integer> statuses = statuses(socket, 501);

      assertEquals(400, statuses.get(499));
      assertEquals(429, statuses.get(500));
      fixture.time.advance(Duration.ofMillis(1));
      assertEquals(List.of(400, 429), statuses(socket, 2));
    }
    assertEquals("Too Many Requests\n", fixture.credentials().body());
  }

  /** Sends requests without a token, which are counted as well. */
  private List<Integer> statuses(Socket socket, int count) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    byte[] request =
        "GET /v1/credentials HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] buffer = new byte[4096];
    for (int i = 0; i < count; i++) {
      socket.getOutputStream().write(request);
      String reply = "";
      while (!reply.endsWith("\n") || reply.endsWith("\r\n")) {
        int read = socket.getInputStream().read(buffer);
        reply += new String(buffer, 0, read, StandardCharsets.US_ASCII);
      }
      statuses.add(Integer.parseInt(reply.substring(9, 12)));
    }
    return statuses;
  }

  @RepeatedTest(10)
  void aStoppedAgentRefusesConnectionsAndKeepsItsPort() throws Exception {
    URI uri = agent().uri();
    fixture.credentials();

    agent().stop();

    assertThrows(ConnectException.class, () -> RawHttp.open(uri).close());
    agent()
        .ipv6Uri()
        .ifPresent(ipv6 -> assertThrows(ConnectException.class, () -> RawHttp.open(ipv6).close()));
    assertThrows(
        IOException.class,
        () -> new ServerSocket(uri.getPort(), 1, agent().address().getAddress()).close());
    agent().stop();
    agent().start();
    agent().start();
    assertEquals(uri, agent().uri());
    assertEquals(200, fixture.credentials().status());
  }
}
