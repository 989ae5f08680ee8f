package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.remedy.StsRemedies;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.SessionHandle;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.sts.StsCall;
import dev.irsa.internal.sts.StsExchange;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Obtains the credentials of a role by assuming it with those of another session. It holds no
 * handle of that session, so it neither keeps it in use nor uses one that its owner closed.
 * Thread-safe; keeps no credentials.
 */
final class ChainedExchange implements CredentialExchange {

  /** The maximum duration for a chained role (AWS STS API reference, AssumeRole). */
  private static final Duration MAX_LIFETIME = Duration.ofHours(1);

  private final ChainedIdentity identity;
  private final StsExchange exchange;
  private final String region;
  private final SessionRegistry registry;
  private final SessionRegistry.Terms signer;
  private final Subject pod;
  private final Clocks clocks;

  /**
   * Creates the exchange of a configuration.
   *
   * @param configuration that of a chained role
   * @param signer the session whose credentials assume the role
   */
  ChainedExchange(
      Configuration configuration, SessionRegistry registry, SessionRegistry.Terms signer) {
    this.clocks = registry.clocks();
    this.identity = (ChainedIdentity) configuration.identity();
    this.exchange =
        new StsExchange(
            identity, configuration.endpoint(), configuration.transport(), clocks.nanos());
    this.region = configuration.signingRegion();
    this.registry = registry;
    this.signer = signer;
    this.pod = configuration.pod().subject();
  }

  @Override
  public Call call(Duration bound) {
    return new SignedCall(exchange.call(bound), bound);
  }

  @Override
  public Duration longestLifetime() {
    return Objects.requireNonNullElse(identity.duration(), MAX_LIFETIME);
  }

  @Override
  public void forget() {
    exchange.forget();
  }

  /** A call that is signed with the credentials of the other session. */
  private final class SignedCall implements Call {

    private final StsCall call;
    private final Duration bound;

    SignedCall(StsCall call, Duration bound) {
      this.call = call;
      this.bound = bound;
    }

    @Override
    public ExchangeResult run() {
      try (SessionHandle handle =
          new SessionHandle(registry, unused -> signer, List.of(), 1, bound)) {
        SessionCredentials keys = valid(handle.credentialsAsync());
        SessionStatus status = handle.status();
        Duration offset = status == null ? null : status.clockOffset();
        Instant now =
            clocks.wall().instant().plus(Objects.requireNonNullElse(offset, Duration.ZERO));
        try {
          return call.send(keys, region, now);
        } catch (ExchangeRejectedException rejection) {
          if (StsRemedies.areKeysRejected(rejection.code())) {
            handle.invalidate(keys.accessKeyId());
          }
          throw StsRemedies.explain(rejection, identity, signer.subject(), pod);
        }
      }
    }

    /** Waiting here would keep a worker from the exchange that is waited for. */
    private SessionCredentials valid(CompletableFuture<SessionCredentials> asked) {
      if (!asked.isDone()) {
        String summary =
            identity.roleArn()
                + " cannot be assumed yet: "
                + signer.subject().role()
                + ", which assumes it, has no valid credentials";
        throw new ExchangeUnavailableException(
            FailureDetails.of(
                summary, "It is tried again", identity.roleArn(), signer.subject().endpoint()),
            ExchangeUnavailableException.Stage.WAITING,
            false);
      }
      try {
        return asked.join();
      } catch (CompletionException failed) {
        if (failed.getCause() instanceof CredentialsException failure) {
          throw failure;
        }
        throw failed;
      }
    }

    @Override
    public void abort() {
      call.abort();
    }
  }
}
