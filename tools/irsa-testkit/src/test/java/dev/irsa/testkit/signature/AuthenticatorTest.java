package dev.irsa.testkit.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.policy.UniqueIds;
import dev.irsa.testkit.server.Request;
import dev.irsa.testkit.signature.RefusedException.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with a correct signature that violate AWS's documentation in another way. */
class AuthenticatorTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2031-03-14T15:04:05Z"), ZoneOffset.UTC);
  private static final UniqueIds IDS = new UniqueIds(new Random(3));
  private static final AccessKeys KEYS =
      new AccessKeys(new Account("aws", "111122223333", IDS), IDS, CLOCK);
  private static final AccessKey KEY = KEYS.issueLongTermKey("alice");
  private static final String DATE = "X-Amz-Date: " + RequestSigner.DATE;
  private static final String HASH = "x-amz-content-sha256: " + Hashes.sha256("");

  private static RequestSigner signer(String service) {
    return new RequestSigner(KEY, service);
  }

  private static void assertTaken(String service, Request request) throws RefusedException {
    assertEquals(KEY, authenticate(service, request));
  }

  private static AccessKey authenticate(String service, Request request) throws RefusedException {
    return new Authenticator(KEYS, CLOCK, List.of(CLOCK), service)
        .authenticate(request, "eu-west-1");
  }

  private static RefusedException assertRefused(Reason reason, String service, Request request) {
    RefusedException refusal =
        assertThrows(RefusedException.class, () -> authenticate(service, request));
    assertEquals(reason, refusal.reason(), refusal.getMessage());
    return refusal;
  }

  /**
   * AWS General Reference, "Handling dates in Signature Version 4": the scope has the eight digits
   * of the request's day.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "2031", "203103", "2031031", "20310313", "20310314T"})
  void theScopesDateIsTheDayOfTheRequest(String date) throws Exception {
    assertTaken("sts", signer("sts").inHeader("/", List.of(DATE), List.of()));
    Request request = signer("sts").scopeDate(date).inHeader("/", List.of(DATE), List.of());

    assertRefused(Reason.SCOPE, "sts", request);
  }

  /**
   * S3 API reference, "Signature Calculations for the Authorization Header": the canonical headers
   * include every x-amz-* header. Observed behaviour: S3 accepts an unsigned x-amz-content-sha256,
   * which is part of the canonical request anyway, and responds with AccessDenied for other
   * unsigned headers.
   */
  @ParameterizedTest
  @ValueSource(strings = {"x-amz-acl", "X-Amz-Meta-Owner", "x-amz-copy-source"})
  void inS3EveryAmzHeaderIsSigned(String name) throws Exception {
    Request unsigned = signer("s3").inHeader("/", List.of(DATE, HASH), List.of(name + ": x"));
    Request presigned =
        signer("s3").payloadHash("UNSIGNED-PAYLOAD").inQuery("60", List.of(name + ": x"));

    RefusedException refusal = assertRefused(Reason.UNSIGNED_HEADERS, "s3", unsigned);
    assertTrue(refusal.getMessage().endsWith(name.toLowerCase(Locale.ROOT)), refusal.getMessage());
    assertRefused(Reason.UNSIGNED_HEADERS, "s3", presigned);
    assertTaken("s3", signer("s3").inHeader("/", List.of(DATE, HASH, name + ": x"), List.of()));
    assertTaken("sts", signer("sts").inHeader("/", List.of(DATE), List.of(name + ": x")));
  }

  /**
   * S3 API reference, the same page: x-amz-content-sha256 is required, a digest or one of the
   * constants. The constants of Signature Version 4A are not valid for this algorithm.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UNSIGNED-PAYLOAD",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
      })
  void inS3TheConstantsStandForADigest(String constant) throws Exception {
    assertTaken(
        "s3",
        signer("s3")
            .payloadHash(constant)
            .inHeader("/", List.of(DATE, "x-amz-content-sha256: " + constant), List.of()));
  }

  /**
   * S3 API reference, "Authenticating Requests: Using Query Parameters": X-Amz-Expires is 1 to
   * 604,800 seconds.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "000",
        "-1",
        "+60",
        "604801",
        "999999",
        "6048000",
        "60.0",
        "\u0666\u0660"
      })
  void aPresignedRequestIsValidForASecondToAWeek(String seconds) throws Exception {
    RequestSigner signer = signer("s3").payloadHash("UNSIGNED-PAYLOAD");
    assertTaken("s3", signer.inQuery("1", List.of()));
    assertTaken("s3", signer.inQuery("604800", List.of()));

    assertRefused(Reason.INCOMPLETE, "s3", signer.inQuery(seconds, List.of()));
  }

  /**
   * AWS General Reference, "Create a canonical request": paths are normalised according to RFC
   * 3986, redundant and relative components removed, and each segment encoded twice; except for S3.
   * The first seven rows are the cases of AWS's Signature Version 4 test suite. Unlike RFC 3986,
   * AWS's SDKs end the path with a slash only if the original ends with one.
   */
  @ParameterizedTest(name = "{0} is signed as {1}")
  @CsvSource({
    "/example/..,             /",
    "/example1/example2/../..,/",
    "//,                      /",
    "/./,                     /",
    "/./example,              /example",
    "//example//,             /example/",
    "/example%20space/,       /example%2520space/",
    "/a/b/..,                 /a",
    "/a/.,                    /a",
    "/../a,                   /a",
    "/a/.../b..,              /a/.../b..",
    "/a%2Fb,                  /a%252Fb"
  })
  void outsideS3ThePathIsNormalised(String path, String canonical) throws Exception {
    assertTaken(
        "sts", signer("sts").canonicalPath(canonical).inHeader(path, List.of(DATE), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a//b", "/a/../b", "/a/./b", "//", "/a%20b"})
  void inS3ThePathIsAKeyAndStaysAsItIs(String path) throws Exception {
    assertTaken("s3", signer("s3").inHeader(path, List.of(DATE, HASH), List.of()));
  }
}
