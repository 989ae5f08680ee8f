package dev.irsa.testkit.internal.signature;

import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.signature.RefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a request as declared by the client, in the {@code Authorization} header or, for
 * a presigned URL, in the query.
 *
 * @param date the time stamp as sent: {@code X-Amz-Date}, else the {@code Date} header
 * @param validity how long a presigned URL is valid; null for a signature in the header
 */
record SignatureClaim(
    String accessKeyId,
    CredentialScope scope,
    List<String> signedHeaders,
    String signature,
    String date,
    Instant signedAt,
    @Nullable String sessionToken,
    @Nullable Duration validity) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Pattern TIME_DIGITS = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);
  private static final int SECONDS_OF_A_WEEK = 604_800;

  boolean presigned() {
    return validity != null;
  }

  static SignatureClaim of(Request request) throws RefusedException {
    Optional<String> authorization = request.headers().first("Authorization");
    if (authorization.isPresent()) {
      return inHeader(request, authorization.get());
    }
    if (request.rawQuery().contains("X-Amz-Signature=")) {
      return inQuery(request);
    }
    throw new RefusedException(Reason.MISSING, "Request is missing Authentication Token");
  }

  private static SignatureClaim inHeader(Request request, String authorization)
      throws RefusedException {
    if (!authorization.startsWith(ALGORITHM + " ")) {
      throw incomplete("Authorization header requires algorithm " + ALGORITHM + ".");
    }
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : authorization.substring(ALGORITHM.length()).split(",", -1)) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length == 2) {
        parts.put(pair[0], pair[1]);
      }
    }
    List<String> missing = new ArrayList<>();
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (parts.getOrDefault(name, "").isEmpty()) {
        missing.add("Authorization header requires '" + name + "' parameter.");
      }
    }
    Optional<String> date =
        request.headers().first("X-Amz-Date").or(() -> request.headers().first("Date"));
    if (date.isEmpty()) {
      missing.add(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }
    if (!missing.isEmpty()) {
      throw incomplete(String.join(" ", missing));
    }
    return of(
        parts.getOrDefault("Credential", ""),
        parts.getOrDefault("SignedHeaders", ""),
        parts.getOrDefault("Signature", ""),
        date.orElse(""),
        request.headers().first("X-Amz-Security-Token").orElse(null),
        null);
  }

  private static SignatureClaim inQuery(Request request) throws RefusedException {
    Map<String, String> query = UriEncoding.query(request.rawQuery());
    if (!ALGORITHM.equals(query.get("X-Amz-Algorithm"))) {
      throw incomplete("X-Amz-Algorithm only supports \"" + ALGORITHM + "\"");
    }
    for (String name : List.of("X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders")) {
      if (query.getOrDefault(name, "").isEmpty()) {
        throw incomplete("AWS query-string parameters must include '" + name + "'.");
      }
    }
    return of(
        query.getOrDefault("X-Amz-Credential", ""),
        query.getOrDefault("X-Amz-SignedHeaders", ""),
        query.getOrDefault("X-Amz-Signature", ""),
        query.getOrDefault("X-Amz-Date", ""),
        query.get("X-Amz-Security-Token"),
        validity(query.getOrDefault("X-Amz-Expires", "")));
  }

  private static Duration validity(String seconds) throws RefusedException {
    int number = seconds.matches("[0-9]{1,6}") ? Integer.parseInt(seconds) : 0;
    if (number < 1 || number > SECONDS_OF_A_WEEK) {
      throw incomplete("X-Amz-Expires must be a number of seconds from 1 to " + SECONDS_OF_A_WEEK);
    }
    return Duration.ofSeconds(number);
  }

  private static SignatureClaim of(
      String credential,
      String signedHeaders,
      String signature,
      String date,
      @Nullable String sessionToken,
      @Nullable Duration validity)
      throws RefusedException {
    String[] parts = credential.split("/", -1);
    if (parts.length != 5 || !parts[4].equals("aws4_request")) {
      throw incomplete(
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term.");
    }
    return new SignatureClaim(
        parts[0],
        new CredentialScope(parts[1], parts[2], parts[3]),
        List.of(signedHeaders.split(";", -1)),
        signature,
        date,
        time(date),
        sessionToken,
        validity);
  }

  private static Instant time(String date) throws RefusedException {
    try {
      if (TIME_DIGITS.matcher(date).matches()) {
        return TIME.parse(date, Instant::from);
      }
    } catch (DateTimeException e) {
      // Rejected below: digits that are not a valid time.
    }
    throw incomplete("Date must be in ISO-8601 'basic format'.");
  }

  /** Returns the day of the time stamp, which the credential scope must match. */
  String day() {
    return date.substring(0, date.indexOf('T'));
  }

  static String timeText(Instant instant) {
    return TIME.format(instant);
  }

  private static RefusedException incomplete(String message) {
    return new RefusedException(Reason.INCOMPLETE, message);
  }

  @Override
  public String toString() {
    return "SignatureClaim[" + accessKeyId + ", " + scope + ", " + date + "]";
  }

  /** The scope of a signature: {@code 20261124/ap-northeast-2/sts/aws4_request}. */
  record CredentialScope(String date, String region, String service) {

    /** Derives the key of one day, region and service from the secret. */
    byte[] signingKey(String secretAccessKey) {
      byte[] secret = ("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
      byte[] ofDate = Hashes.hmac(secret, date);
      byte[] ofRegion = Hashes.hmac(ofDate, region);
      return Hashes.hmac(Hashes.hmac(ofRegion, service), "aws4_request");
    }

    @Override
    public String toString() {
      return date + "/" + region + "/" + service + "/aws4_request";
    }
  }
}
