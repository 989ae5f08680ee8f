package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.DeafPort;
import dev.irsa.fake.ScriptedServer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the remedies of failures of the agent and of other endpoints; the page of errors has those
 * of the agent word by word.
 */
final class AgentAdviceTest {

  private static CredentialsException fail(String path, int status, String body) {
    try (ScriptedServer server =
        ScriptedServer.answering(status, body, ContainerResponses.PLAIN_TEXT)) {
      return ContainerExchanges.fail(server.uri().resolve(path), ContainerExchanges.BOUND);
    }
  }

  private static String ofAgent(int status, String body) {
    return fail("/v1/credentials", status, body).remedy();
  }

  private static String ofOther(int status, String body) {
    return fail("/v2/credentials/4-2", status, body).remedy();
  }

  private static String error(String code) {
    return ContainerResponses.error(code, "text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidRequestException", "InvalidParameterException"})
  void someDenialsHaveNoRemedy(String code) {
    assertEquals("", ofAgent(400, error(code)));
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        arguments(400, error("AccessDeniedException")),
        arguments(400, error("ExpiredTokenException")),
        arguments(400, "token cannot be parsed"),
        arguments(404, error("ResourceNotFoundException")),
        arguments(403, "Called agent through invalid address"),
        arguments(500, "[]"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("errors")
  void otherEndpointsAreNotExplainedByPodIdentity(int status, String body) {
    CredentialsException failure = fail("/v2/credentials/4-2", status, body);

    assertTrue(failure.summary().startsWith("The container credentials endpoint at "));
    String remedy = failure.remedy();
    assertFalse(remedy.contains("pods.eks") || remedy.contains("EKS Auth"), remedy);
    assertFalse(remedy.contains("pod-identity") || remedy.contains("169.254.170.23"), remedy);
  }

  @Test
  void anotherEndpointsTokenErrorPointsToTheTokensVariables() {
    assertTrue(
        ofOther(400, error("ExpiredTokenException"))
            .contains("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
  }

  private static String refused(String path) throws Exception {
    try (DeafPort nobody = new DeafPort()) {
      return ContainerExchanges.fail(nobody.uri().resolve(path), Duration.ofMillis(50)).remedy();
    }
  }

  @Test
  void aRefusedConnectionPointsToTheDaemonSetOrToTheServerBesideTheContainer() throws Exception {
    assertTrue(refused("/v1/credentials").contains("DaemonSet eks-pod-identity-agent"));
    assertTrue(refused("/v1/credentials").contains("Fargate, Windows and pods with hostNetwork"));
    assertTrue(refused("/get").contains("runs beside this container"));
  }
}
