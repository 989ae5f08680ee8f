package dev.irsa.credentials;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of the session of one role. Immutable; contains no secrets. Later versions may add
 * components, so read them with accessors instead of record patterns.
 *
 * @since 0.1
 */
public sealed interface IrsaEvent {

  /** Returns the ARN of the role. */
  String roleArn();

  /** Returns when the event happened, by the local wall clock. */
  Instant at();

  /**
   * New credentials were received.
   *
   * @param accessKeyId the access key id of the new credentials
   * @param expiration when they expire, by the clock of STS
   * @param attempts the number of calls to STS that were needed, at least 1
   * @param elapsed the duration of the refresh
   * @param nextRefreshAt when the next refresh is scheduled, by the local wall clock
   * @since 0.1
   */
  record Refreshed(
      String roleArn,
      Instant at,
      String accessKeyId,
      Instant expiration,
      int attempts,
      Duration elapsed,
      Instant nextRefreshAt)
      implements IrsaEvent {}

  /**
   * A refresh failed.
   *
   * @param failure the cause
   * @param attempts the number of calls to STS that were made, may be 0
   * @param nextAttemptAt the earliest time of the next attempt by the local wall clock, or null if
   *     it may start immediately. Before the first credentials, and in lazy mode, the next call
   *     starts it
   * @param credentialsValid whether the current credentials are still valid
   * @since 0.1
   */
  record RefreshFailed(
      String roleArn,
      Instant at,
      CredentialsException failure,
      int attempts,
      @Nullable Instant nextAttemptAt,
      boolean credentialsValid)
      implements IrsaEvent {}

  /**
   * The token file contains a different token than before.
   *
   * @param claims the claims of the new token
   * @since 0.1
   */
  record TokenRotated(String roleArn, Instant at, TokenClaims claims) implements IrsaEvent {}

  /**
   * The token should have been replaced by now, but was not.
   *
   * @param claims the claims of the old token
   * @since 0.1
   */
  record TokenStalled(String roleArn, Instant at, TokenClaims claims) implements IrsaEvent {}

  /**
   * The local clock and the clock of STS differ by more than 30 s.
   *
   * @param offset the offset to add to the local clock to get the time of STS
   * @since 0.1
   */
  record ClockOffset(String roleArn, Instant at, Duration offset) implements IrsaEvent {}

  /**
   * The credentials expired before they could be replaced. Callers get an exception, unless static
   * stability serves the expired credentials during an outage.
   *
   * @param servedUntil until when the expired credentials are served, by the local wall clock, or
   *     null if they are not served
   * @since 0.1
   */
  record Expired(String roleArn, Instant at, @Nullable Instant servedUntil) implements IrsaEvent {}

  /**
   * There are credentials again after a time without any.
   *
   * @param without the duration of the time without credentials
   * @since 0.1
   */
  record Recovered(String roleArn, Instant at, Duration without) implements IrsaEvent {}

  /**
   * The last handle of the session was closed, and its background work was stopped.
   *
   * @since 0.1
   */
  record Closed(String roleArn, Instant at) implements IrsaEvent {}
}
