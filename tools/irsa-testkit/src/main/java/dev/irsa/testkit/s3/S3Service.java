package dev.irsa.testkit.s3;

import dev.irsa.testkit.iam.AccessKey;
import dev.irsa.testkit.iam.AccessKeys;
import dev.irsa.testkit.server.Details;
import dev.irsa.testkit.server.Request;
import dev.irsa.testkit.server.Response;
import dev.irsa.testkit.server.Service;
import dev.irsa.testkit.server.Xml;
import dev.irsa.testkit.signature.Authenticator;
import dev.irsa.testkit.signature.RefusedException;
import dev.irsa.testkit.signature.Signed;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of S3 that clients need to prove their credentials. It verifies the signature of every
 * request and chunk, the session token, and the permissions of the role's managed policies.
 * Thread-safe. It holds no resources to close.
 */
public final class S3Service implements Service {
  private static final Pattern CREDENTIAL =
      Pattern.compile("(?:Credential=|X-Amz-Credential=)([A-Z0-9]+)(?:/|%2F)");

  private final Map<String, S3Action> actions = new HashMap<>();
  private final Authenticator authenticator;
  private final AccessKeys keys;
  private final String region;

  /**
   * Creates the service.
   *
   * @param store the buckets and objects
   * @param keys the issued credentials
   * @param clock the lab's time
   * @param signingClocks the clocks that requests may be signed by
   * @param region the region that signatures must name
   */
  public S3Service(
      ObjectStore store, AccessKeys keys, Clock clock, List<Clock> signingClocks, String region) {
    this.keys = keys;
    this.region = region;
    this.authenticator = new Authenticator(keys, clock, signingClocks, "s3");
    new BucketActions(store, region).addTo(actions);
    new ObjectActions(store).addTo(actions);
    new MultipartActions(store).addTo(actions);
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public Details describe(Request request) {
    Details details = Details.of(S3Request.of(request).action());
    String signature = request.headers().first("Authorization").orElse("") + request.rawQuery();
    Matcher credential = CREDENTIAL.matcher(signature);
    return credential.find() ? details.withAccessKeyId(credential.group(1)) : details;
  }

  @Override
  public Answer answer(Request http, String requestId) {
    Details details = describe(http);
    try {
      Signed signed = authenticate(http);
      AccessKey.Principal caller = signed.key().principal();
      details = details.withCallerArn(caller.arn());
      S3Request request = S3Request.of(http);
      S3Action action = actions.get(details.action());
      if (action == null) {
        throw new S3Exception(
            501,
            "NotImplemented",
            "A header or query you provided implies functionality that is not implemented");
      }
      requirePermission(signed.key(), request);
      Response response = action.perform(request, AwsChunked.content(signed));
      return new Answer(response.with("x-amz-request-id", requestId), details);
    } catch (S3Exception e) {
      return e.answer(this, requestId, details);
    }
  }

  private void requirePermission(AccessKey key, S3Request request) throws S3Exception {
    String resource =
        request.key().isEmpty() ? request.bucket() : request.bucket() + "/" + request.key();
    if (keys.isRevoked(key)) {
      throw S3Exception.accessDenied(
          "User: %s is not authorized to perform this action on resource: \"arn:aws:s3:::%s\" with an explicit deny in an identity-based policy"
              .formatted(key.principal().arn(), resource));
    }
    Permissions.require(key.principal(), request.action(), resource);
  }

  private Signed authenticate(Request request) throws S3Exception {
    try {
      return authenticator.authenticate(request, region);
    } catch (RefusedException e) {
      boolean inHeader = request.headers().first("Authorization").isPresent();
      throw refusal(e, inHeader);
    }
  }

  /** Maps a refusal to S3's codes, which are its own (S3 API reference, "Error responses"). */
  private static S3Exception refusal(RefusedException refused, boolean inHeader) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused.reason()) {
      case MISSING -> S3Exception.accessDenied("Access Denied");
      case INCOMPLETE, SCOPE ->
          inHeader
              ? new S3Exception(
                  400,
                  "AuthorizationHeaderMalformed",
                  "The authorization header is malformed; " + message)
              : new S3Exception(400, "AuthorizationQueryParametersError", message);
      case UNKNOWN_KEY ->
          new S3Exception(
              403,
              "InvalidAccessKeyId",
              "The AWS Access Key Id you provided does not exist in our records.");
      case WRONG_TOKEN ->
          new S3Exception(
              400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
      case EXPIRED -> new S3Exception(400, "ExpiredToken", "The provided token has expired.");
      case SKEWED ->
          new S3Exception(
              403,
              "RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large.");
      case PRESIGNED_EXPIRED -> S3Exception.accessDenied("Request has expired");
      case MISMATCH ->
          new S3Exception(
              403,
              "SignatureDoesNotMatch",
              "The request signature we calculated does not match the signature you provided. Check"
                  + " your key and signing method.");
      case UNSIGNED_HEADERS -> S3Exception.accessDenied(message);
      case PAYLOAD_HASH_MISSING -> new S3Exception(400, "InvalidRequest", message);
      case PAYLOAD_HASH -> S3Exception.invalidArgument(message);
      case PAYLOAD -> new S3Exception(400, "XAmzContentSHA256Mismatch", message);
    };
  }

  @Override
  public Response error(String requestId, int status, String code, String message) {
    String body =
        Xml.document(
            "Error",
            "",
            xml ->
                xml.element("Code", code)
                    .element("Message", message)
                    .element("RequestId", requestId));
    return Response.of(status, "application/xml", body).with("x-amz-request-id", requestId);
  }
}
