package dev.irsa.testkit.internal.signature;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.signature.RefusedException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates the sender of a request by computing the signature again. Thread-safe.
 *
 * <p>AWS does not publish the order of its checks. This class checks the key, session token,
 * expiration, scope, date, signature and payload, in this order.
 */
public final class Authenticator {
  private static final Duration TOLERATED_SKEW = Duration.ofMinutes(15);
  private static final String PAYLOAD_HASH_HEADER = "x-amz-content-sha256";
  private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

  /** In the header, or encoded in the query. */
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([A-Z0-9]+)(?:/|%2F)");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * The values that S3 accepts instead of a digest. Other documented values belong to version 4A.
   */
  private static final List<String> PAYLOAD_CONSTANTS =
      List.of(
          UNSIGNED_PAYLOAD,
          "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
          "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
          "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");

  private final AccessKeys keys;
  private final Clock labClock;
  private final List<Clock> signingClocks;
  private final String service;
  private final boolean objectStore;

  /**
   * Creates an authenticator for one service.
   *
   * @param keys the issued credentials
   * @param labClock the clock for the expiration of sessions
   * @param signingClocks the clocks that requests may be signed by: with virtual time both the
   *     lab's and the machine's, since SDKs use the machine's until an error response has another
   *     date
   * @param service {@code sts} or {@code s3}; only S3 takes paths as they are, and requires that
   *     every {@code x-amz-*} header is signed and the payload's hash is declared
   */
  public Authenticator(AccessKeys keys, Clock labClock, List<Clock> signingClocks, String service) {
    this.keys = keys;
    this.labClock = labClock;
    this.signingClocks = List.copyOf(signingClocks);
    this.service = service;
    this.objectStore = service.equals("s3");
  }

  /** Returns the id of the key that a request names, whether or not its signature is valid. */
  public static @Nullable String accessKeyId(Request request) {
    String signature = request.headers().first("Authorization").orElse("") + request.rawQuery();
    Matcher credential = CREDENTIAL.matcher(signature);
    return credential.find() ? credential.group(1) : null;
  }

  /**
   * Verifies a request and returns the key that signed it.
   *
   * @param region the endpoint's region
   * @throws RefusedException if the sender cannot be authenticated
   */
  public AccessKey authenticate(Request request, String region) throws RefusedException {
    SignatureClaim claim = SignatureClaim.of(request);
    AccessKey key = key(claim);
    requireScope(claim, region);
    requireSignedHeaders(request, claim);
    requireTime(claim);
    String payloadHash = payloadHash(request, claim);
    byte[] signingKey = claim.scope().signingKey(key.secretAccessKey());
    String canonical = CanonicalRequest.of(request, claim, payloadHash, objectStore);
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            claim.date(),
            claim.scope().toString(),
            Hashes.sha256(canonical));
    String expected = HexFormat.of().formatHex(Hashes.hmac(signingKey, text));
    if (!Hashes.same(expected, claim.signature())) {
      throw mismatch(
          "The request signature we calculated does not match the signature you provided. Check your"
              + " AWS Secret Access Key and signing method. Consult the service documentation for"
              + " details.");
    }
    requirePayload(request, payloadHash);
    return key;
  }

  private AccessKey key(SignatureClaim claim) throws RefusedException {
    AccessKey key =
        keys.find(claim.accessKeyId())
            .orElseThrow(
                () ->
                    new RefusedException(
                        Reason.UNKNOWN_KEY,
                        "The security token included in the request is invalid."));
    String expected = key.sessionToken();
    String found = claim.sessionToken();
    boolean same = expected == null ? found == null : found != null && Hashes.same(expected, found);
    if (!same) {
      throw new RefusedException(
          Reason.WRONG_TOKEN, "The security token included in the request is invalid.");
    }
    if (key.isExpiredAt(labClock.instant())) {
      throw new RefusedException(
          Reason.EXPIRED, "The security token included in the request is expired");
    }
    return key;
  }

  private void requireScope(SignatureClaim claim, String region) throws RefusedException {
    if (!claim.scope().service().equals(service)) {
      throw new RefusedException(
          Reason.SCOPE, "Credential should be scoped to correct service: '" + service + "'.");
    }
    if (!claim.scope().region().equals(region)) {
      throw new RefusedException(
          Reason.SCOPE, "Credential should be scoped to a valid region, '" + region + "'.");
    }
    if (!claim.day().equals(claim.scope().date())) {
      throw new RefusedException(
          Reason.SCOPE,
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP");
    }
  }

  private void requireSignedHeaders(Request request, SignatureClaim claim) throws RefusedException {
    if (!claim.signedHeaders().contains("host")) {
      throw mismatch("'Host' must be a 'SignedHeader' in the AWS Authorization.");
    }
    for (String name : claim.signedHeaders()) {
      if (!name.equals(name.toLowerCase(Locale.ROOT))) {
        throw new RefusedException(Reason.INCOMPLETE, "SignedHeaders must be in lower case.");
      }
    }
    if (objectStore) {
      requireAmzHeadersSigned(request, claim);
    }
  }

  /**
   * Requires that all {@code x-amz-*} headers are signed, except the payload's hash, which is part
   * of the signed text anyway.
   */
  private static void requireAmzHeadersSigned(Request request, SignatureClaim claim)
      throws RefusedException {
    List<String> unsigned =
        request.headers().fields().stream()
            .map(field -> field.name().toLowerCase(Locale.ROOT))
            .filter(name -> name.startsWith("x-amz-") && !name.equals(PAYLOAD_HASH_HEADER))
            .filter(name -> !claim.signedHeaders().contains(name))
            .toList();
    if (!unsigned.isEmpty()) {
      throw new RefusedException(
          Reason.UNSIGNED_HEADERS,
          "There were headers present in the request which were not signed: "
              + String.join(", ", unsigned));
    }
  }

  private void requireTime(SignatureClaim claim) throws RefusedException {
    List<RefusedException> refusals = new ArrayList<>();
    for (Clock clock : signingClocks) {
      RefusedException refusal = refusal(claim, clock.instant());
      if (refusal == null) {
        return;
      }
      refusals.add(refusal);
    }
    throw refusals.get(0);
  }

  private static @Nullable RefusedException refusal(SignatureClaim claim, Instant now) {
    Instant signedAt = claim.signedAt();
    Instant earliest = now.minus(TOLERATED_SKEW);
    Instant latest = now.plus(TOLERATED_SKEW);
    long minutes = TOLERATED_SKEW.toMinutes();
    Duration validity = claim.validity();
    if (validity != null && now.isAfter(signedAt.plus(validity))) {
      return new RefusedException(Reason.PRESIGNED_EXPIRED, "Request has expired");
    }
    if (validity == null && signedAt.isBefore(earliest)) {
      return new RefusedException(
          Reason.SKEWED,
          "Signature expired: %s is now earlier than %s (%s - %d min.)"
              .formatted(claim.date(), text(earliest), text(now), minutes));
    }
    return signedAt.isAfter(latest)
        ? new RefusedException(
            Reason.SKEWED,
            "Signature not yet current: %s is still later than %s (%s + %d min.)"
                .formatted(claim.date(), text(latest), text(now), minutes))
        : null;
  }

  private static String text(Instant instant) {
    return SignatureClaim.timeText(instant);
  }

  private String payloadHash(Request request, SignatureClaim claim) throws RefusedException {
    return objectStore ? announcedHash(request, claim) : Hashes.sha256(request.body());
  }

  private static String announcedHash(Request request, SignatureClaim claim)
      throws RefusedException {
    Optional<String> announced = request.headers().first(PAYLOAD_HASH_HEADER);
    if (announced.isEmpty() && claim.presigned()) {
      return UNSIGNED_PAYLOAD;
    }
    String hash =
        announced.orElseThrow(
            () ->
                new RefusedException(
                    Reason.PAYLOAD_HASH_MISSING,
                    "Missing required header for this request: " + PAYLOAD_HASH_HEADER));
    if (!PAYLOAD_CONSTANTS.contains(hash) && !SHA256.matcher(hash).matches()) {
      throw new RefusedException(
          Reason.PAYLOAD_HASH,
          "%s must be %s or a valid sha256 value."
              .formatted(PAYLOAD_HASH_HEADER, String.join(", ", PAYLOAD_CONSTANTS)));
    }
    return hash;
  }

  private static void requirePayload(Request request, String announced) throws RefusedException {
    boolean hash = SHA256.matcher(announced).matches();
    if (hash && !Hashes.same(announced, Hashes.sha256(request.body()))) {
      throw new RefusedException(
          Reason.PAYLOAD,
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
  }

  private static RefusedException mismatch(String message) {
    return new RefusedException(Reason.MISMATCH, message);
  }
}
