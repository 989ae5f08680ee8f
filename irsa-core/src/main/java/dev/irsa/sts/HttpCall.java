package dev.irsa.sts;

import dev.irsa.identity.MisconfiguredException;
import dev.irsa.identity.WebIdentity;
import dev.irsa.identity.WebIdentityToken;
import java.io.IOException;
import java.net.URI;

/** One call: sends the form and judges what comes back. */
final class HttpCall implements TokenExchange.Call {

  private final WebIdentity identity;
  private final URI endpoint;
  private final HttpPost post;
  private final CallState state;

  HttpCall(WebIdentity identity, URI endpoint, HttpPost post, CallState state) {
    this.identity = identity;
    this.endpoint = endpoint;
    this.post = post;
    this.state = state;
  }

  @Override
  public ExchangeAnswer send(WebIdentityToken token) {
    Verdict verdict = new Verdict(identity, endpoint, token, state);
    HttpAnswer answer;
    try {
      answer = post.send(RequestBody.of(identity, token));
    } catch (TunnelRefusedException e) {
      throw verdict.noTunnel(e);
    } catch (MisconfiguredException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Unchecked ones come from providers that the process installed, of TLS for instance.
      throw verdict.noAnswer(e);
    }
    return verdict.on(answer);
  }

  @Override
  public void abort() {
    state.abort();
  }
}
