package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.exchange.ExchangeCall;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpCall;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sigv4.RequestSigner;
import dev.irsa.internal.sigv4.SigningKeys;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** A request to STS for the credentials of a role, over a new connection. Sent once. */
public final class StsCall {

  private final URI endpoint;
  private final Transport transport;
  private final HttpCall http;

  /**
   * Begins the step of a call that sends the request, without I/O.
   *
   * @param endpoint the endpoint, with its path
   * @param transport the settings of connections
   */
  public StsCall(URI endpoint, Transport transport, ExchangeCall call) {
    this.endpoint = endpoint;
    this.transport = transport;
    this.http = new HttpCall(call.stepDeadline());
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
        StsForm.WITH_WEB_IDENTITY, identity.roleArn(), HttpRequest.post(form), token.value());
  }

  /**
   * Signs and sends a request, and reads the response.
   *
   * @param signer the credentials that assume the role
   * @param region the region in the signature
   * @param now the time by the clock of STS, which tolerates five minutes
   * @throws CredentialsException if STS rejects the request, or does not return a usable response
   *     in time
   */
  public ExchangeResult send(
      ChainedIdentity identity, SessionCredentials signer, String region, Instant now) {
    byte[] form = StsForm.of(identity);
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
    return send(
        StsForm.CHAINED,
        identity.roleArn(),
        HttpRequest.post(form, signature),
        signer.sessionToken());
  }

  private ExchangeResult send(String action, String roleArn, HttpRequest request, String secret) {
    StsResponse response = new StsResponse(action, roleArn, endpoint, secret, http);
    return response.read(
        new HttpClient(endpoint, transport, http).send(request, response.subject(), secret));
  }
}
