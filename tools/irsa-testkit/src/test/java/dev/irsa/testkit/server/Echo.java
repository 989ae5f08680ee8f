package dev.irsa.testkit.server;

import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;

/** A service that responds with the request it received. The path is the action. */
final class Echo implements Service {
  @Override
  public String name() {
    return "echo";
  }

  @Override
  public RequestDetails describe(Request request) {
    return RequestDetails.of(request.rawPath().substring(1));
  }

  @Override
  public Answer answer(Request request, String requestId, Client client) {
    if (request.rawPath().equals("/broken")) {
      throw new IllegalStateException("on purpose");
    }
    String body =
        "<Echo><Method>%s</Method><Query>%s</Query><Expiration>2026-11-24T00:00:00Z</Expiration><Body>%s</Body></Echo>"
            .formatted(request.method(), request.rawQuery(), request.text());
    return new Answer(Response.of(200, "text/xml", body), describe(request));
  }

  @Override
  public Response error(String requestId, int status, String code, String message) {
    return Response.of(status, "text/xml", "<Error>" + code + ": " + message + "</Error>");
  }
}
