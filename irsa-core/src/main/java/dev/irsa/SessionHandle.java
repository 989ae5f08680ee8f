package dev.irsa;

import dev.irsa.IrsaStatus.Failure;
import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import dev.irsa.internal.session.SessionRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Supplies the session of a handle, which is resolved and leased on first use. Thread-safe. */
interface SessionHandle extends LeaseOwner {

  /**
   * Returns the session, and leases it if necessary.
   *
   * @throws MisconfiguredException if the configuration cannot be resolved; the next call tries
   *     again
   * @throws SessionClosedException if this handle is closed
   */
  SessionCache session();

  /** Returns the session, or null if it is not leased. Never resolves, leases or throws. */
  @Nullable SessionCache sessionInHand();

  /**
   * Returns the configuration, and resolves it if necessary.
   *
   * @throws MisconfiguredException if the configuration cannot be resolved
   */
  ResolvedSettings configuration();

  /**
   * Returns the terms of the session.
   *
   * @throws MisconfiguredException if the configuration cannot be resolved
   */
  SessionRegistry.Terms terms();

  /**
   * Returns a handle for another session with the same token.
   *
   * @throws MisconfiguredException if a value is invalid
   */
  SessionHandle forRole(RoleRequest request);

  /** Returns the owner of waits: the handle whose close ends them. */
  LeaseOwner owner();

  /**
   * Applies a question to the session, which is leased if necessary.
   *
   * @throws SessionClosedException if this handle is closed
   */
  <T> T ask(Function<SessionCache, T> question);

  /**
   * Applies a question whose answer is a future. The future fails with a {@link
   * SessionClosedException} only if this handle is closed.
   *
   * @throws SessionClosedException if this handle is closed
   */
  default <T> CompletableFuture<T> askAsync(Function<SessionCache, CompletableFuture<T>> question) {
    return ask(question);
  }

  /**
   * Returns the session if any handle uses it or its state is retained, otherwise null. Does not
   * take a lease and does not count as a use.
   */
  @Nullable SessionCache peekSession();

  /** Returns the lease. Idempotent. */
  void close();

  /** Returns the status of this handle and its session. Never takes a lease and never throws. */
  default IrsaStatus status() {
    if (isClosed()) {
      return IrsaStatus.builder(State.CLOSED).build();
    }
    try {
      SessionCache session = peekSession();
      return status(configuration(), session == null ? null : session.status());
    } catch (MisconfiguredException misconfigured) {
      return IrsaStatus.builder(State.MISCONFIGURED)
          .irsaPod(misconfigured.isIrsaPod())
          .lastFailure(Failure.of(misconfigured, null, 0))
          .build();
    }
  }

  private static IrsaStatus status(ResolvedSettings settings, @Nullable SessionStatus session) {
    Freshness freshness = session == null ? null : session.freshness();
    IrsaStatus.Builder status =
        IrsaStatus.builder(freshness == null ? State.EMPTY : State.valueOf(freshness.name()))
            .irsaPod(true)
            .source(settings.identity().source())
            .endpoint(settings.subject().endpoint())
            .stsEndpoint(settings.stsEndpoint())
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
              failure == null ? null : Failure.of(failure, session.failedAt(), session.attempts()))
          .clockOffset(session.clockOffset())
          .tokenClaims(session.tokenClaims());
    }
    return status.build();
  }
}
