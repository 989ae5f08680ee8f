package dev.irsa;

import dev.irsa.credentials.CredentialsException;
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
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.remedy.StsRemedies;
import dev.irsa.internal.session.SessionHandle;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.sts.StsCall;
import dev.irsa.internal.time.Clocks;
import java.net.URI;
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
final class ChainedExchange implements Exchange {

  /** The maximum duration for a chained role (AWS STS API reference, AssumeRole). */
  private static final Duration MAX_LIFETIME = Duration.ofHours(1);

  private final ChainedIdentity identity;
  private final URI endpoint;
  private final Transport transport;
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
    this.endpoint = configuration.endpoint();
    this.transport = configuration.transport();
    this.region = configuration.signingRegion();
    this.registry = registry;
    this.signer = signer;
    this.pod = configuration.pod().subject();
  }

  @Override
  public ExchangeResult run(ExchangeCall call) {
    try (SessionHandle handle =
        new SessionHandle(registry, unused -> signer, List.of(), 1, call.remaining())) {
      SessionCredentials keys = keys(handle);
      try {
        return new StsCall(endpoint, transport, clocks.nanos(), call)
            .send(identity, keys, region, serverNow(handle));
      } catch (ExchangeRejectedException rejection) {
        if (StsRemedies.areKeysRejected(rejection.code())) {
          handle.invalidate(keys.accessKeyId());
        }
        throw StsRemedies.explain(rejection, identity, signer.subject(), pod);
      }
    }
  }

  /** Waiting here would keep a worker from the exchange that is waited for. */
  private SessionCredentials keys(SessionHandle handle) {
    CompletableFuture<SessionCredentials> asked = handle.credentialsAsync();
    if (!asked.isDone()) {
      throw withoutKeys();
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

  private ExchangeUnavailableException withoutKeys() {
    String summary =
        identity.roleArn()
            + " cannot be assumed yet: "
            + signer.subject().role()
            + ", which assumes it, has no valid credentials";
    return new ExchangeUnavailableException(
        FailureDetails.of(
            summary, "It is tried again", identity.roleArn(), signer.subject().endpoint()),
        ExchangeUnavailableException.Stage.WAITING,
        false);
  }

  /** Returns the time by the clock of STS, as far as the session of the signer knows it. */
  private Instant serverNow(SessionHandle handle) {
    SessionStatus status = handle.status();
    Duration offset = status == null ? null : status.clockOffset();
    return clocks.wall().instant().plus(Objects.requireNonNullElse(offset, Duration.ZERO));
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
