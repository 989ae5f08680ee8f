package dev.irsa.internal.sts;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.internal.identity.OutboundTokenIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.remedy.StsRemedies;
import java.net.URI;
import java.time.Duration;

/**
 * Requests a token for others. It cannot outlive the credentials that sign the request: if they end
 * earlier than it should, a shorter one is requested. Immutable.
 *
 * @param signer the role whose credentials sign the requests
 */
public record GetWebIdentityToken(OutboundTokenIdentity identity, RoleAndIssuer signer)
    implements SignedAction {

  /** The minimum duration of a token (AWS STS API reference, GetWebIdentityToken). */
  private static final Duration SHORTEST = Duration.ofSeconds(60);

  @Override
  public String name() {
    return StsForm.OUTBOUND_TOKEN;
  }

  @Override
  public RoleAndIssuer subject(URI endpoint) {
    return RoleAndIssuer.of(identity, endpoint);
  }

  @Override
  public byte[] form(Duration rest) {
    return StsForm.of(
        identity.request(), Math.min(rest.toSeconds(), longestLifetime().toSeconds()));
  }

  @Override
  public Duration shortestRest() {
    return SHORTEST;
  }

  @Override
  public Duration longestLifetime() {
    return identity.duration();
  }

  @Override
  public String refusal() {
    return "A token for " + identity.audiences() + " cannot be requested";
  }

  @Override
  public ExchangeRejectedException explain(ExchangeRejectedException rejection) {
    return StsRemedies.explain(rejection, identity, signer);
  }
}
