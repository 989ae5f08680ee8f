package dev.irsa;

import dev.irsa.IrsaStatus.Failure;
import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a handle's session comes from: resolved and leased on first use. Thread-safe. */
interface SessionHandle extends LeaseOwner {

  /**
   * Returns the session, leased now if it was not yet.
   *
   * @throws MisconfiguredException when the configuration cannot be resolved; the next call tries
   *     anew
   * @throws SessionClosedException when closed
   */
  SessionCache session();

  /** Returns the session if it is leased; resolves and leases nothing, never throws. */
  @Nullable SessionCache sessionInHand();

  /** Returns what is configured, resolved now if it was not yet. */
  ResolvedSettings configuration();

  /** Returns the same with another role. */
  SessionHandle forRole(String roleArn);

  /** Returns on whose behalf the session is asked: the handle whose close ends the waits. */
  LeaseOwner owner();

  /**
   * Asks the session something, leased now if it was not yet.
   *
   * @throws SessionClosedException when closed
   */
  <T> T ask(Function<SessionCache, T> question);

  /**
   * Returns the session if there is one, in use by anybody or kept, for a look: leases nothing and
   * counts as no use.
   */
  @Nullable SessionCache sessionForLook();

  /** Gives the lease back; idempotent. */
  void close();

  /** Returns what is configured and what is known of the session; leases nothing, never throws. */
  default IrsaStatus status() {
    if (isClosed()) {
      return IrsaStatus.builder(State.CLOSED).build();
    }
    try {
      SessionCache session = sessionForLook();
      return status(configuration(), session == null ? null : session.status());
    } catch (MisconfiguredException wrong) {
      return IrsaStatus.builder(State.MISCONFIGURED).lastFailure(failure(wrong, null, 0)).build();
    }
  }

  private static IrsaStatus status(ResolvedSettings settings, @Nullable SessionStatus session) {
    Freshness freshness = session == null ? null : session.freshness();
    IrsaStatus.Builder status =
        IrsaStatus.builder(freshness == null ? State.EMPTY : State.valueOf(freshness.name()))
            .endpoint(settings.endpoint())
            .region(settings.region())
            .roleArn(settings.identity().roleArn())
            .roleSessionName(settings.identity().roleSessionName())
            .tokenFile(settings.identity().tokenFile())
            .origins(settings.origins());
    if (session != null) {
      CredentialsException failure = session.failure();
      status
          .expiration(session.expiration())
          .nextRefresh(session.nextRefreshAt())
          .lastRefresh(session.receivedAt())
          .lastFailure(
              failure == null ? null : failure(failure, session.failedAt(), session.attempts()))
          .clockOffset(session.clockOffset())
          .tokenClaims(session.tokenClaims());
    }
    return status.build();
  }

  private static Failure failure(CredentialsException failure, @Nullable Instant at, int attempts) {
    return new Failure(
        failure.failureKind(),
        failure.code(),
        failure.requestId(),
        at,
        attempts,
        String.valueOf(failure.getMessage()));
  }
}
