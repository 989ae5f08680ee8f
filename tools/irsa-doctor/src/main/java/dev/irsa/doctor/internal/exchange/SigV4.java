package dev.irsa.doctor.internal.exchange;

import dev.irsa.doctor.internal.network.PathRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs forms for STS. Its own, because an AWS SDK would otherwise become a dependency of every
 * application that adds the doctor.
 *
 * <p>Source: IAM user guide, "AWS Signature Version 4 for API requests".
 */
final class SigV4 {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SigV4() {}

  /**
   * Returns a signed request.
   *
   * @param form the body
   * @param host the {@code Host} field that will be sent
   * @param region the region of the endpoint
   * @param now the time by the clock of STS, which tolerates five minutes
   */
  static PathRequest sign(String form, String host, String region, Keys keys, Instant now) {
    String time = TIME.format(now);
    String day = time.substring(0, 8);
    String scope = day + "/" + region + "/sts/aws4_request";
    String token = keys.sessionToken();
    String signed = "content-type;host;x-amz-date" + (token == null ? "" : ";x-amz-security-token");
    String canonical =
        "POST\n/\n\ncontent-type:application/x-www-form-urlencoded\nhost:"
            + host
            + "\nx-amz-date:"
            + time
            + "\n"
            + (token == null ? "" : "x-amz-security-token:" + token + "\n")
            + "\n"
            + signed
            + "\n"
            + hex(sha256(form));
    String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(sha256(canonical));
    String signature = hex(hmac(key(keys.secretAccessKey(), day, region), toSign));
    PathRequest request =
        PathRequest.form(form)
            .with("X-Amz-Date", time)
            .with(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                    + keys.accessKeyId()
                    + "/"
                    + scope
                    + ", SignedHeaders="
                    + signed
                    + ", Signature="
                    + signature);
    return token == null ? request : request.with("X-Amz-Security-Token", token);
  }

  private static byte[] key(String secret, String day, String region) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {day, region, "sts", "aws4_request"}) {
      key = hmac(key, part);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks HmacSHA256, which every JDK has", e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks SHA-256, which every JDK has", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
