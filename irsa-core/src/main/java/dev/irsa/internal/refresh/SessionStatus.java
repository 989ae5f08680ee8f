package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenClaims;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session at a moment. Immutable.
 *
 * @param freshness of the last credentials, or null when there never were any
 * @param expiration of the credentials, by the issuer's clock
 * @param nextRefreshAt by the local wall clock
 * @param receivedAt when the credentials came, by the local wall clock
 * @param failure the last failed refresh since the last success
 * @param failedAt when it failed, by the local wall clock
 * @param attempts calls that it made
 * @param clockOffset what must be added to the local clock to get the issuer's
 * @param tokenClaims the token's claims once read
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
    @Nullable TokenClaims tokenClaims) {}
