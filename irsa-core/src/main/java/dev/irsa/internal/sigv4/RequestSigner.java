package dev.irsa.internal.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests without a query. Immutable; keeps no keys.
 *
 * <p>Source: IAM user guide, "AWS Signature Version 4 for API requests".
 *
 * @param service the name of the service in the scope, such as {@code sts}
 * @param region the region of the endpoint
 */
public record RequestSigner(String service, String region) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Returns the fields that sign a request, to be sent in addition to the given ones.
   *
   * @param method the HTTP method
   * @param path the path, encoded as it is sent
   * @param fields the fields to sign, {@code Host} among them, as they are sent
   * @param body the body as it is sent
   * @param now the time by the clock of the service, which tolerates five minutes
   */
  public Map<String, String> sign(
      String method,
      String path,
      Map<String, String> fields,
      byte[] body,
      SigningKeys keys,
      Instant now) {
    String time = TIME.format(now);
    Map<String, String> added = new LinkedHashMap<>();
    added.put("X-Amz-Date", time);
    if (keys.sessionToken() != null) {
      added.put("X-Amz-Security-Token", keys.sessionToken());
    }
    SortedMap<String, String> signed = new TreeMap<>();
    fields.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
    added.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
    String names = String.join(";", signed.keySet());
    StringBuilder canonical = new StringBuilder(method + "\n" + path + "\n\n");
    signed.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    canonical.append('\n').append(names).append('\n').append(hash(body));
    String day = time.substring(0, 8);
    String scope = day + "/" + region + "/" + service + "/aws4_request";
    String text = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hash(bytes(canonical.toString()));
    String signature = HexFormat.of().formatHex(hmac(key(keys.secretAccessKey(), day), text));
    added.put(
        "Authorization",
        ALGORITHM
            + (" Credential=" + keys.accessKeyId() + "/" + scope)
            + (", SignedHeaders=" + names)
            + (", Signature=" + signature));
    return added;
  }

  private byte[] key(String secret, String day) {
    byte[] key = bytes("AWS4" + secret);
    for (String part : new String[] {day, region, service, "aws4_request"}) {
      key = hmac(key, part);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks HmacSHA256, which every JDK has", e);
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks SHA-256, which every JDK has", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
