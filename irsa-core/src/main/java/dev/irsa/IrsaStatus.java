package dev.irsa;

import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.TokenClaims;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known at this moment, for people and health checks. Immutable; nothing in it is secret.
 * Values that are not known (yet) are null.
 *
 * @param state where the session stands
 * @param endpoint the STS endpoint
 * @param region the region, or null with an endpoint override
 * @param roleArn the role
 * @param roleSessionName the session name
 * @param tokenFile the token file
 * @param origins where each setting came from, by the setting's name in {@code AWS_…} spelling
 * @param expiration when the credentials in hand expire, by the clock of STS
 * @param nextRefresh when the next refresh is planned, by the local wall clock
 * @param lastRefresh when credentials were last received, by the local wall clock
 * @param lastFailure the last failed refresh since the last success
 * @param clockOffset what must be added to the local clock to get that of STS; null before the
 *     first answer with a date
 * @param tokenClaims the claims of the token once read
 */
public record IrsaStatus(
    State state,
    @Nullable URI endpoint,
    @Nullable String region,
    @Nullable String roleArn,
    @Nullable String roleSessionName,
    @Nullable Path tokenFile,
    Map<String, String> origins,
    @Nullable Instant expiration,
    @Nullable Instant nextRefresh,
    @Nullable Instant lastRefresh,
    @Nullable Failure lastFailure,
    @Nullable Duration clockOffset,
    @Nullable TokenClaims tokenClaims) {

  /** Where the session stands. */
  public enum State {
    /** The configuration could not be resolved; see {@link #lastFailure}. */
    MISCONFIGURED,
    /** No credentials yet. */
    EMPTY,
    /** Valid credentials, no refresh due. */
    FRESH,
    /** Valid credentials, a refresh is due or under way. */
    AHEAD,
    /** The credentials expired. */
    EXPIRED,
    /** The handle is closed. */
    CLOSED
  }

  /**
   * A failed refresh.
   *
   * @param failureKind what it means for what happens next
   * @param code the AWS error code, or null
   * @param requestId the request id of STS, or null
   * @param at when it failed, by the local wall clock; null for a wrong configuration
   * @param attempts calls that were made
   * @param message the whole message
   */
  public record Failure(
      FailureKind failureKind,
      @Nullable String code,
      @Nullable String requestId,
      @Nullable Instant at,
      int attempts,
      String message) {}

  /** Copies the origins. */
  public IrsaStatus {
    origins = Map.copyOf(origins);
  }
}
