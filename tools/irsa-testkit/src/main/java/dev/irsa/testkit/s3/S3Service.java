package dev.irsa.testkit.s3;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Role;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.internal.server.Xml;
import dev.irsa.testkit.internal.signature.Authenticator;
import dev.irsa.testkit.internal.signature.RefusedException;
import dev.irsa.testkit.server.Details;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of S3 that clients need to prove their credentials. It verifies the signature of every
 * request, the session token, and the permissions of the role's managed policies. Thread-safe. It
 * holds no resources to close.
 */
public final class S3Service implements Service {
  private static final Pattern CREDENTIAL =
      Pattern.compile("(?:Credential=|X-Amz-Credential=)([A-Z0-9]+)(?:/|%2F)");
  private static final Set<String> FULL =
      Set.of("AmazonS3FullAccess", "AdministratorAccess", "PowerUserAccess");
  private static final Set<String> READ = Set.of("AmazonS3ReadOnlyAccess", "ReadOnlyAccess");

  private final S3Actions actions;
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
    this.actions = new S3Actions(store, region);
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
      AccessKey key = authenticator.authenticate(http, region);
      details = details.withCallerArn(key.principal().arn());
      S3Request request = S3Request.of(http);
      requirePermission(key, request);
      Response response = actions.perform(request);
      return new Answer(response.with("x-amz-request-id", requestId), details);
    } catch (ServiceException e) {
      return e.answer(this, requestId, details);
    } catch (RefusedException e) {
      boolean inHeader = http.headers().first("Authorization").isPresent();
      return refusal(e, inHeader).answer(this, requestId, details);
    }
  }

  private void requirePermission(AccessKey key, S3Request request) throws ServiceException {
    String permission = actions.permission(request);
    Role role = key.principal().role();
    String reason =
        keys.isRevoked(key)
            ? "with an explicit deny in an identity-based policy"
            : "because no identity-based policy allows the %s action".formatted(permission);
    if (keys.isRevoked(key) || (role != null && !allows(role, permission))) {
      throw denied(
          "User: %s is not authorized to perform: %s on resource: \"arn:aws:s3:::%s\" %s"
              .formatted(key.principal().arn(), permission, request.resource(), reason));
    }
  }

  /** Decides by the names of AWS's managed policies. Keys of users have all permissions. */
  private static boolean allows(Role role, String permission) {
    boolean reads = permission.matches("s3:(Get|List).*");
    return role.policies().stream()
        .anyMatch(policy -> FULL.contains(policy) || (reads && READ.contains(policy)));
  }

  private static ServiceException denied(String message) {
    return new ServiceException(403, "AccessDenied", message);
  }

  /** Maps a refusal to S3's codes, which are its own (S3 API reference, "Error responses"). */
  private static ServiceException refusal(RefusedException refused, boolean inHeader) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused.reason()) {
      case MISSING -> denied("Access Denied");
      case INCOMPLETE, SCOPE ->
          inHeader
              ? new ServiceException(
                  400,
                  "AuthorizationHeaderMalformed",
                  "The authorization header is malformed; " + message)
              : new ServiceException(400, "AuthorizationQueryParametersError", message);
      case UNKNOWN_KEY ->
          new ServiceException(
              403,
              "InvalidAccessKeyId",
              "The AWS Access Key Id you provided does not exist in our records.");
      case WRONG_TOKEN ->
          new ServiceException(
              400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
      case EXPIRED -> new ServiceException(400, "ExpiredToken", "The provided token has expired.");
      case SKEWED ->
          new ServiceException(
              403,
              "RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large.");
      case PRESIGNED_EXPIRED -> denied("Request has expired");
      case MISMATCH ->
          new ServiceException(
              403,
              "SignatureDoesNotMatch",
              "The request signature we calculated does not match the signature you provided. Check"
                  + " your key and signing method.");
      case UNSIGNED_HEADERS -> denied(message);
      case PAYLOAD_HASH_MISSING -> new ServiceException(400, "InvalidRequest", message);
      case PAYLOAD_HASH -> new ServiceException(400, "InvalidArgument", message);
      case PAYLOAD -> new ServiceException(400, "XAmzContentSHA256Mismatch", message);
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
