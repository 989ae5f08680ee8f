package dev.irsa.internal.sts;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.exchange.SigningSession;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.OutboundTokenIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.remedy.StsRemedies;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Requests a token for others with the credentials of another session. Thread-safe; keeps no
 * credentials.
 *
 * <p>A token cannot outlive the session that signs it. If the credentials end earlier than the
 * token should, a shorter one is requested.
 */
public final class OutboundTokenExchange implements Exchange {

  /** The minimum duration of a token (AWS STS API reference, GetWebIdentityToken). */
  private static final Duration SHORTEST = Duration.ofSeconds(60);

  private final OutboundTokenIdentity identity;
  private final URI endpoint;
  private final Transport transport;
  private final String region;
  private final RoleAndIssuer signedBy;
  private final Clock wall;

  /**
   * Creates an exchange, without I/O.
   *
   * @param endpoint the endpoint of STS, with its path; not the global one, which does not serve
   *     tokens
   * @param transport the settings of connections
   * @param region the region in the signatures of requests
   * @param signedBy the role whose credentials sign the requests
   */
  public OutboundTokenExchange(
      OutboundTokenIdentity identity,
      URI endpoint,
      Transport transport,
      String region,
      RoleAndIssuer signedBy,
      Clock wall) {
    this.identity = identity;
    this.endpoint = endpoint;
    this.transport = transport;
    this.region = region;
    this.signedBy = signedBy;
    this.wall = wall;
  }

  @Override
  public ExchangeResult run(RunningExchange call) {
    SigningSession signer = call.signer();
    SessionCredentials keys = signer.credentials();
    Instant now = wall.instant().plus(signer.clockOffset());
    Duration rest = keys == null ? Duration.ZERO : Duration.between(now, keys.expiration());
    if (keys == null || rest.compareTo(SHORTEST) < 0) {
      throw withoutKeys(
          keys == null ? "has no valid credentials" : "has credentials that end within a minute");
    }
    Duration wanted = identity.duration();
    long seconds = (rest.compareTo(wanted) < 0 ? rest : wanted).toSeconds();
    try {
      return new StsRequest(endpoint, transport, call).send(identity, seconds, keys, region, now);
    } catch (ExchangeRejectedException rejection) {
      if (StsRemedies.areKeysRejected(rejection.code())) {
        signer.invalidate(keys.accessKeyId());
      }
      throw StsRemedies.explain(rejection, identity, signedBy);
    }
  }

  private ExchangeUnavailableException withoutKeys(String reason) {
    String summary =
        "A token for "
            + identity.audiences()
            + " cannot be requested yet: "
            + signedBy.role()
            + ", which signs the request, "
            + reason;
    return new ExchangeUnavailableException(
        FailureDetails.of(summary, "It is tried again", identity.roleArn(), endpoint),
        ExchangeUnavailableException.Stage.WAITING,
        false);
  }

  @Override
  public Duration longestLifetime() {
    return identity.duration();
  }

  @Override
  public void forget() {
    transport.forget();
  }
}
