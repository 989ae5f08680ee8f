package dev.irsa.internal.sts;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.config.StsAddress;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.exchange.SigningSession;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.remedy.StsRemedies;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Assumes a role with the credentials of another session. Thread-safe; keeps no credentials. */
public final class ChainedExchange implements Exchange {

  /** The maximum duration for a chained role (AWS STS API reference, AssumeRole). */
  private static final Duration MAX_LIFETIME = Duration.ofHours(1);

  private final ChainedIdentity identity;
  private final URI endpoint;
  private final Transport transport;
  private final String region;
  private final @Nullable StsAddress spare;
  private final RoleAndIssuer assumedBy;
  private final RoleAndIssuer pod;
  private final Clock wall;

  /**
   * Creates an exchange, without I/O.
   *
   * @param endpoint the endpoint of STS, with its path
   * @param transport the settings of connections
   * @param region the region in the signatures of requests
   * @param spare the endpoint for calls that ask the spare one, or null
   * @param assumedBy the role whose credentials sign the requests
   * @param pod the role with which the chain begins
   */
  public ChainedExchange(
      ChainedIdentity identity,
      URI endpoint,
      Transport transport,
      String region,
      @Nullable StsAddress spare,
      RoleAndIssuer assumedBy,
      RoleAndIssuer pod,
      Clock wall) {
    this.identity = identity;
    this.endpoint = endpoint;
    this.transport = transport;
    this.region = region;
    this.spare = spare;
    this.assumedBy = assumedBy;
    this.pod = pod;
    this.wall = wall;
  }

  @Override
  public ExchangeResult run(RunningExchange call) {
    SigningSession signer = call.signer();
    SessionCredentials keys = signer.credentials();
    if (keys == null) {
      throw withoutKeys();
    }
    try {
      return send(call, keys, wall.instant().plus(signer.clockOffset()));
    } catch (ExchangeRejectedException rejection) {
      if (StsRemedies.areKeysRejected(rejection.code())) {
        signer.invalidate(keys.accessKeyId());
      }
      throw StsRemedies.explain(rejection, identity, assumedBy, pod);
    }
  }

  private ExchangeResult send(RunningExchange call, SessionCredentials keys, Instant now) {
    StsAddress other = call.isAtSpare() ? spare : null;
    return other == null
        ? new StsRequest(endpoint, transport, call).send(identity, keys, region, now)
        : new StsRequest(other.endpoint(), other.transport(), call)
            .send(identity, keys, Objects.requireNonNullElse(other.signingRegion(), region), now);
  }

  /** The credentials of the signer expired while this exchange waited for a place. */
  private ExchangeUnavailableException withoutKeys() {
    String summary =
        identity.roleArn()
            + " cannot be assumed yet: "
            + assumedBy.role()
            + ", which assumes it, has no valid credentials";
    return new ExchangeUnavailableException(
        FailureDetails.of(summary, "It is tried again", identity.roleArn(), assumedBy.endpoint()),
        ExchangeUnavailableException.Stage.WAITING,
        false);
  }

  @Override
  public Duration longestLifetime() {
    return Objects.requireNonNullElse(identity.duration(), MAX_LIFETIME);
  }

  @Override
  public void forget() {
    transport.forget();
    if (spare != null) {
      spare.transport().forget();
    }
  }
}
