package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenClaims;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the state of a session. Immutable.
 *
 * @param freshness the state of the last credentials, or null before the first ones
 * @param expiration when they expire, by the issuer's clock
 * @param nextRefreshAt when the next refresh is scheduled, by the local wall clock
 * @param receivedAt when they were received, by the local wall clock
 * @param failure the last failure since the last success
 * @param failedAt when it occurred, by the local wall clock
 * @param attempts the number of calls that the failed refresh made
 * @param clockOffset the offset to add to the local clock to get the issuer's time
 * @param tokenClaims the claims of the token, null until they were read
 */
public record SessionStatus(
    @Nullable Freshness freshness,
    @Nullable Instant expiration,
    @Nullable Instant nextRefreshAt,
    @Nullable Instant receivedAt,
    @Nullable CredentialsException failure,
    @Nullable Instant failedAt,
    int attempts,
    @Nullable Duration clockOffset,
    @Nullable TokenClaims tokenClaims) {

  /** The status without a session. */
  public static final SessionStatus NONE =
      new SessionStatus(null, null, null, null, null, null, 0, null, null);
}
