package dev.irsa;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.StsHosts;
import dev.irsa.internal.events.LoggingListener;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.identity.OutboundTokenIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.sts.OutboundTokenExchange;
import dev.irsa.internal.time.Clocks;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The session of a token for others.
 *
 * @param signer the session whose credentials sign for the token
 * @param endpoint the endpoint of STS that serves it
 */
record OutboundTokenSession(ConfiguredSession signer, OutboundTokenRequest request, URI endpoint)
    implements PodSession {

  /**
   * Returns the session of a token.
   *
   * @throws MisconfiguredException if the endpoint of STS is not known, because the source of the
   *     credentials needs no region
   */
  static OutboundTokenSession of(ConfiguredSession signer, OutboundTokenRequest request) {
    return new OutboundTokenSession(signer, request, endpoint(signer.configuration()));
  }

  private static URI endpoint(Configuration configuration) {
    URI known = configuration.regionalStsEndpoint();
    if (known == null) {
      throw MisconfiguredException.of(
          Setting.REGION.label(),
          null,
          "is needed for a token that STS signs, because the global endpoint of STS does not"
              + " serve it",
          "set AWS_REGION to the region that the cluster is in");
    }
    return known;
  }

  private OutboundTokenIdentity identity() {
    return new OutboundTokenIdentity(signer.subject().roleArn(), request);
  }

  @Override
  public Configuration configuration() {
    return signer.configuration();
  }

  @Override
  public RoleAndIssuer subject() {
    return RoleAndIssuer.of(identity(), endpoint);
  }

  @Override
  public Exchange newExchange(Clocks clocks) {
    return signer.exchanges().apply(this, clocks);
  }

  /** Returns the exchange of this library. */
  Exchange exchange(Clocks clocks) {
    return new OutboundTokenExchange(
        identity(),
        endpoint,
        configuration().transport(),
        StsHosts.signingRegion(endpoint, Objects.requireNonNullElse(configuration().region(), "")),
        signer.subject(),
        clocks.wall());
  }

  /** A token is due after two thirds of its life. */
  @Override
  public RefreshPolicy policy() {
    return RefreshPolicy.standard();
  }

  /** Unlike the credentials of the pod, a token that nobody uses is not renewed. */
  @Override
  public Duration idleAfter() {
    return request.duration().multipliedBy(2);
  }

  /** A token does not outlive the credentials that sign it. */
  @Override
  public Duration validityOfSigner() {
    return request.duration();
  }

  @Override
  public Consumer<IrsaEvent> newLog() {
    return new LoggingListener(
        subject(), () -> "a token of " + subject().role(), List.of(), List.of());
  }
}
