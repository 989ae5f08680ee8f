package dev.irsa.internal.sigv4;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests: in their fields, without a query, or in their query. Immutable; keeps no keys.
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
    String canonical = canonical(method + "\n" + path + "\n", signed, hash(body));
    String signature = signature(canonical, time, keys);
    added.put(
        "Authorization",
        ALGORITHM
            + (" Credential=" + keys.accessKeyId() + "/" + scope(time))
            + (", SignedHeaders=" + String.join(";", signed.keySet()))
            + (", Signature=" + signature));
    return added;
  }

  /**
   * Returns the query of a presigned URL with the path {@code /}: the given parameters, and then
   * the parameters of the signature in the order of AWS SDK for Java v2.
   *
   * @param parameters the parameters of the request, in the order in which they are sent
   * @param fields the fields that are sent with the request, {@code Host} among them
   * @param validity how long the URL is valid, unless the session ends earlier
   * @param now the time by the clock of the service
   */
  public String presign(
      Map<String, String> parameters,
      Map<String, String> fields,
      Duration validity,
      SigningKeys keys,
      Instant now) {
    String time = TIME.format(now);
    SortedMap<String, String> signed = new TreeMap<>();
    fields.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
    Map<String, String> query = new LinkedHashMap<>(parameters);
    if (keys.sessionToken() != null) {
      query.put("X-Amz-Security-Token", keys.sessionToken());
    }
    query.put("X-Amz-Algorithm", ALGORITHM);
    query.put("X-Amz-Date", time);
    query.put("X-Amz-SignedHeaders", String.join(";", signed.keySet()));
    query.put("X-Amz-Expires", Long.toString(validity.toSeconds()));
    query.put("X-Amz-Credential", keys.accessKeyId() + "/" + scope(time));
    String sorted = encoded(new TreeMap<>(query));
    String canonical = canonical("GET\n/\n" + sorted, signed, hash(new byte[0]));
    return encoded(query) + "&X-Amz-Signature=" + signature(canonical, time, keys);
  }

  private static String encoded(Map<String, String> query) {
    StringJoiner all = new StringJoiner("&");
    query.forEach((name, value) -> all.add(encoded(name) + "=" + encoded(value)));
    return all.toString();
  }

  /** Leaves the unreserved characters of RFC 3986. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String canonical(
      String start, SortedMap<String, String> signed, String hashOfBody) {
    StringBuilder canonical = new StringBuilder(start).append('\n');
    signed.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    String names = String.join(";", signed.keySet());
    return canonical.append('\n').append(names).append('\n').append(hashOfBody).toString();
  }

  private String scope(String time) {
    return time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
  }

  private String signature(String canonical, String time, SigningKeys keys) {
    String text = ALGORITHM + "\n" + time + "\n" + scope(time) + "\n" + hash(bytes(canonical));
    byte[] key = key(keys.secretAccessKey(), time.substring(0, 8));
    return HexFormat.of().formatHex(hmac(key, text));
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
