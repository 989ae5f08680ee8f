package dev.irsa.credentials;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a session, or of the process. Immutable; contains no secrets. A test of a listener
 * can create each of them. Later versions may add events and components.
 *
 * @since 0.1
 */
public sealed interface IrsaEvent {

  /** Returns where the credentials come from. */
  IdentitySource source();

  /**
   * Returns the ARN of the role, or null if only the issuer knows it, as with container
   * credentials.
   */
  @Nullable String roleArn();

  /** Returns when the event happened, by the local wall clock. */
  Instant at();

  /**
   * A refresh ended: with credentials or with a failure.
   *
   * @since 0.1
   */
  sealed interface RefreshEnded extends IrsaEvent {
    /**
     * Returns the number of calls to the issuer that were made: at least 1, or 0 if the refresh
     * failed before the first one.
     */
    int attempts();

    /** Returns the duration of the refresh. */
    Duration elapsed();

    /**
     * Returns the failures of all calls that failed, in order. After a failed refresh, the last
     * failure is usually the cause.
     */
    List<CredentialsException> failedCalls();

    /**
     * Returns the spare endpoint of the session, or null if it has none. Calls that failed name the
     * endpoint that they asked ({@link CredentialsException#endpoint}).
     */
    @Nullable URI spare();

    /**
     * Returns the services that accept the token, separated by a comma and a blank, or null for
     * credentials of AWS.
     */
    @Nullable String audiences();
  }

  /**
   * A refresh brought credentials.
   *
   * @param isSame whether the issuer returned the same credentials again. This is normal for an
   *     agent that caches them until shortly before they expire
   * @param accessKeyId the access key id of the credentials, or the id of the request that brought
   *     a token for others
   * @param expiration when they expire, by the clock of AWS
   * @param nextRefreshAt when the next refresh is scheduled, by the local wall clock
   * @param isFromSpare whether the spare endpoint issued them
   * @since 0.1
   */
  record Refreshed(
      IdentitySource source,
      @Nullable String roleArn,
      Instant at,
      boolean isSame,
      String accessKeyId,
      Instant expiration,
      Instant nextRefreshAt,
      int attempts,
      Duration elapsed,
      List<CredentialsException> failedCalls,
      boolean isFromSpare,
      @Nullable URI spare,
      @Nullable String audiences)
      implements RefreshEnded {
    /** Copies the list. */
    public Refreshed {
      failedCalls = List.copyOf(failedCalls);
    }
  }

  /**
   * A refresh failed.
   *
   * @param failure the cause
   * @param nextAttemptAt the earliest time of the next attempt by the local wall clock, or null if
   *     it may start immediately. Before the first credentials the next call starts it
   * @param credentialsValid whether the current credentials are still valid
   * @since 0.1
   */
  record RefreshFailed(
      IdentitySource source,
      @Nullable String roleArn,
      Instant at,
      CredentialsException failure,
      @Nullable Instant nextAttemptAt,
      boolean credentialsValid,
      int attempts,
      Duration elapsed,
      List<CredentialsException> failedCalls,
      @Nullable URI spare,
      @Nullable String audiences)
      implements RefreshEnded {
    /** Copies the list. */
    public RefreshFailed {
      failedCalls = List.copyOf(failedCalls);
    }
  }

  /**
   * The token file or the supplier gave a different token than before.
   *
   * @param claims the claims of the new token
   * @since 0.1
   */
  record TokenRotated(
      IdentitySource source, @Nullable String roleArn, Instant at, TokenClaims claims)
      implements IrsaEvent {}

  /**
   * The token should have been replaced by now, but was not.
   *
   * @param claims the claims of the old token
   * @since 0.1
   */
  record TokenStalled(
      IdentitySource source, @Nullable String roleArn, Instant at, TokenClaims claims)
      implements IrsaEvent {}

  /**
   * The local clock and the clock of STS differ by more than 30 s.
   *
   * @param offset the offset to add to the local clock to get the time of STS
   * @since 0.1
   */
  record ClockOffset(IdentitySource source, @Nullable String roleArn, Instant at, Duration offset)
      implements IrsaEvent {}

  /**
   * The credentials expired before they could be replaced. Callers get an exception, unless static
   * stability serves the expired credentials during an outage.
   *
   * @param servedUntil until when the expired credentials are served, by the local wall clock, or
   *     null if they are not served
   * @since 0.1
   */
  record Expired(
      IdentitySource source, @Nullable String roleArn, Instant at, @Nullable Instant servedUntil)
      implements IrsaEvent {}

  /**
   * There are credentials again after a time without any.
   *
   * @param downtime the duration of the time without credentials
   * @since 0.1
   */
  record Recovered(IdentitySource source, @Nullable String roleArn, Instant at, Duration downtime)
      implements IrsaEvent {}

  /**
   * A request of this process was signed by another identity than the pod's, through a client that
   * was not given a provider of this library. An event of the process: all listeners receive it,
   * once for each client and identity.
   *
   * @param source where the credentials of the pod come from
   * @param roleArn the ARN of the pod's role, or null if only the issuer knows it
   * @param service the service, in the SDK's words
   * @param operation the operation
   * @param identity whose key it is, as far as can be told
   * @param provider the class of the client's credentials provider, or null if it is not known
   * @param isDenied whether the request failed before it was sent
   * @since 0.1
   */
  record ForeignIdentity(
      IdentitySource source,
      @Nullable String roleArn,
      Instant at,
      String service,
      String operation,
      String identity,
      @Nullable String provider,
      boolean isDenied)
      implements IrsaEvent {}

  /**
   * Another endpoint of STS is asked first from now on, by all sessions of the process with these
   * two: the spare, because the first one is unavailable, or the first one again, because it has
   * answered.
   *
   * @param endpoint the endpoint to be asked first
   * @param isSpare whether it is the spare
   * @param cause why the first endpoint is unavailable, or null if it is back
   * @since 0.1
   */
  record EndpointChanged(
      IdentitySource source,
      @Nullable String roleArn,
      Instant at,
      URI endpoint,
      boolean isSpare,
      @Nullable CredentialsException cause)
      implements IrsaEvent {}

  /**
   * The last handle of the session was closed, and its background work was stopped.
   *
   * @since 0.1
   */
  record Closed(IdentitySource source, @Nullable String roleArn, Instant at) implements IrsaEvent {}
}
