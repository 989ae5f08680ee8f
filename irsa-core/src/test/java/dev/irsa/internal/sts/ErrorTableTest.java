package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the table that maps codes and messages to exceptions. */
final class ErrorTableTest {

  /** The last column is a part of the remedy, which the errors page has word by word for others. */
  @ParameterizedTest(name = "{0} {1} \"{2}\" is {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AccessDenied             | 403 | Not authorized to perform | DENIED    | false | ''
          InvalidIdentityToken     | 400 | Couldn't retrieve verification key from your identity provider | OUTAGE | true | not in CloudTrail
          InvalidIdentityToken     | 400 | No OpenIDConnect provider found in your account for https://x  | DENIED | true | ''
          InvalidIdentityToken     | 400 | Incorrect token audience  | DENIED    | true  | ''
          InvalidIdentityToken     | 400 | something else            | DENIED    | true  | ''
          ExpiredTokenException    | 400 | Token expired: 1 is before 2 | TOKEN  | true  | ''
          ExpiredToken             | 400 | Token expired             | TOKEN     | true  | ''
          IDPCommunicationError    | 400 | Unable to communicate     | OUTAGE    | false | could not reach the token's issuer
          IDPRejectedClaim         | 403 | The claim was rejected    | DENIED    | false | the service account and the pod still exist
          RegionDisabledException  | 403 | STS is not activated      | DENIED    | false | Activate STS for this region
          MalformedPolicyDocument  | 400 | Syntax errors in policy   | DENIED    | false | a valid JSON policy
          PackedPolicyTooLarge     | 400 | Packed size               | DENIED    | false | policy ARNs
          ValidationError          | 400 | 1 validation error detected | DENIED  | false | the parameter that STS names
          Throttling               | 400 | Rate exceeded             | THROTTLED | false | ''
          ThrottlingException      | 400 | Rate exceeded             | THROTTLED | false | ''
          TooManyRequests          | 429 | slow                      | THROTTLED | false | ''
          TooManyRequestsException | 400 | slow                      | THROTTLED | false | ''
          RequestLimitExceeded     | 503 | slow                      | THROTTLED | false | ''
          PriorRequestNotComplete  | 400 | slow                      | THROTTLED | false | ''
          SlowDown                 | 503 | slow                      | THROTTLED | false | ''
          WhateverElse             | 429 | slow                      | THROTTLED | false | ''
          InternalFailure          | 500 | oops                      | OUTAGE    | false | Usually temporary
          ServiceUnavailable       | 503 | down                      | OUTAGE    | false | ''
          RequestTimeout           | 400 | late                      | OUTAGE    | false | ''
          WhateverElse             | 408 | late                      | OUTAGE    | false | ''
          WhateverElse             | 502 | gateway                   | OUTAGE    | false | ''
          UnknownCode              | 400 | new                       | DENIED    | false | ''
          UnknownCode              | 418 | new                       | DENIED    | false | ''
          UnknownCode              | 500 | new                       | OUTAGE    | false | ''
          """)
  void anErrorIsMappedByItsCodeAsAwsWritesItAndAsServersLikeItDo(
      String code,
      int status,
      String message,
      FailureKind expected,
      boolean tokenAtFault,
      String remedy) {
    check(StsResponses.error(code, message), "0a1b2c3d-request", code, status, expected);
    CredentialsException failure =
        check(StsResponses.bareError(code, message), "tx0001", code, status, expected);

    assertEquals(tokenAtFault, failure.isRetriedWithNewToken());
    assertEquals(StsRequests.IDENTITY.roleArn(), failure.roleArn());
    assertEquals(1, failure.attempts());
    assertTrue(failure.getMessage().contains(message), failure::getMessage);
    assertTrue(failure.remedy().contains(remedy), failure::remedy);
  }

  private static CredentialsException check(
      String body, String requestId, String code, int status, FailureKind expected) {
    try (ScriptedServer server = ScriptedServer.answering(status, body, "Content-Type: text/xml")) {
      CredentialsException failure = StsRequests.fail(server);

      assertEquals(expected, failure.failureKind());
      assertEquals(code, failure.code());
      assertEquals(requestId, failure.requestId());
      assertEquals(server.uri(), failure.endpoint());
      return failure;
    }
  }

  @Test
  void theRequestIdOfTheHeaderIsUsedIfTheBodyHasNone() {
    String body =
        StsResponses.error("AccessDenied", "no").replaceAll("<RequestId>.*</RequestId>", "");
    try (ScriptedServer server =
        ScriptedServer.answering(403, body, "x-amzn-RequestId: 11112222-head")) {
      assertEquals("11112222-head", StsRequests.fail(server).requestId());
    }
  }
}
