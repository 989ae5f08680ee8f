package dev.irsa.testkit.internal.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.testkit.internal.server.Headers;
import dev.irsa.testkit.internal.server.Request;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The requests with a path or a query of the AWS Signature Version 4 Test Suite (copyright 2019
 * Amazon.com, Apache License 2.0), which SDKs are tested with: name, target and signature. All have
 * the same headers and no body.
 */
class PublishedVectorsTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
        get-unreserved | /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz | 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f
        get-utf8 | /ሴ | 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85
        get-vanilla-empty-query-key | /?Param1=value1 | a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb
        get-vanilla-query-order-encoded | /?Param-3=Value3&Param=Value2&%E1%88%B4=Value1 | 371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac
        get-vanilla-query-order-key-case | /?Param2=value2&Param1=value1 | b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500
        get-vanilla-query-order-key | /?Param1=value2&Param1=Value1 | eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1
        get-vanilla-query-order-value | /?Param1=value2&Param1=value1 | 5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694
        get-vanilla-query-unreserved | /?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz | 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197
        get-vanilla-query | / | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
        get-vanilla-utf8-query | /?ሴ=bar | 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04
        get-vanilla | / | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
        get-relative-relative | /example1/example2/../.. | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
        get-relative | /example/.. | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
        get-slash-dot-slash | /./ | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
        get-slash-pointless-dot | /./example | ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5
        get-slash | // | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
        get-slashes | //example// | 9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84
        get-space | /example space/ | 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741
        get-special-character | /example/$delete | a853c9b21b528b19643d00910d35b83a10c366a10833ceefb45edd6c80e40f27
        """)
  void aRequestOfTheSuiteHasItsSignature(String name, String target, String signature)
      throws RefusedException {
    Request request = request(target, signature);
    SignatureClaim claim = SignatureClaim.of(request);
    String canonical = CanonicalRequest.of(request, claim, Hashes.sha256(""), false);
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            claim.date(),
            claim.scope().toString(),
            Hashes.sha256(canonical));

    byte[] computed = Hashes.hmac(claim.scope().signingKey(SECRET), text);

    assertEquals(claim.signature(), HexFormat.of().formatHex(computed), canonical);
  }

  private static Request request(String target, String signature) {
    String[] pathAndQuery = target.split("\\?", 2);
    Headers headers =
        Headers.none()
            .with("Host", "example.amazonaws.com")
            .with("X-Amz-Date", "20150830T123600Z")
            .with(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature="
                    + signature);
    String query = pathAndQuery.length == 1 ? "" : pathAndQuery[1];
    return new Request("GET", pathAndQuery[0], query, headers, new byte[0], 1, false);
  }
}
