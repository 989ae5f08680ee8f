package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the table that maps the agent's errors to exceptions. */
final class AgentErrorTableTest {

  private static final String UNAUTHORIZED =
      "Unauthorized Exception! EKS does not have permissions to assume the associated role.";

  static Stream<Arguments> codes() {
    return Stream.of(
        row(400, "AccessDeniedException", UNAUTHORIZED, FailureKind.DENIED),
        row(403, "AccessDeniedException", "Forbidden", FailureKind.DENIED),
        row(
            400,
            "InvalidRequestException",
            "the cluster is in an invalid state",
            FailureKind.DENIED),
        row(400, "InvalidParameterException", "bad parameter", FailureKind.DENIED),
        row(400, "ExpiredTokenException", "The token has expired", FailureKind.TOKEN),
        row(400, "InvalidTokenException", "The token is not valid", FailureKind.TOKEN),
        row(404, "ResourceNotFoundException", "No association", FailureKind.DENIED),
        row(429, "ThrottlingException", "Rate exceeded", FailureKind.THROTTLED),
        row(400, "ThrottlingException", "Rate exceeded", FailureKind.THROTTLED),
        row(400, "TooManyRequestsException", "Rate exceeded", FailureKind.THROTTLED),
        row(500, "InternalServerException", "oops", FailureKind.OUTAGE),
        row(503, "ServiceUnavailableException", "down", FailureKind.OUTAGE),
        row(400, "ServiceUnavailableException", "down", FailureKind.OUTAGE),
        row(408, "AnyOther", "late", FailureKind.OUTAGE),
        row(502, "AnyOther", "gateway", FailureKind.OUTAGE),
        row(401, "AnyOther", "new", FailureKind.DENIED),
        row(418, "AnyOther", "new", FailureKind.DENIED));
  }

  private static Arguments row(int status, String code, String message, FailureKind expected) {
    return arguments(status, code, message, expected);
  }

  @ParameterizedTest(name = "{0} {1} \"{2}\" is {3}")
  @MethodSource("codes")
  void asTheAgentWritesIt(int status, String code, String message, FailureKind expected) {
    try (ScriptedServer server =
        ScriptedServer.answering(
            status, ContainerResponses.error(code, message), ContainerResponses.PLAIN_TEXT)) {
      CredentialsException failure = ContainerExchanges.fail(server);

      assertEquals(expected, failure.failureKind());
      assertEquals(code, failure.code());
      assertEquals("7c1f6bd2-request", failure.requestId());
      assertEquals(expected == FailureKind.TOKEN, failure.isRetriedWithNewToken());
      assertNull(failure.roleArn());
      assertEquals(ContainerExchanges.agent(server), failure.endpoint());
      assertEquals(1, failure.attempts());
      assertTrue(failure.summary().startsWith("The EKS Pod Identity agent at http://127.0.0.1:"));
      assertTrue(
          failure.summary().endsWith("\"" + message + "\", request id 7c1f6bd2-request"),
          failure::summary);
    }
  }

  @ParameterizedTest(name = "{0} {1} \"{2}\" as JSON is {3}")
  @MethodSource("codes")
  void asServersLikeThatOfEcsWriteIt(
      int status, String code, String message, FailureKind expected) {
    String small = ContainerResponses.jsonError(code, message);
    String large = small.replace("code", "Code").replace("message", "Message");
    for (String body : new String[] {small, large}) {
      try (ScriptedServer server =
          ScriptedServer.answering(status, body, ContainerResponses.JSON)) {
        CredentialsException failure = ContainerExchanges.fail(server);

        assertEquals(expected, failure.failureKind());
        assertEquals(code, failure.code());
        assertTrue(failure.summary().contains("\"" + message + "\""), failure::summary);
      }
    }
  }

  static Stream<Arguments> textsWithoutCode() {
    String token = "Service account token ";
    return Stream.of(
        arguments(400, token + "cannot be empty", FailureKind.TOKEN),
        arguments(
            400,
            token + "cannot be parsed: token contains an invalid number of segments",
            FailureKind.TOKEN),
        arguments(
            400, token + "failed basic claim validations: token is expired", FailureKind.TOKEN),
        arguments(
            403,
            "Access Denied. Called agent through invalid address, please use either"
                + " [169.254.170.23 fd00:ec2::23] address not agent.test",
            FailureKind.DENIED),
        arguments(400, "bad request", FailureKind.DENIED),
        arguments(404, "404 page not found", FailureKind.DENIED),
        arguments(429, "Too Many Requests", FailureKind.THROTTLED),
        arguments(500, "context deadline exceeded", FailureKind.OUTAGE),
        arguments(500, "Unable to serialize credentials", FailureKind.OUTAGE),
        arguments(503, "Service Unavailable", FailureKind.OUTAGE));
  }

  @ParameterizedTest(name = "{0} \"{1}\" is {2}")
  @MethodSource("textsWithoutCode")
  void aTextAloneIsTheMessage(int status, String text, FailureKind expected) {
    try (ScriptedServer server =
        ScriptedServer.answering(status, text + "\n", ContainerResponses.PLAIN_TEXT)) {
      CredentialsException failure = ContainerExchanges.fail(server);

      assertEquals(expected, failure.failureKind());
      assertNull(failure.code());
      assertNull(failure.requestId());
      assertTrue(
          failure.summary().endsWith("status " + status + " \"" + text + "\""), failure::summary);
    }
  }

  /** Go's and Python's simplest handlers send neither a body nor its type. */
  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void aRefusalMayHaveNeitherABodyNorItsType(int status) {
    try (ScriptedServer server = ScriptedServer.answering(status, "")) {
      CredentialsException failure = ContainerExchanges.fail(server);

      assertEquals(FailureKind.DENIED, failure.failureKind());
      assertTrue(
          failure.summary().endsWith(" refused credentials: status " + status), failure::summary);
    }
  }
}
