package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenExchange;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sigv4.RequestSigner;
import dev.irsa.internal.sigv4.SigningKeys;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call to STS for the credentials of a role, over a new connection. Sent once. */
public final class StsCall implements TokenExchange.Call {

  private final StsExchange exchange;
  private final CancellableCall state;

  /** Prepares a call, without I/O. */
  StsCall(StsExchange exchange, CancellableCall state) {
    this.exchange = exchange;
    this.state = state;
  }

  @Override
  public ExchangeResult send(@Nullable IdentityToken webIdentityToken) {
    String token = Objects.requireNonNull(webIdentityToken).value();
    byte[] form = StsForm.of((WebIdentity) exchange.identity(), token);
    return send(StsForm.WITH_WEB_IDENTITY, HttpRequest.post(form), token);
  }

  /**
   * Sends a request that is signed, and reads the response.
   *
   * @param signer the credentials that assume the role
   * @param region the region in the signature
   * @param now the time by the clock of STS, which tolerates five minutes
   * @throws CredentialsException if STS rejects the request, or does not return a usable response
   *     in time
   */
  public ExchangeResult send(SessionCredentials signer, String region, Instant now) {
    byte[] form = StsForm.of((ChainedIdentity) exchange.identity());
    String path = exchange.endpoint().getRawPath();
    Map<String, String> signature =
        new RequestSigner("sts", region)
            .sign(
                "POST",
                path.isEmpty() ? "/" : path,
                Map.of(
                    "Host",
                    new ConnectionFactory(exchange.endpoint(), exchange.transport()).authority()),
                form,
                SigningKeys.of(signer),
                now);
    return send(StsForm.CHAINED, HttpRequest.post(form, signature), signer.sessionToken());
  }

  private ExchangeResult send(String action, HttpRequest request, String secret) {
    URI endpoint = exchange.endpoint();
    String roleArn = Objects.requireNonNull(exchange.identity().roleArn());
    StsResponse response = new StsResponse(action, roleArn, endpoint, secret, state);
    return response.read(
        new HttpClient(endpoint, exchange.transport(), state, exchange.nanoTime())
            .send(request, response.subject(), secret));
  }

  @Override
  public void abort() {
    state.abort();
  }
}
