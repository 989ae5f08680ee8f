package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpExchange;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sigv4.RequestSigner;
import dev.irsa.internal.sigv4.SigningKeys;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** A request to STS, over a new connection. Sent once. */
public final class StsRequest {

  private final URI endpoint;
  private final Transport transport;
  private final HttpExchange http;

  /**
   * Begins the step of a call that sends the request, without I/O.
   *
   * @param endpoint the endpoint, with its path
   * @param transport the settings of connections
   */
  public StsRequest(URI endpoint, Transport transport, RunningExchange call) {
    this.endpoint = endpoint;
    this.transport = transport;
    this.http = new HttpExchange(call.stepDeadline());
    call.begin(http);
  }

  /**
   * Sends a web identity token, and reads the response.
   *
   * @throws CredentialsException if STS rejects the request, or does not return a usable response
   *     in time
   */
  public ExchangeResult send(WebIdentity identity, IdentityToken token) {
    byte[] form = StsForm.of(identity, token.value());
    return send(
        StsForm.WITH_WEB_IDENTITY,
        RoleAndIssuer.ofRole(identity.roleArn(), endpoint),
        HttpRequest.post(form),
        token.value());
  }

  /**
   * Signs and sends a request, and reads the response.
   *
   * @param form the form of the action
   * @param signer the credentials that sign it
   * @param region the region in the signature
   * @param now the time by the clock of STS, which tolerates five minutes
   * @throws CredentialsException if STS rejects the request, or does not return a usable response
   *     in time
   */
  public ExchangeResult send(
      SignedAction action, byte[] form, SessionCredentials signer, String region, Instant now) {
    return send(
        action.name(),
        action.subject(endpoint),
        signed(form, signer, region, now),
        signer.sessionToken());
  }

  private HttpRequest signed(byte[] form, SessionCredentials signer, String region, Instant now) {
    String path = endpoint.getRawPath();
    Map<String, String> signature =
        new RequestSigner("sts", region)
            .sign(
                "POST",
                path.isEmpty() ? "/" : path,
                Map.of("Host", ConnectionFactory.authority(endpoint)),
                form,
                SigningKeys.of(signer),
                now);
    return HttpRequest.post(form, signature);
  }

  private ExchangeResult send(
      String action, RoleAndIssuer subject, HttpRequest request, String secret) {
    return new StsResponse(action, subject, secret, http)
        .read(new HttpClient(endpoint, transport, http).send(request, subject, secret));
  }
}
