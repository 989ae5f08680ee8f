package dev.irsa.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;

/** Generates a token with the claims and the length of EKS's tokens. Its signature is random. */
final class TokenText {

  private static final long DAY = 86_400;
  private static final int RS256_BYTES = 256;
  private static final String CLAIMS =
      """
      {"aud":["sts.amazonaws.com"],"exp":%1$d,"iat":%2$d,"iss":"https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",\
      "jti":"7d2a3f0e-3a2b-4a55-9c1e-2b8f3f6a7c11","kubernetes.io":{"namespace":"default",\
      "node":{"name":"ip-10-0-1-23.ec2.internal","uid":"0e9c7d0a-5f5b-4ed5-8a7e-3f2f8a1f0c55"},\
      "pod":{"name":"bench-6c9f7d9b5-x2x4z","uid":"a3b1f1c2-8f0e-4c57-b1f5-0d6a2f1e9b77"},\
      "serviceaccount":{"name":"bench","uid":"c0a8f3d4-2b1e-4f6a-9d8c-7e5f4a3b2c1d"}},"nbf":%2$d,\
      "sub":"system:serviceaccount:default:bench"}""";

  private TokenText() {}

  static String at(Instant now) {
    byte[] signature = new byte[RS256_BYTES];
    new Random(17).nextBytes(signature);
    String header = "{\"alg\":\"RS256\",\"kid\":\"1b1b8ac5c3d2b3f2a9d6f6d1d6b0d1f2a3b4c5d6\"}";
    String payload = CLAIMS.formatted(now.getEpochSecond() + DAY, now.getEpochSecond());
    return encoded(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + encoded(payload.getBytes(StandardCharsets.UTF_8))
        + "."
        + encoded(signature);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
