package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenClaims;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the state of a session. Immutable.
 *
 * @param freshness the state of the last credentials at the time of the snapshot, or null before
 *     the first ones
 * @param dueMillis when a refresh of fresh credentials is due, by the local wall clock
 * @param expiredMillis when valid credentials expire, by the local wall clock
 * @param expiration when they expire, by the issuer's clock
 * @param nextRefreshAt when the next refresh is scheduled, by the local wall clock
 * @param receivedAt when they were received, by the local wall clock
 * @param failure the last failure since the last success
 * @param failedAt when it occurred, by the local wall clock
 * @param attempts the number of calls that the failed refresh made
 * @param isFromSpare whether the spare endpoint served last
 * @param clockOffset the offset to add to the local clock to get the issuer's time
 * @param tokenClaims the claims of the token, null until they were read
 */
public record SessionStatus(
    @Nullable Freshness freshness,
    long dueMillis,
    long expiredMillis,
    @Nullable Instant expiration,
    @Nullable Instant nextRefreshAt,
    @Nullable Instant receivedAt,
    @Nullable CredentialsException failure,
    @Nullable Instant failedAt,
    int attempts,
    boolean isFromSpare,
    @Nullable Duration clockOffset,
    @Nullable TokenClaims tokenClaims) {

  /** The status without a session. */
  public static final SessionStatus NONE =
      new SessionStatus(null, 0, 0, null, null, null, null, null, 0, false, null, null);

  /** Returns the state of the last credentials at a time of the wall clock. It never goes back. */
  public @Nullable Freshness freshnessAt(long wallMillis) {
    if (freshness == null || freshness == Freshness.EXPIRED || wallMillis >= expiredMillis) {
      return freshness == null ? null : Freshness.EXPIRED;
    }
    return wallMillis >= dueMillis ? Freshness.REFRESH_DUE : freshness;
  }
}
