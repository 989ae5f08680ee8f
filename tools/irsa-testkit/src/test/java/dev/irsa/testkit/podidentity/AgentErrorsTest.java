package dev.irsa.testkit.podidentity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How errors of EKS Auth look to the clients of the agent. */
class AgentErrorsTest {
  private final PodIdentityWorld world = new PodIdentityWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, 400, client",
    "InvalidRequestException, 400, client",
    "InvalidParameterException, 400, client",
    "ExpiredTokenException, 400, client",
    "InvalidTokenException, 400, client",
    "ResourceNotFoundException, 404, client",
    "SomethingNewException, 418, unknown"
  })
  void anErrorIsPassedOnAtOnceWithItsStatus(String code, int status, String fault) {
    world.lab.eksAuth().faults().next(Fault.error(code, status, "the message"));

    RawHttp.Reply reply = world.credentials();

    String id = world.lab.requests().of(PodIdentityWorld.ACTION).get(0).requestId();
    assertEquals("[%s]: (%s): the message, fault: %s\n".formatted(id, code, fault), reply.body());
    assertEquals(status, reply.status());
    assertEquals("text/plain; charset=utf-8", reply.header("Content-Type"));
    assertEquals(1, world.exchanges());
    assertEquals(code, world.lab.agent().requests().of("GetCredentials").get(0).errorCode());
  }

  @Test
  void anEksAuthThatDoesNotRespondShowsAs500WithoutARequestId() throws Exception {
    world.lab.eksAuth().faults().next(3, Fault.hang());
    int pending = world.time.pendingTasks();
    Future<RawHttp.Reply> reply = world.credentialsLater();

    for (int attempt = 1; attempt < 3; attempt++) {
      world.awaitExchanges(attempt);
      world.time.advance(Duration.ofSeconds(1));
      world.time.awaitPendingTasks(pending + 1);
      world.time.advance(Duration.ofSeconds(4));
    }
    world.awaitExchanges(3);
    world.time.advance(Duration.ofSeconds(1));

    assertEquals("[]\n", reply.get().body());
    assertEquals(500, reply.get().status());
  }

  @Test
  void deniedPodsAreToldWhatEksCannotDo() {
    world.lab.iam().deleteRole(world.lab.roleOf(world.account).arn());

    RawHttp.Reply reply = world.credentials();

    assertEquals(400, reply.status());
    assertEquals(
        "(AccessDeniedException): Unauthorized Exception! EKS does not have permissions to assume the associated role., fault: client\n",
        reply.body().substring(reply.body().indexOf('(')));
  }
}
