package dev.irsa.internal.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signs requests of the AWS Signature Version 4 Test Suite (copyright 2019 Amazon.com, Apache
 * License 2.0), which SDKs are tested with.
 */
final class RequestSignerTest {

  private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String TOKEN =
      "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfI"
          + "eoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7W"
          + "Z0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8"
          + "FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

  private final RequestSigner signer = new RequestSigner("service", "us-east-1");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
        get-vanilla                    | GET  | -           | -                                 | -             | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
        post-vanilla                   | POST | -           | -                                 | -             | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
        post-header-key-case           | POST | -           | -                                 | -             | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
        post-header-key-sort           | POST | My-Header1  | value1                            | -             | c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c
        post-header-value-case         | POST | My-Header1  | VALUE1                            | -             | cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d
        post-x-www-form-urlencoded     | POST | Content-Type| application/x-www-form-urlencoded | Param1=value1 | ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a
        """)
  void aRequestOfTheSuiteHasItsSignature(
      String name,
      String method,
      @Nullable String field,
      @Nullable String value,
      @Nullable String body,
      String signature) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Host", "example.amazonaws.com");
    if (field != null) {
      fields.put(field, value);
    }

    Map<String, String> added = sign(method, fields, body == null ? "" : body, null);

    assertEquals(signature, signatureOf(added), name);
  }

  @Test
  void theTokenOfASessionIsSigned() {
    Map<String, String> added = sign("POST", Map.of("Host", "example.amazonaws.com"), "", TOKEN);

    // post-sts-token/post-sts-header-before
    assertEquals(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
            + " SignedHeaders=host;x-amz-date;x-amz-security-token,"
            + " Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
        added.get("Authorization"));
    assertEquals(TOKEN, added.get("X-Amz-Security-Token"));
    assertEquals("20150830T123600Z", added.get("X-Amz-Date"));
  }

  @Test
  void theTextFormOfKeysHasNoSecret() {
    String text = new SigningKeys("AKIDEXAMPLE", SECRET, TOKEN).toString();

    assertFalse(text.contains(SECRET) || text.contains(TOKEN), text);
  }

  private Map<String, String> sign(
      String method, Map<String, String> fields, String body, @Nullable String token) {
    return signer.sign(
        method,
        "/",
        fields,
        body.getBytes(StandardCharsets.UTF_8),
        new SigningKeys("AKIDEXAMPLE", SECRET, token),
        NOW);
  }

  private static String signatureOf(Map<String, String> added) {
    String authorization = added.get("Authorization");
    return authorization.substring(authorization.indexOf("Signature=") + "Signature=".length());
  }
}
