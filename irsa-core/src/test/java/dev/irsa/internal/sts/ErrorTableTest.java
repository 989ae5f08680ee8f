package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the table that maps codes and messages to exceptions. */
final class ErrorTableTest {

  static Stream<Arguments> table() {
    return Stream.of(
        row("AccessDenied", 403, "Not authorized to perform", FailureKind.DENIED, false),
        row(
            "InvalidIdentityToken",
            400,
            "Couldn't retrieve verification key from your identity provider",
            FailureKind.OUTAGE,
            true),
        row(
            "InvalidIdentityToken",
            400,
            "No OpenIDConnect provider found in your account for https://x",
            FailureKind.DENIED,
            true),
        row("InvalidIdentityToken", 400, "Incorrect token audience", FailureKind.DENIED, true),
        row("InvalidIdentityToken", 400, "something else", FailureKind.DENIED, true),
        row("ExpiredTokenException", 400, "Token expired: 1 is before 2", FailureKind.TOKEN, true),
        row("ExpiredToken", 400, "Token expired", FailureKind.TOKEN, true),
        row("IDPCommunicationError", 400, "Unable to communicate", FailureKind.OUTAGE, false),
        row("IDPRejectedClaim", 403, "The claim was rejected", FailureKind.DENIED, false),
        row("RegionDisabledException", 403, "STS is not activated", FailureKind.DENIED, false),
        row("MalformedPolicyDocument", 400, "Syntax errors in policy", FailureKind.DENIED, false),
        row("PackedPolicyTooLarge", 400, "Packed size", FailureKind.DENIED, false),
        row("ValidationError", 400, "1 validation error detected", FailureKind.DENIED, false),
        row("Throttling", 400, "Rate exceeded", FailureKind.THROTTLED, false),
        row("ThrottlingException", 400, "Rate exceeded", FailureKind.THROTTLED, false),
        row("TooManyRequests", 429, "slow", FailureKind.THROTTLED, false),
        row("TooManyRequestsException", 400, "slow", FailureKind.THROTTLED, false),
        row("RequestLimitExceeded", 503, "slow", FailureKind.THROTTLED, false),
        row("PriorRequestNotComplete", 400, "slow", FailureKind.THROTTLED, false),
        row("SlowDown", 503, "slow", FailureKind.THROTTLED, false),
        row("WhateverElse", 429, "slow", FailureKind.THROTTLED, false),
        row("InternalFailure", 500, "oops", FailureKind.OUTAGE, false),
        row("ServiceUnavailable", 503, "down", FailureKind.OUTAGE, false),
        row("RequestTimeout", 400, "late", FailureKind.OUTAGE, false),
        row("WhateverElse", 408, "late", FailureKind.OUTAGE, false),
        row("WhateverElse", 502, "gateway", FailureKind.OUTAGE, false),
        row("UnknownCode", 400, "new", FailureKind.DENIED, false),
        row("UnknownCode", 418, "new", FailureKind.DENIED, false),
        row("UnknownCode", 500, "new", FailureKind.OUTAGE, false));
  }

  private static Arguments row(
      String code, int status, String message, FailureKind expected, boolean tokenAtFault) {
    return arguments(code, status, message, expected, tokenAtFault);
  }

  @ParameterizedTest(name = "{0} {1} \"{2}\" is {3}")
  @MethodSource("table")
  void asAwsWritesIt(
      String code, int status, String message, FailureKind expected, boolean tokenAtFault) {
    try (ScriptedServer server =
        ScriptedServer.answering(
            status, StsResponses.error(code, message), "Content-Type: text/xml")) {
      CredentialsException failure = StsCalls.fail(server);

      assertEquals(expected, failure.failureKind());
      assertEquals(code, failure.code());
      assertEquals("0a1b2c3d-request", failure.requestId());
      assertEquals(tokenAtFault, failure.isRetriedWithNewToken());
      assertEquals(StsCalls.IDENTITY.roleArn(), failure.roleArn());
      assertEquals(server.uri(), failure.endpoint());
      assertEquals(1, failure.attempts());
      assertTrue(failure.getMessage().contains(message), failure::getMessage);
    }
  }

  @ParameterizedTest(name = "{0} {1} \"{2}\" without the wrapper is {3}")
  @MethodSource("table")
  void asS3CompatibleImplementationsWriteIt(
      String code, int status, String message, FailureKind expected, boolean tokenAtFault) {
    try (ScriptedServer server =
        ScriptedServer.answering(status, StsResponses.bareError(code, message))) {
      CredentialsException failure = StsCalls.fail(server);

      assertEquals(expected, failure.failureKind());
      assertEquals(code, failure.code());
      assertEquals("tx0001", failure.requestId());
    }
  }

  @Test
  void theRequestIdOfTheHeaderIsUsedIfTheBodyHasNone() {
    String body =
        StsResponses.error("AccessDenied", "no").replaceAll("<RequestId>.*</RequestId>", "");
    try (ScriptedServer server =
        ScriptedServer.answering(403, body, "x-amzn-RequestId: 11112222-head")) {
      assertEquals("11112222-head", StsCalls.fail(server).requestId());
    }
  }

  static Stream<Arguments> remedies() {
    return Stream.of(
        arguments("RegionDisabledException", "", "Activate STS for this region"),
        arguments("MalformedPolicyDocument", "", "session policy"),
        arguments("PackedPolicyTooLarge", "", "policy ARNs"),
        arguments("ValidationError", "", "parameter"),
        arguments(
            "InvalidIdentityToken", "Couldn't retrieve verification key", "not in CloudTrail"));
  }

  @ParameterizedTest(name = "{0} adds \"{2}\"")
  @MethodSource("remedies")
  void theRemedyDependsOnTheCode(String code, String message, String remedy) {
    try (ScriptedServer server = ScriptedServer.answering(400, StsResponses.error(code, message))) {
      CredentialsException failure = StsCalls.fail(server);

      assertTrue(failure.remedy().contains(remedy), failure::remedy);
    }
  }
}
