package dev.irsa.testkit.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.testkit.iam.AccessKey;
import dev.irsa.testkit.server.Headers;
import dev.irsa.testkit.server.Request;
import dev.irsa.testkit.signature.ChunkSigner;
import dev.irsa.testkit.signature.Signed;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of the S3 API reference: 66,560 letters a, in chunks of 64 KiB. */
class AwsChunkedTest {
  private static final String SEED =
      "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
  private static final ChunkSigner SIGNER =
      ChunkSigner.of(
          "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1", "s3", "20130524T000000Z");
  private static final String EXAMPLE =
      "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
          + "a".repeat(65_536)
          + "\r\n"
          + "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
          + "a".repeat(1024)
          + "\r\n"
          + "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n"
          + "\r\n";

  private static String decode(String body, String payloadHash, String length) throws S3Exception {
    Headers headers = Headers.none().with("x-amz-decoded-content-length", length);
    return decode(body, payloadHash, headers);
  }

  private static String decode(String body, String payloadHash, Headers headers)
      throws S3Exception {
    Request request =
        new Request(
            "PUT",
            "/examplebucket/chunkObject.txt",
            "",
            headers,
            body.getBytes(ISO_8859_1),
            1,
            false);
    AccessKey.Principal nobody = new AccessKey.Principal("arn:aws:iam::1:user/x", "AIDA", null);
    AccessKey key = new AccessKey("AKIA", "secret", null, nobody, Instant.EPOCH, null);
    Signed signed = new Signed(request, key, payloadHash, SEED, SIGNER);
    return new String(AwsChunked.content(signed), ISO_8859_1);
  }

  private static String signed(String body) throws S3Exception {
    return decode(body, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "66560");
  }

  private static void assertRefused(String code, String body) {
    assertEquals(code, assertThrows(S3Exception.class, () -> signed(body)).code());
  }

  @Test
  void theExampleOfTheReferenceIsDecoded() throws Exception {
    assertEquals("a".repeat(66_560), signed(EXAMPLE));
  }

  @Test
  void aChunkThatWasChangedIsRefused() {
    assertRefused("SignatureDoesNotMatch", EXAMPLE.replace("aaa\r\n0;", "aab\r\n0;"));
    assertRefused("SignatureDoesNotMatch", EXAMPLE.replace(";chunk-signature=ad80", ";x=ad80"));
    assertRefused("SignatureDoesNotMatch", EXAMPLE.replace("=b6c6", "=b6c7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10000", "zz\r\n", "-1;x\r\n", "-0\r\n", "FFFFFFF;x\r\naaa\r\n"})
  void anIncompleteBodyIsRejected(String body) {
    assertRefused("IncompleteBody", body);
  }

  /** RFC 9112, 7.1: the size of a chunk consists of hexadecimal digits only. */
  @Test
  void aChunksSizeCannotHaveASign() {
    String body = "+1\r\na\r\n0\r\n\r\n";

    assertThrows(S3Exception.class, () -> decode(body, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "1"));
  }

  /**
   * S3 API reference, "Signature calculations … transferring a payload in multiple chunks":
   * x-amz-decoded-content-length must be set. The error code is taken from the list of error
   * responses.
   */
  @Test
  void theLengthOfTheContentIsRequired() {
    S3Exception refusal =
        assertThrows(
            S3Exception.class,
            () -> decode("0\r\n\r\n", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", Headers.none()));

    assertEquals(411, refusal.status());
    assertEquals("MissingContentLength", refusal.code());
  }

  @Test
  void aBodyOfAnotherLengthThanDeclaredIsRejected() {
    S3Exception refusal =
        assertThrows(
            S3Exception.class,
            () -> decode("1\r\na\r\n0\r\n\r\n", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "2"));

    assertEquals("IncompleteBody", refusal.code());
  }

  @Test
  void anUnsignedBodyMayHaveATrailer() throws Exception {
    String body = "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n";

    assertEquals("abc", decode(body, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "3"));
  }

  @Test
  void aSignedTrailerIsVerified() throws Exception {
    String data = SIGNER.chunk(SEED, "abc".getBytes(ISO_8859_1));
    String end = SIGNER.chunk(data, new byte[0]);
    String trailer = SIGNER.trailer(end, "x-amz-checksum-crc32:NSRBwg==\n");
    String body =
        "3;chunk-signature=%s\r\nabc\r\n0;chunk-signature=%s\r\nx-amz-checksum-crc32:NSRBwg==\r\nx-amz-trailer-signature:%s\r\n\r\n"
            .formatted(data, end, trailer);
    String hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

    assertEquals("abc", decode(body, hash, "3"));
    assertThrows(S3Exception.class, () -> decode(body.replace("NSRB", "NSRC"), hash, "3"));
  }
}
