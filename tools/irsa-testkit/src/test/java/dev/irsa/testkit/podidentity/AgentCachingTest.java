package dev.irsa.testkit.podidentity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Gate;
import dev.irsa.testkit.server.RequestRecord;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentCachingTest {
  private final PodIdentityWorld world = new PodIdentityWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private String key() {
    return world.credentials().text("AccessKeyId");
  }

  @Test
  void theSameCredentialsAreServedAgain() {
    RawHttp.Reply first = world.credentials();
    world.time.advance(Duration.ofHours(2));

    assertEquals(first.body(), world.credentials().body());
    assertEquals(1, world.exchanges());
  }

  @Test
  void anotherTokenOfTheSamePodIsAnotherEntry() {
    String first = key();
    world.pod.podIdentityVolume().rotate();

    assertNotEquals(first, key());
    assertEquals(2, world.exchanges());
  }

  @Test
  void credentialsAreRenewedInTheBackground() throws Exception {
    key();

    world.time.advance(Duration.ofHours(3));

    world.lab.requests().await(PodIdentityWorld.ACTION, 2, PodIdentityWorld.SOON);
    assertEquals(1, world.lab.agent().requests().count("GetCredentials"));
  }

  @Test
  void aRestartedAgentHasForgottenEverything() {
    String first = key();

    world.lab.agent().restart();

    assertNotEquals(first, key());
    assertEquals(2, world.exchanges());
  }

  @Test
  void shortSessionsOfTheLabAreServed() {
    try (PodIdentityWorld fast =
        new PodIdentityWorld(
            lab ->
                lab.sessionLifetime(Duration.ofSeconds(5)).tokenLifetime(Duration.ofSeconds(9)))) {
      assertEquals("2026-11-24T15:04:10Z", fast.credentials().text("Expiration"));
    }
  }

  @Test
  void clientsWithTheSameTokenShareOneExchange() throws Exception {
    Gate gate = Gate.closed();
    world.lab.eksAuth().faults().next(Fault.gate(gate));
    List<Future<RawHttp.Reply>> replies = new ArrayList<>();
    replies.add(world.credentialsLater());
    gate.awaitArrivals(1, PodIdentityWorld.SOON);
    for (int i = 0; i < 5; i++) {
      replies.add(world.credentialsLater());
    }
    world.lab.agent().requests().awaitArrivals("GetCredentials", 6, PodIdentityWorld.SOON);

    gate.open();

    for (Future<RawHttp.Reply> reply : replies) {
      assertEquals(replies.get(0).get().body(), reply.get().body());
    }
    assertEquals(1, world.exchanges());
  }

  @Test
  void aClientLooksForTheResultOfAnotherEvery200Milliseconds() throws Exception {
    Gate gate = Gate.closed();
    world.lab.eksAuth().faults().next(2, Fault.gate(gate));
    int pending = world.time.pendingTasks();
    Future<RawHttp.Reply> first = world.credentialsLater();
    gate.awaitArrivals(1, PodIdentityWorld.SOON);
    Future<RawHttp.Reply> second = world.credentialsLater();

    // The limit of the first one's attempt, and the pause of the second one.
    for (int pauses = 0; pauses < 4; pauses++) {
      world.time.awaitPendingTasks(pending + 2);
      world.time.advance(Duration.ofMillis(200));
    }
    gate.open();

    assertEquals(first.get().body(), second.get().body());
    assertEquals(1, world.exchanges());
  }

  @Test
  void aClientThatHangsUpCancelsTheExchangeAndNothingIsKept() throws Exception {
    world.lab.eksAuth().faults().next(Fault.hang());
    Socket impatient = world.requestCredentials();
    world.awaitExchanges(1);

    impatient.close();

    RequestRecord abandoned =
        world.lab.agent().requests().await("GetCredentials", 1, PodIdentityWorld.SOON).get(0);

    assertEquals(0, abandoned.status());
    assertEquals(200, world.credentials().status());
    assertEquals(2, world.exchanges());
  }

  @Test
  void aClientThatHangsUpLeavesTheExchangesOfOthersAlone() throws Exception {
    world.lab.eksAuth().faults().next(Fault.hang());
    Socket impatient = world.requestCredentials();
    world.awaitExchanges(1);
    Future<RawHttp.Reply> patient = world.credentialsLater();
    world.lab.agent().requests().awaitArrivals("GetCredentials", 2, PodIdentityWorld.SOON);

    impatient.close();

    assertEquals(200, patient.get().status());
    assertEquals(2, world.exchanges());
  }

  @Test
  void aConnectionIsUsedAgainAfterAnExchange() throws Exception {
    URI uri = world.lab.agent().uri();
    try (Socket socket = RawHttp.open(uri)) {
      socket.getOutputStream().write(keepAlive());
      assertEquals('H', socket.getInputStream().read());

      socket.getOutputStream().write(RawHttp.request("GET", uri, List.of("Host: localhost"), ""));

      String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(rest.startsWith("TTP/1.1 200"), rest);
      assertTrue(rest.contains("}HTTP/1.1 403"), rest);
    }
  }

  @Test
  void aRequestThatIsSentBeforeTheResponseIsNotTakenForAHangUp() throws Exception {
    URI uri = world.lab.agent().uri();
    Gate gate = Gate.closed();
    world.lab.eksAuth().faults().next(Fault.gate(gate));
    try (Socket socket = RawHttp.open(uri)) {
      socket.getOutputStream().write(keepAlive());
      gate.awaitArrivals(1, PodIdentityWorld.SOON);
      socket.getOutputStream().write(RawHttp.request("GET", uri, List.of("Host: localhost"), ""));

      gate.open();

      String replies = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(replies.startsWith("HTTP/1.1 200"), replies);
      assertTrue(replies.contains("}HTTP/1.1 403"), replies);
    }
  }

  private byte[] keepAlive() {
    return "GET /v1/credentials HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\n\r\n"
        .formatted(world.token())
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void stoppingTheAgentCancelsItsExchanges() throws Exception {
    world.lab.eksAuth().faults().next(Fault.hang());
    try (Socket client = world.requestCredentials()) {
      world.awaitExchanges(1);

      world.lab.agent().stop();

      assertEquals(-1, client.getInputStream().read());
      world.lab.requests().await(PodIdentityWorld.ACTION, 1, PodIdentityWorld.SOON);
      world.lab.agent().requests().await("GetCredentials", 1, PodIdentityWorld.SOON);
    }
  }
}
