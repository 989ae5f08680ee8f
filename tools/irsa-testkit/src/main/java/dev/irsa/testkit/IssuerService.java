package dev.irsa.testkit;

import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;

/** Serves the cluster's OIDC documents, which EKS publishes on the internet. */
record IssuerService(OidcIssuer issuer) implements Service {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String KEYS = "/keys";

  @Override
  public String name() {
    return "oidc";
  }

  @Override
  public RequestDetails describe(Request request) {
    String path = request.rawPath();
    if (path.equals(issuer.issuer().getPath() + DISCOVERY)) {
      return RequestDetails.of("OpenIdConfiguration");
    }
    return RequestDetails.of(path.equals(issuer.issuer().getPath() + KEYS) ? "JsonWebKeys" : "");
  }

  @Override
  public Answer answer(Request request, String requestId, Client client) {
    RequestDetails details = describe(request);
    Response response =
        switch (details.action()) {
          case "OpenIdConfiguration" -> json(issuer.discoveryDocument());
          case "JsonWebKeys" -> json(issuer.keys());
          default -> error(requestId, 404, "NotFound", "unknown issuer or document");
        };
    return new Answer(response, details);
  }

  private static Response json(String document) {
    return Response.of(200, "application/json", document);
  }

  @Override
  public Response error(String requestId, int status, String code, String message) {
    return Response.of(
        status, "application/json", JsonObjects.text("code", code, "message", message));
  }
}
