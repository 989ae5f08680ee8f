package dev.irsa;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.identity.SigningSession;
import dev.irsa.internal.remedy.StsRemedies;
import dev.irsa.internal.sts.StsCall;
import dev.irsa.internal.time.Clocks;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * Obtains the credentials of a role by assuming it with the credentials of another session.
 * Thread-safe; keeps no credentials.
 */
final class ChainedExchange implements Exchange {

  /** The maximum duration for a chained role (AWS STS API reference, AssumeRole). */
  private static final Duration MAX_LIFETIME = Duration.ofHours(1);

  private final ChainedIdentity identity;
  private final URI endpoint;
  private final Transport transport;
  private final String region;
  private final RoleAndIssuer assumedBy;
  private final RoleAndIssuer pod;
  private final Clocks clocks;

  /**
   * Creates the exchange of a configuration.
   *
   * @param configuration the configuration of a chained role
   * @param signer the configuration of the session whose credentials assume the role
   */
  ChainedExchange(Configuration configuration, Configuration signer, Clocks clocks) {
    this.identity = (ChainedIdentity) configuration.identity();
    this.endpoint = configuration.endpoint();
    this.transport = configuration.transport();
    this.region = configuration.signingRegion();
    this.assumedBy = signer.subject();
    this.pod = configuration.pod().subject();
    this.clocks = clocks;
  }

  @Override
  public ExchangeResult run(ExchangeCall call) {
    SigningSession signer = call.signer();
    SessionCredentials keys = signer.credentials();
    if (keys == null) {
      throw withoutKeys();
    }
    try {
      return new StsCall(endpoint, transport, clocks.nanos(), call)
          .send(identity, keys, region, clocks.wall().instant().plus(signer.clockOffset()));
    } catch (ExchangeRejectedException rejection) {
      if (StsRemedies.areKeysRejected(rejection.code())) {
        signer.invalidate(keys.accessKeyId());
      }
      throw StsRemedies.explain(rejection, identity, assumedBy, pod);
    }
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
  }
}
