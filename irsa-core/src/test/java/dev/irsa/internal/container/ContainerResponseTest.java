package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.exchange.ExchangeResult;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests how responses are read: successes, errors of agents, and pages of proxies and service
 * meshes.
 */
final class ContainerResponseTest {

  private static final String SUCCESS = ContainerResponses.success();

  private static ExchangeResult read(String body, String... headers) {
    try (ScriptedServer server = ScriptedServer.answering(200, body, headers)) {
      return ContainerCalls.send(server);
    }
  }

  private static CredentialsException refuse(String body, String... headers) {
    try (ScriptedServer server = ScriptedServer.answering(200, body, headers)) {
      return ContainerCalls.fail(server);
    }
  }

  private static String with(String member, String json) {
    return SUCCESS.replaceAll(
        "\"" + member + "\":\"[^\"]*\"", Matcher.quoteReplacement("\"" + member + "\":" + json));
  }

  private static String without(String member) {
    return SUCCESS.replaceAll("\"" + member + "\":\"[^\"]*\",?", "").replace(",}", "}");
  }

  @Test
  void theAgentsResponseIsReadAsCredentials() {
    ExchangeResult result = read(SUCCESS, ContainerResponses.JSON);

    assertEquals(ContainerResponses.ACCESS_KEY_ID, result.credentials().accessKeyId());
    assertEquals(StsResponses.SECRET_KEY, result.credentials().secretAccessKey());
    assertEquals(StsResponses.SESSION_TOKEN, result.credentials().sessionToken());
    assertEquals("111122223333", result.credentials().accountId());
    assertEquals(
        Instant.parse("2026-11-24T22:00:00.123456789Z"), result.credentials().expiration());
    assertNull(result.credentials().assumedRoleArn());
    assertFalse(result.roundTrip().isNegative());
  }

  static Stream<Arguments> others() {
    return Stream.of(
        arguments(
            "ECS",
            "{\"RoleArn\":\"arn:aws:iam::111122223333:role/cart\",\"AccessKeyId\":\"ASIAIOSFODNN7EXAMPLE\","
                + "\"SecretAccessKey\":\"s\",\"Token\":\"t\",\"Expiration\":\"2026-11-24T22:00:00Z\"}",
            "111122223333"),
        arguments(
            "Greengrass",
            "{\"Code\":\"Success\",\"Type\":\"AWS-HMAC\",\"LastUpdated\":\"x\","
                + SUCCESS.substring(1),
            "111122223333"),
        arguments("a pretty printed one", SUCCESS.replace(",", ",\n  ") + "\n", "111122223333"),
        arguments("no AccountId", without("AccountId"), null),
        arguments("an empty AccountId", with("AccountId", "\"\""), null),
        arguments("an AccountId of eleven digits", with("AccountId", "\"11112222333\""), null),
        arguments("an AccountId of letters", with("AccountId", "\"11112222333x\""), null),
        arguments("an AccountId that is null", with("AccountId", "null"), null),
        arguments(
            "a RoleArn that is none",
            with("AccountId", "null").replace("{", "{\"RoleArn\":\"cart\","),
            null),
        arguments(
            "a RoleArn without an account",
            with("AccountId", "null").replace("{", "{\"RoleArn\":\"arn:aws:iam:::role/a\","),
            null),
        arguments(
            "an empty AccountId beside a RoleArn",
            with("AccountId", "\"\"")
                .replace("{", "{\"RoleArn\":\"arn:aws:iam::444455556666:role/a\","),
            "444455556666"),
        arguments(
            "an AccountId that differs from that of the RoleArn",
            SUCCESS.replace("{", "{\"RoleArn\":\"arn:aws:iam::444455556666:role/a\","),
            "111122223333"),
        arguments(
            "unknown members", SUCCESS.replace("{", "{\"New\":{\"a\":[1]},"), "111122223333"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void theResponseOfAnotherServerIsReadAsCredentials(String row, String body, String accountId) {
    ExchangeResult result = read(body);

    assertEquals(ContainerResponses.ACCESS_KEY_ID, result.credentials().accessKeyId());
    assertEquals(accountId, result.credentials().accountId());
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        arguments("no AccessKeyId", without("AccessKeyId"), "lacks the string AccessKeyId"),
        arguments("no SecretAccessKey", without("SecretAccessKey"), "lacks the string SecretAcc"),
        arguments("no Token", without("Token"), "lacks the string Token"),
        arguments("no Expiration", without("Expiration"), "lacks the string Expiration"),
        arguments("a Token that is a number", with("Token", "1"), "lacks the string Token"),
        arguments("a Token that is null", with("Token", "null"), "lacks the string Token"),
        arguments("an Expiration in numbers", with("Expiration", "1795557600"), "lacks the string"),
        arguments("a blank AccessKeyId", with("AccessKeyId", "\" \""), "has a blank AccessKeyId"),
        arguments("a blank SecretAccessKey", with("SecretAccessKey", "\"\""), "has a blank Secret"),
        arguments("a blank Token", with("Token", "\"\\n\""), "has a blank Token"),
        arguments(
            "an AccessKeyId with a space", with("AccessKeyId", "\"A B\""), "not an access key"),
        arguments(
            "an AccessKeyId of 129 characters",
            with("AccessKeyId", "\"" + "A".repeat(129) + "\""),
            "not an access key"),
        arguments(
            "a Token with a line break",
            with("Token", "\"a\\r\\nX-Forged: b\""),
            "Token has a line break, a control"),
        arguments(
            "a Token with a tab", with("Token", "\"a\\tb\""), "Token has a line break, a control"),
        arguments(
            "a SecretAccessKey with a control character",
            with("SecretAccessKey", "\"a\\u0085b\""),
            "SecretAccessKey has a line break"),
        arguments(
            "an AccessKeyId with a line break",
            with("AccessKeyId", "\"A\\nB\""),
            "AccessKeyId has a line break"),
        arguments("other names", SUCCESS.replace("AccessKeyId", "accessKeyId"), "lacks the string"),
        arguments("an empty object", "{}", "lacks the string AccessKeyId"),
        arguments("an empty array", "[]", "it is not a JSON object"),
        arguments("nothing", "", "it is not a JSON object"),
        arguments("HTML", "<html>Welcome</html>", "it is not a JSON object"),
        arguments("text", "Service is fine", "it is not a JSON object"),
        arguments("a part", SUCCESS.substring(0, 100), "it is not a JSON object"),
        arguments("two objects", SUCCESS + SUCCESS, "it is not a JSON object"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void anUnusableSuccessIsAnOutageWithADescription(String row, String body, String found) {
    var failure =
        assertInstanceOf(
            ExchangeUnavailableException.class, refuse(body, "Content-Type: text/html"));

    assertEquals(FailureKind.OUTAGE, failure.failureKind());
    assertEquals(Stage.RESPONSE, failure.stage());
    assertTrue(failure.isRetryable());
    assertTrue(failure.summary().contains(found), failure::summary);
    assertTrue(failure.summary().contains("status 200, content type text/html"), failure::summary);
    assertTrue(failure.remedy().contains("responds in its place"), failure::remedy);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "AssumeRoleUnauthorizedAccess, DENIED",
    "AccessDenied, DENIED",
    "AccessDeniedException, DENIED",
    "NotAuthorized, DENIED",
    "UnauthorizedOperation, DENIED",
    "Forbidden, DENIED",
    "Failed, OUTAGE",
    "InternalServerException, OUTAGE",
    "ExpiredTokenException, OUTAGE",
    "Throttling, THROTTLED",
    "success, OUTAGE"
  })
  void anotherCodeThanSuccessIsAFailureWithTheServersMessage(String code, FailureKind expected) {
    CredentialsException failure =
        refuse(
            "{\"Code\":\""
                + code
                + "\",\"Message\":\"the server's reason\","
                + SUCCESS.substring(1));

    assertEquals(expected, failure.failureKind());
    assertEquals(code, failure.code());
    assertTrue(failure.summary().contains(code + " (200) \"the server's reason\""));
  }

  @ParameterizedTest(name = "{1} {0} \"{2}\" is {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AccessDeniedException      | 400 | Unauthorized Exception! EKS does not have permissions | DENIED
          AccessDeniedException      | 403 | Forbidden     | DENIED
          InvalidRequestException    | 400 | the cluster is in an invalid state | DENIED
          InvalidParameterException  | 400 | bad parameter | DENIED
          ExpiredTokenException      | 400 | The token has expired  | TOKEN
          InvalidTokenException      | 400 | The token is not valid | TOKEN
          ResourceNotFoundException  | 404 | No association | DENIED
          ThrottlingException        | 429 | Rate exceeded | THROTTLED
          ThrottlingException        | 400 | Rate exceeded | THROTTLED
          TooManyRequestsException   | 400 | Rate exceeded | THROTTLED
          InternalServerException    | 500 | oops          | OUTAGE
          ServiceUnavailableException | 503 | down         | OUTAGE
          ServiceUnavailableException | 400 | down         | OUTAGE
          AnyOther                   | 408 | late          | OUTAGE
          AnyOther                   | 502 | gateway       | OUTAGE
          AnyOther                   | 401 | new           | DENIED
          AnyOther                   | 418 | new           | DENIED
          """)
  void anErrorIsMappedByItsCodeAsTheAgentWritesItAndAsServersLikeThatOfEcsDo(
      String code, int status, String message, FailureKind expected) {
    String line = ContainerResponses.error(code, message);
    String json = ContainerResponses.jsonError(code, message);
    String large = json.replace("code", "Code").replace("message", "Message");
    for (String body : List.of(line, json, large)) {
      String type = body.equals(line) ? ContainerResponses.PLAIN_TEXT : ContainerResponses.JSON;
      String requestId = body.equals(line) ? "7c1f6bd2-request" : null;
      try (ScriptedServer server = ScriptedServer.answering(status, body, type)) {
        CredentialsException failure = ContainerCalls.fail(server);

        assertEquals(expected, failure.failureKind());
        assertEquals(code, failure.code());
        assertEquals(requestId, failure.requestId());
        assertEquals(expected == FailureKind.TOKEN, failure.isRetriedWithNewToken());
        assertNull(failure.roleArn());
        assertEquals(ContainerCalls.agent(server), failure.endpoint());
        assertEquals(1, failure.attempts());
        assertTrue(failure.summary().startsWith("The EKS Pod Identity agent at http://127.0.0.1:"));
        String end = "\"" + message + "\"" + (requestId == null ? "" : ", request id " + requestId);
        assertTrue(failure.summary().endsWith(end), failure::summary);
      }
    }
  }

  private static final String PAGE = "<html><h1>SECRET PAGE</h1></html>";

  private static ExchangeUnavailableException failOf(int status, String body, String... headers) {
    try (ScriptedServer server = ScriptedServer.answering(status, body, headers)) {
      var failure =
          assertInstanceOf(ExchangeUnavailableException.class, ContainerCalls.fail(server));
      assertEquals(1, server.connections());
      return failure;
    }
  }

  static Stream<Arguments> pages() {
    String html = "Content-Type: text/html";
    String plain = ContainerResponses.PLAIN_TEXT;
    return Stream.of(
        arguments(403, PAGE, html, "content type text/html"),
        arguments(403, PAGE, plain, "content type text/plain"),
        arguments(403, " \n" + PAGE, plain, "content type text/plain"),
        arguments(404, "SECRET PAGE", html, "content type text/html"),
        arguments(404, "SECRET PAGE", "Content-Type: application/XHTML+xml", "XHTML"),
        arguments(502, PAGE, html, "content type text/html"),
        arguments(503, "SECRET PAGE", "X-None: 1", "no content type"),
        arguments(400, "SECRET PAGE", "Content-Type: application/json", "application/json"),
        arguments(407, "", "Proxy-Authenticate: Basic", "no content type"),
        arguments(600, ContainerResponses.jsonError("a", "b"), plain, "text/plain"),
        arguments(204, "", "X-None: 1", "no content type"),
        arguments(206, ContainerResponses.success(), "X-None: 1", "no content type"));
  }

  @ParameterizedTest(name = "{0} {1} with {2}")
  @MethodSource("pages")
  void aPageOfAnIntermediaryIsAnOutageThatShowsStatusAndContentType(
      int status, String body, String header, String type) {
    ExchangeUnavailableException failure = failOf(status, body, header);

    assertEquals(FailureKind.OUTAGE, failure.failureKind());
    assertTrue(
        failure
            .summary()
            .startsWith("An intermediary responded in place of the EKS Pod Identity agent at "));
    assertTrue(failure.summary().contains("status " + status + ", "), failure::summary);
    assertTrue(failure.summary().contains(type), failure::summary);
    assertFalse(failure.getMessage().contains("SECRET PAGE"), failure::getMessage);
    assertTrue(failure.remedy().contains("neither a proxy nor a service mesh"), failure::remedy);
    assertNull(failure.code());
  }
}
