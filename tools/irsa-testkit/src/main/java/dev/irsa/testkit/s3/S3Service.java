package dev.irsa.testkit.s3;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Role;
import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.internal.server.Xml;
import dev.irsa.testkit.internal.signature.Authenticator;
import dev.irsa.testkit.internal.signature.RefusedException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * The part of S3 that clients need to prove their credentials. It verifies the signature of every
 * request, the session token, and the permissions of the role's managed policies. Thread-safe. It
 * holds no resources to close.
 */
final class S3Service implements Service {
  private static final Set<String> FULL =
      Set.of("AmazonS3FullAccess", "AdministratorAccess", "PowerUserAccess");
  private static final Set<String> READ = Set.of("AmazonS3ReadOnlyAccess", "ReadOnlyAccess");

  private final S3Actions actions;
  private final Authenticator authenticator;
  private final AccessKeys keys;
  private final String region;

  S3Service(
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
  public Limits limits() {
    return new Limits(Integer.MAX_VALUE, 256 << 20);
  }

  @Override
  public RequestDetails describe(Request request) {
    return RequestDetails.of(S3Request.of(request).action())
        .withAccessKeyId(Authenticator.accessKeyId(request));
  }

  @Override
  public Answer answer(Request http, String requestId, Client client) {
    RequestDetails details = describe(http);
    try {
      AccessKey key = authenticator.authenticate(http, region);
      details = details.withCallerArn(key.principal().arn());
      S3Request request = S3Request.of(http);
      request.requireEmulated();
      requirePermission(key, request);
      Response response = actions.perform(request);
      return new Answer(response.with("x-amz-request-id", requestId), details);
    } catch (ServiceException e) {
      return e.answer(this, requestId, details);
    } catch (RefusedException e) {
      boolean inHeader = http.headers().first("Authorization").isPresent();
      return e.inS3(inHeader).answer(this, requestId, details);
    }
  }

  private void requirePermission(AccessKey key, S3Request request) throws ServiceException {
    String permission = request.permission();
    Role role = key.principal().role();
    if (keys.isRevoked(key) || (role != null && !allows(role, permission))) {
      throw new ServiceException(
          403,
          "AccessDenied",
          "User: %s is not authorized to perform: %s on resource: \"arn:aws:s3:::%s\" %s"
              .formatted(
                  key.principal().arn(),
                  permission,
                  request.bucket() + (request.key().isEmpty() ? "" : "/" + request.key()),
                  keys.isRevoked(key)
                      ? "with an explicit deny in an identity-based policy"
                      : "because no identity-based policy allows the action"));
    }
  }

  /** Decides by the names of AWS's managed policies. Keys of users have all permissions. */
  private static boolean allows(Role role, String permission) {
    boolean reads = permission.matches("s3:(Get|List).*");
    return role.policies().stream()
        .anyMatch(policy -> FULL.contains(policy) || (reads && READ.contains(policy)));
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
