package dev.irsa.internal.sts;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.StsAddress;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.exchange.SigningSession;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.OutboundTokenIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.remedy.StsRemedies;
import dev.irsa.internal.text.TimeText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests credentials of a chained role, or a token for others, of STS with the credentials of
 * another session. Thread-safe; keeps no credentials.
 */
public final class SignedExchange implements Exchange {

  private final SignedAction action;
  private final StsAddress first;
  private final @Nullable StsAddress spare;
  private final Clock wall;

  /**
   * Creates an exchange, without I/O.
   *
   * @param first where STS is, with the region in the signatures
   * @param spare where calls go that ask the spare endpoint, or null
   */
  public SignedExchange(
      SignedAction action, StsAddress first, @Nullable StsAddress spare, Clock wall) {
    this.action = action;
    this.first = first;
    this.spare = spare;
    this.wall = wall;
  }

  /**
   * Returns the exchange of a configuration, without I/O. What tokens for others need is loaded by
   * the first of them.
   *
   * @param signer the configuration of the session whose credentials sign the requests
   */
  public static Exchange of(Configuration configuration, Configuration signer, Clock wall) {
    Identity identity = configuration.identity();
    SignedAction action =
        configuration.source() == IdentitySource.OUTBOUND_TOKEN
            ? new GetWebIdentityToken((OutboundTokenIdentity) identity, signer.subject())
            : new AssumeRole(
                (ChainedIdentity) identity, signer.subject(), configuration.pod().subject());
    return new SignedExchange(action, configuration.sts(), configuration.spare(), wall);
  }

  @Override
  public ExchangeResult run(RunningExchange call) {
    SigningSession signer = call.signer();
    SessionCredentials keys = signer.credentials();
    Instant now = wall.instant().plus(signer.clockOffset());
    Duration rest = keys == null ? Duration.ZERO : Duration.between(now, keys.expiration());
    if (keys == null || rest.compareTo(action.shortestRest()) < 0) {
      throw withoutKeys(keys == null || rest.isNegative());
    }
    StsAddress asked = call.isAtSpare() && spare != null ? spare : first;
    String region = Objects.requireNonNull(asked.signingRegion());
    try {
      return new StsRequest(asked.endpoint(), asked.transport(), call)
          .send(action, action.form(rest), keys, region, now);
    } catch (ExchangeRejectedException rejection) {
      if (StsRemedies.areKeysRejected(rejection.code())) {
        signer.invalidate(keys.accessKeyId());
      }
      throw action.explain(rejection);
    }
  }

  /** The credentials of the signer ended while this exchange waited for a place, or will soon. */
  private ExchangeUnavailableException withoutKeys(boolean areExpired) {
    String summary =
        action.refusal()
            + " yet: "
            + action.signer().role()
            + ", which signs the request, has "
            + (areExpired
                ? "no valid credentials"
                : "credentials for less than " + TimeText.of(action.shortestRest()));
    RoleAndIssuer subject = action.subject(first.endpoint());
    return new ExchangeUnavailableException(
        FailureDetails.of(summary, "It is tried again", subject.roleArn(), subject.endpoint()),
        ExchangeUnavailableException.Stage.WAITING,
        false);
  }

  @Override
  public Duration longestLifetime() {
    return action.longestLifetime();
  }

  @Override
  public void forget() {
    first.transport().forget();
    if (spare != null) {
      spare.transport().forget();
    }
  }
}
