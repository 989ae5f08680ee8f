package dev.irsa.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a session. Immutable; contains no secrets. Later versions may add events and methods.
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
   * A refresh ended: with new credentials, with the same ones, or with a failure.
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
     * Returns the failures of calls, in order: of all but the one that succeeded. After a failed
     * refresh the last one is usually the cause.
     */
    List<CredentialsException> failedCalls();
  }

  /**
   * New credentials were received.
   *
   * @since 0.1
   */
  non-sealed interface Refreshed extends RefreshEnded {
    /** Returns the access key id of the new credentials. */
    String accessKeyId();

    /** Returns when they expire, by the clock of AWS. */
    Instant expiration();

    /** Returns when the next refresh is scheduled, by the local wall clock. */
    Instant nextRefreshAt();
  }

  /**
   * A refresh brought the credentials that are already in place. This is normal for an agent that
   * caches them until shortly before they expire.
   *
   * @since 0.1
   */
  non-sealed interface Unchanged extends RefreshEnded {
    /** Returns the access key id of the credentials. */
    String accessKeyId();

    /** Returns when they expire, by the clock of AWS. */
    Instant expiration();

    /**
     * Returns when the next refresh is scheduled, by the local wall clock; in lazy mode the next
     * call after that time starts it.
     */
    Instant nextRefreshAt();
  }

  /**
   * A refresh failed.
   *
   * @since 0.1
   */
  non-sealed interface RefreshFailed extends RefreshEnded {
    /** Returns the cause. */
    CredentialsException failure();

    /**
     * Returns the earliest time of the next attempt by the local wall clock, or null if it may
     * start immediately. Before the first credentials, and in lazy mode, the next call starts it.
     */
    @Nullable Instant nextAttemptAt();

    /** Returns whether the current credentials are still valid. */
    boolean credentialsValid();
  }

  /**
   * The token file or the supplier gave a different token than before.
   *
   * @since 0.1
   */
  non-sealed interface TokenRotated extends IrsaEvent {
    /** Returns the claims of the new token. */
    TokenClaims claims();
  }

  /**
   * The token should have been replaced by now, but was not.
   *
   * @since 0.1
   */
  non-sealed interface TokenStalled extends IrsaEvent {
    /** Returns the claims of the old token. */
    TokenClaims claims();
  }

  /**
   * The local clock and the clock of STS differ by more than 30 s.
   *
   * @since 0.1
   */
  non-sealed interface ClockOffset extends IrsaEvent {
    /** Returns the offset to add to the local clock to get the time of STS. */
    Duration offset();
  }

  /**
   * The credentials expired before they could be replaced. Callers get an exception, unless static
   * stability serves the expired credentials during an outage.
   *
   * @since 0.1
   */
  non-sealed interface Expired extends IrsaEvent {
    /**
     * Returns until when the expired credentials are served, by the local wall clock, or null if
     * they are not served.
     */
    @Nullable Instant servedUntil();
  }

  /**
   * There are credentials again after a time without any.
   *
   * @since 0.1
   */
  non-sealed interface Recovered extends IrsaEvent {
    /** Returns the duration of the time without credentials. */
    Duration downtime();
  }

  /**
   * The last handle of the session was closed, and its background work was stopped.
   *
   * @since 0.1
   */
  non-sealed interface Closed extends IrsaEvent {}
}
