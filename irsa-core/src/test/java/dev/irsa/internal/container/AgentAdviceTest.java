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

/** Tests the remedies of failures of the agent and of other endpoints. */
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

  static Stream<Arguments> remedies() {
    return Stream.of(
        arguments(
            400, error("AccessDeniedException"), "pods.eks.amazonaws.com both sts:AssumeRole"),
        arguments(400, error("AccessDeniedException"), "and sts:TagSession"),
        arguments(400, error("AccessDeniedException"), "a pod with hostNetwork"),
        arguments(400, error("AccessDeniedException"), "\"Action\":[\"sts:AssumeRole\",\"sts:Tag"),
        arguments(400, error("ExpiredTokenException"), "its audience (pods.eks.amazonaws.com)"),
        arguments(400, "Service account token cannot be parsed", "rotation by kubelet"),
        arguments(404, error("ResourceNotFoundException"), "create-pod-identity-association"),
        arguments(404, error("ResourceNotFoundException"), "must be created anew"),
        arguments(403, "Called agent through invalid address", "http://169.254.170.23 or"),
        arguments(403, "Called agent through invalid address", "without a proxy or a service mesh"),
        arguments(404, "404 page not found", "does not provide credentials at its path"),
        arguments(500, "[]", "no response of EKS Auth in time"),
        arguments(500, "[a-1]", "eks-auth.<region>.api.aws"));
  }

  @ParameterizedTest(name = "{0} {1} adds \"{2}\"")
  @MethodSource("remedies")
  void theAgentsErrorsSayWhatToDo(int status, String body, String remedy) {
    assertTrue(ofAgent(status, body).contains(remedy), () -> ofAgent(status, body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidRequestException", "InvalidParameterException"})
  void someDenialsHaveNoRemedy(String code) {
    assertEquals("", ofAgent(400, error(code)));
  }

  @Test
  void theFirstLineOfTheTrustPolicysRemedyIsInTheMessageAndThePolicyIsNot() {
    CredentialsException failure = fail("/v1/credentials", 400, error("AccessDeniedException"));

    assertTrue(failure.getMessage().endsWith("hostNetwork is refused in the same way"));
    assertFalse(failure.getMessage().contains("2012-10-17"), failure::getMessage);
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
