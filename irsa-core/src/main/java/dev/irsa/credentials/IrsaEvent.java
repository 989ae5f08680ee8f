package dev.irsa.credentials;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the session of one role. Immutable; nothing in it is secret. Later versions may
 * add components: read them by their accessors, not by record patterns.
 *
 * @since 0.1
 */
public sealed interface IrsaEvent {

  /** Returns the role. */
  String roleArn();

  /** Returns when it happened, by the local wall clock. */
  Instant at();

  /**
   * New credentials are in place.
   *
   * @param accessKeyId of the new credentials
   * @param expiration by the clock of STS
   * @param attempts calls that it took, at least 1
   * @param elapsed time that it took
   * @param nextRefreshAt when the next refresh is planned, by the local wall clock
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
   * @param failure why
   * @param attempts calls that were made, maybe 0
   * @param nextAttemptAt the earliest time of the next attempt, or null if it may start at once.
   *     Before the first credentials, and without timers, the next caller starts it
   * @param credentialsValid whether callers are still served
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
   * The file holds another token than before.
   *
   * @param claims of the new token
   */
  record TokenRotated(String roleArn, Instant at, TokenClaims claims) implements IrsaEvent {}

  /**
   * The token was not replaced although it should have been by now.
   *
   * @param claims of the old token
   */
  record TokenStalled(String roleArn, Instant at, TokenClaims claims) implements IrsaEvent {}

  /**
   * The local clock and that of STS differ by more than 30 s.
   *
   * @param offset what must be added to the local clock
   */
  record ClockOffset(String roleArn, Instant at, Duration offset) implements IrsaEvent {}

  /**
   * Credentials expired before they could be replaced; callers fail from now on, or with static
   * stability are served the expired ones through an outage.
   *
   * @param servedUntil until when expired credentials may be served, by the local wall clock, or
   *     null when they are not
   */
  record Expired(String roleArn, Instant at, @Nullable Instant servedUntil) implements IrsaEvent {}

  /**
   * Credentials are there again after callers had failed.
   *
   * @param without how long there were none
   */
  record Recovered(String roleArn, Instant at, Duration without) implements IrsaEvent {}

  /** The last handle was closed; nothing runs any more. */
  record Closed(String roleArn, Instant at) implements IrsaEvent {}
}
