package dev.irsa.testkit.podidentity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EksAuthClientTest {
  private static final RandomGenerator WITHOUT_PAUSES = () -> 0;
  private static final RandomGenerator HALF = () -> Long.MIN_VALUE;

  private final PodIdentityWorld world = new PodIdentityWorld();
  private final AgentCall call = AgentCall.withoutClient(world.lab.time());

  @AfterEach
  void close() {
    world.close();
  }

  private EksAuthClient client(RandomGenerator random) {
    return new EksAuthClient(
        "myeks",
        () -> world.lab.eksAuth().plainAddress(),
        world.lab.time(),
        Duration.ofSeconds(2),
        random);
  }

  private AgentCredentials exchange() throws AgentException {
    return client(WITHOUT_PAUSES).assumeRole(world.token(), call);
  }

  private Future<AgentCredentials> exchangeLater(RandomGenerator random) {
    return world.later(() -> client(random).assumeRole(world.token(), call));
  }

  private String requestId(int number) {
    return world.lab.requests().of(PodIdentityWorld.ACTION).get(number).requestId();
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, 429, client",
    "InternalServerException, 500, server",
    "ServiceUnavailableException, 503, server"
  })
  void anErrorThatMayPassIsTriedThreeTimes(String code, int status, String fault) {
    world.lab.eksAuth().faults().next(3, Fault.error(code, status, "the message"));

    AgentException failure = assertThrows(AgentException.class, this::exchange);

    assertEquals(
        "[%s]: (%s): the message, fault: %s".formatted(requestId(2), code, fault), failure.text());
    assertEquals(status, failure.status());
    assertEquals(3, world.exchanges());
  }

  @Test
  void connectionsThatEndEarlyAreTriedAgain() throws AgentException {
    world.lab.eksAuth().faults().next(Fault.cutOff());
    world.lab.eksAuth().faults().next(Fault.reset());

    exchange();

    assertEquals(3, world.exchanges());
  }

  @Test
  void aPageOfAProxyIsAnErrorWithoutCodeAndRequestId() {
    world.lab.eksAuth().faults().next(3, Fault.answer(502, "text/html", "<html>"));

    AgentException failure = assertThrows(AgentException.class, this::exchange);

    assertEquals("[]", failure.text());
    assertEquals(502, failure.status());
    assertEquals(3, world.exchanges());
  }

  @Test
  void anAttemptEndsAfterASecondAndPausesGrow() throws Exception {
    world.lab.eksAuth().faults().next(3, Fault.hang());
    int pending = world.time.pendingTasks();
    Future<AgentCredentials> exchange = exchangeLater(HALF);

    world.awaitExchanges(1);
    world.time.advance(Duration.ofSeconds(1));
    world.time.awaitPendingTasks(pending + 1);
    assertEquals(Duration.ofSeconds(1), world.time.nextDueIn().orElseThrow());
    world.time.advance(Duration.ofSeconds(1));
    world.awaitExchanges(2);
    world.time.advance(Duration.ofSeconds(1));
    world.time.awaitPendingTasks(pending + 1);
    assertEquals(Duration.ofSeconds(2), world.time.nextDueIn().orElseThrow());
    world.time.advance(Duration.ofSeconds(2));
    world.awaitExchanges(3);
    world.time.advance(Duration.ofSeconds(1));

    Throwable failure = assertThrows(ExecutionException.class, exchange::get).getCause();
    assertEquals("[]", failure.getMessage());
    assertEquals(500, ((AgentException) failure).status());
  }
}
