package dev.irsa.testkit.internal.sts;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.internal.server.Xml;
import dev.irsa.testkit.internal.signature.Authenticator;
import dev.irsa.testkit.internal.sts.IssuerKeys.IssuerClient;
import dev.irsa.testkit.internal.sts.StsAction.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The Security Token Service of one region and account: dispatches the actions of the Query
 * protocol and writes responses in STS's format. Thread-safe. It holds no resources to close.
 */
public final class StsService implements Service {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final String VERSION = "2011-06-15";

  private final StsCallers callers;
  private final Map<String, StsAction> actions;

  /**
   * Creates the service.
   *
   * @param account the account's IAM
   * @param keys holds the credentials that it issues
   * @param issuers fetches the documents of identity providers
   * @param clock the lab's time
   * @param signingClocks the clocks that requests may be signed by
   */
  public StsService(
      Account account,
      AccessKeys keys,
      IssuerClient issuers,
      Clock clock,
      List<Clock> signingClocks,
      LabStsSettings settings) {
    IssuerKeys issuerKeys = new IssuerKeys(issuers, clock);
    WebIdentityTokens tokens =
        new WebIdentityTokens(account, issuerKeys, clock, settings.tokenLeeway());
    this.callers =
        new StsCallers(
            new Authenticator(keys, clock, signingClocks, "sts"), keys, settings.region());
    IssuedSessions sessions = new IssuedSessions(keys, clock, settings);
    this.actions =
        Map.of(
            "AssumeRoleWithWebIdentity",
            new AssumeRoleWithWebIdentity(account, tokens, sessions),
            "AssumeRole",
            new AssumeRole(account, callers, sessions),
            GetWebIdentityToken.NAME,
            new GetWebIdentityToken(account, callers, clock, settings),
            "GetCallerIdentity",
            (request, parameters, details) -> callerIdentity(callers, request, details));
  }

  private static Outcome callerIdentity(StsCallers callers, Request request, RequestDetails details)
      throws ServiceException {
    AccessKey.Principal caller = callers.authenticate(request, "GetCallerIdentity").principal();
    return new Outcome(
        xml ->
            xml.element("Arn", caller.arn())
                .element("UserId", caller.userId())
                .element("Account", caller.accountId()),
        details.withCallerArn(caller.arn()));
  }

  @Override
  public String name() {
    return "sts";
  }

  @Override
  public RequestDetails describe(Request request) {
    Parameters parameters = Parameters.of(request);
    return RequestDetails.of(parameters.orEmpty("Action"))
        .withRegion(callers.region(request))
        .withRole(parameters.get("RoleArn"), parameters.get("RoleSessionName"))
        .withAccessKeyId(Authenticator.accessKeyId(request));
  }

  @Override
  public Answer answer(Request request, String requestId, Client client) {
    RequestDetails details = describe(request);
    try {
      Parameters parameters = Parameters.of(request);
      StsAction action = action(request, parameters);
      Outcome outcome = action.perform(request, parameters, details);
      String name = details.action();
      String body =
          Xml.document(
              name + "Response",
              NAMESPACE,
              xml ->
                  xml.element(name + "Result", outcome.result())
                      .element("ResponseMetadata", meta -> meta.element("RequestId", requestId)));
      return new Answer(xml(200, body, requestId), outcome.details());
    } catch (ServiceException e) {
      return e.answer(this, requestId, details);
    }
  }

  private StsAction action(Request request, Parameters parameters) throws ServiceException {
    String name = parameters.orEmpty("Action");
    if (name.isEmpty()) {
      throw new StsException(400, "MissingAction", "The request must contain the parameter Action");
    }
    String version = parameters.orEmpty("Version");
    StsAction action = actions.get(name);
    boolean notHere = name.equals(GetWebIdentityToken.NAME) && StsCallers.isGlobal(request);
    if (action == null || notHere || !version.equals(VERSION)) {
      throw new StsException(
          400,
          "InvalidAction",
          "Could not find operation %s for version %s"
              .formatted(name, version.isEmpty() ? "NO_VERSION_SPECIFIED" : version));
    }
    return action;
  }

  @Override
  public Response error(String requestId, int status, String code, String message) {
    String body =
        Xml.document(
            "ErrorResponse",
            NAMESPACE,
            xml ->
                xml.element(
                        "Error",
                        error ->
                            error
                                .element("Type", status < 500 ? "Sender" : "Receiver")
                                .element("Code", code)
                                .element("Message", message))
                    .element("RequestId", requestId));
    return xml(status, body, requestId);
  }

  private static Response xml(int status, String body, String requestId) {
    return Response.of(status, "text/xml", body).with("x-amzn-RequestId", requestId);
  }
}
