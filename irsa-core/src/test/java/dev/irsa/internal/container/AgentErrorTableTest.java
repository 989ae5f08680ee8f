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
}
