package dev.irsa.testkit.podidentity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.RawHttp;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Fault.Gate;
import dev.irsa.testkit.server.RequestRecord;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentCachingTest {
  private final PodIdentityFixture fixture = new PodIdentityFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private String key() {
    return RawHttp.text(fixture.credentials(), "AccessKeyId");
  }

  @Test
  void anotherTokenOfTheSamePodIsAnotherEntry() {
    String first = key();
    fixture.pod.tokenVolume().rotate();

    assertNotEquals(first, key());
    assertEquals(2, fixture.exchanges());
  }

  @Test
  void clientsWithTheSameTokenShareOneExchange() throws Exception {
    Gate gate = Gate.closed();
    fixture.lab.eksAuth().faults().next(Fault.gate(gate));
    List<Future<ReceivedResponse>> replies = new ArrayList<>();
    replies.add(fixture.credentialsLater());
    gate.awaitArrivals(1, PodIdentityFixture.SOON);
    for (int i = 0; i < 5; i++) {
      replies.add(fixture.credentialsLater());
    }
    fixture.lab.agent().requests().awaitArrivals("GetCredentials", 6, PodIdentityFixture.SOON);

    gate.open();

    for (Future<ReceivedResponse> reply : replies) {
      assertEquals(replies.get(0).get().body(), reply.get().body());
    }
    assertEquals(1, fixture.exchanges());
  }

  @Test
  void aClientThatHangsUpCancelsTheExchangeAndNothingIsKept() throws Exception {
    fixture.lab.eksAuth().faults().next(Fault.hang());
    Socket impatient = fixture.requestCredentials();
    fixture.awaitExchanges(1);

    impatient.close();

    RequestRecord abandoned =
        fixture.lab.agent().requests().await("GetCredentials", 1, PodIdentityFixture.SOON).get(0);

    assertEquals(0, abandoned.status());
    assertEquals(200, fixture.credentials().status());
    assertEquals(2, fixture.exchanges());
  }

  @Test
  void aClientThatHangsUpLeavesTheExchangesOfOthersAlone() throws Exception {
    fixture.lab.eksAuth().faults().next(Fault.hang());
    Socket impatient = fixture.requestCredentials();
    fixture.awaitExchanges(1);
    Future<ReceivedResponse> patient = fixture.credentialsLater();
    fixture.lab.agent().requests().awaitArrivals("GetCredentials", 2, PodIdentityFixture.SOON);

    impatient.close();

    assertEquals(200, patient.get().status());
    assertEquals(2, fixture.exchanges());
  }

  @Test
  void aRequestThatIsSentBeforeTheResponseIsNotTakenForAHangUp() throws Exception {
    URI uri = fixture.lab.agent().uri();
    Gate gate = Gate.closed();
    fixture.lab.eksAuth().faults().next(Fault.gate(gate));
    try (Socket socket = RawHttp.open(uri)) {
      socket.getOutputStream().write(keepAlive());
      gate.awaitArrivals(1, PodIdentityFixture.SOON);
      socket.getOutputStream().write(RawHttp.request("GET", uri, List.of("Host: localhost"), ""));

      gate.open();

      String replies = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(replies.startsWith("HTTP/1.1 200"), replies);
      assertTrue(replies.contains("}HTTP/1.1 403"), replies);
    }
  }

  private byte[] keepAlive() {
    return "GET /v1/credentials HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\n\r\n"
        .formatted(fixture.token())
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void stoppingTheAgentCancelsItsExchanges() throws Exception {
    fixture.lab.eksAuth().faults().next(Fault.hang());
    try (Socket client = fixture.requestCredentials()) {
      fixture.awaitExchanges(1);

      fixture.lab.agent().stop();

      assertEquals(-1, client.getInputStream().read());
      fixture.lab.requests().await(PodIdentityFixture.ACTION, 1, PodIdentityFixture.SOON);
      fixture.lab.agent().requests().await("GetCredentials", 1, PodIdentityFixture.SOON);
    }
  }
}
