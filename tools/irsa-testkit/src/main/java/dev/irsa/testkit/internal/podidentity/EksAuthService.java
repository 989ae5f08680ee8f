package dev.irsa.testkit.internal.podidentity;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.kubernetes.PodWebhook;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.podidentity.PodTokens.PodToken;
import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The service EKS Auth of a cluster: {@code AssumeRoleForPodIdentity}, which agents call. Errors
 * have the codes and statuses of its API reference. Thread-safe. It holds no resources to close.
 *
 * <p>The signature of the agent's request is not required, since a lab has one node only.
 */
public final class EksAuthService implements Service {
  private static final String ACTION = "AssumeRoleForPodIdentity";
  private static final Pattern PATH =
      Pattern.compile("/clusters/([^/]+)/assume-role-for-pod-identity");
  private static final Pattern TOKEN =
      Pattern.compile("[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+");

  private final EksCluster cluster;
  private final PodIdentityAssociations associations;
  private final PodTokens tokens;
  private final PodSessions sessions;

  /**
   * Creates the service.
   *
   * @param account the account's IAM
   * @param keys holds the credentials that it issues
   * @param issuer signs the tokens of the cluster's pods
   * @param clock the lab's time
   * @param sessionLifetime the maximum lifetime of sessions; null for 6 h, and 59 min with a target
   *     role
   */
  public EksAuthService(
      EksCluster cluster,
      PodIdentityAssociations associations,
      Account account,
      AccessKeys keys,
      OidcIssuer issuer,
      Clock clock,
      @Nullable Duration sessionLifetime) {
    this.cluster = cluster;
    this.associations = associations;
    this.tokens = new PodTokens(issuer, clock);
    this.sessions = new PodSessions(cluster, account, keys, clock, sessionLifetime);
  }

  @Override
  public String name() {
    return "eks-auth";
  }

  @Override
  public RequestDetails describe(Request request) {
    boolean known = request.method().equals("POST") && PATH.matcher(request.rawPath()).matches();
    return RequestDetails.of(known ? ACTION : "");
  }

  @Override
  public Answer answer(Request request, String requestId, Client client) {
    RequestDetails details = describe(request);
    try {
      Matcher path = PATH.matcher(request.rawPath());
      if (details.action().isEmpty() || !path.matches()) {
        throw new ServiceException(404, "UnknownOperationException", "unknown operation");
      }
      String token = token(request);
      if (!path.group(1).equals(cluster.name())) {
        throw new ServiceException(
            404, "ResourceNotFoundException", "No cluster found for name: " + path.group(1) + ".");
      }
      return assume(token, details, requestId);
    } catch (ServiceException e) {
      return e.answer(this, requestId, details);
    }
  }

  private static String token(Request request) throws ServiceException {
    String token;
    try {
      token = JSONObjectUtils.getString(JsonObjects.parse(request.text()), "token");
    } catch (ParseException e) {
      throw new ServiceException(
          400, "InvalidRequestException", "The body must be a JSON object with a text, token");
    }
    if (token == null || !TOKEN.matcher(token).matches()) {
      throw new ServiceException(
          400, "InvalidParameterException", "The parameter token must match " + TOKEN);
    }
    return token;
  }

  private Answer assume(String token, RequestDetails details, String requestId)
      throws ServiceException {
    PodToken pod = tokens.verify(token);
    PodIdentityAssociation association =
        associations
            .find(pod.namespace(), pod.serviceAccount())
            .orElseThrow(
                () ->
                    new ServiceException(
                        404,
                        "ResourceNotFoundException",
                        "No association found for service account %s in namespace %s."
                            .formatted(pod.serviceAccount(), pod.namespace())));
    AccessKey session = sessions.assume(association, pod);
    AccessKey.Principal user = session.principal();
    String sessionName = user.userId().substring(user.userId().indexOf(':') + 1);
    return new Answer(
        json(200, result(pod, association, session), requestId),
        details
            .withRole(user.role() == null ? null : user.role().arn(), sessionName)
            .withSubject(pod.subject())
            .withAccessKeyId(session.accessKeyId())
            .withCallerArn(user.arn()));
  }

  private static String result(
      PodToken pod, PodIdentityAssociation association, AccessKey session) {
    return JsonObjects.text(
        "subject",
        JsonObjects.of("namespace", pod.namespace(), "serviceAccount", pod.serviceAccount()),
        "audience",
        PodWebhook.POD_IDENTITY_AUDIENCE,
        "podIdentityAssociation",
        JsonObjects.of(
            "associationArn", association.associationArn(),
            "associationId", association.associationId()),
        "assumedRoleUser",
        JsonObjects.of(
            "arn", session.principal().arn(),
            "assumeRoleId", session.principal().userId()),
        "credentials",
        JsonObjects.of(
            "sessionToken", String.valueOf(session.sessionToken()),
            "secretAccessKey", session.secretAccessKey(),
            "accessKeyId", session.accessKeyId(),
            "expiration", Objects.requireNonNull(session.expiresAt()).getEpochSecond()));
  }

  @Override
  public Response error(String requestId, int status, String code, String message) {
    return json(status, JsonObjects.text("message", message), requestId)
        .with("x-amzn-ErrorType", code);
  }

  private static Response json(int status, String body, String requestId) {
    return Response.of(status, "application/json", body).with("x-amzn-RequestId", requestId);
  }
}
