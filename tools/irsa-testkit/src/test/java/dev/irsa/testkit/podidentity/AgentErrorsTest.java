package dev.irsa.testkit.podidentity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.testkit.server.Fault;
import org.junit.jupiter.api.AfterEach;
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
}
