package dev.irsa.sts;

import dev.irsa.identity.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What STS gave for a token. Immutable.
 *
 * @param credentials the session's credentials
 * @param serverDate the clock of STS when it answered, or null when it did not say
 * @param roundTrip from sending the request to the head of the answer
 */
public record ExchangeAnswer(
    SessionCredentials credentials, @Nullable Instant serverDate, Duration roundTrip) {}
