package dev.irsa.internal.exchange;

import dev.irsa.credentials.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of a successful exchange. Immutable.
 *
 * @param credentials the credentials that were issued
 * @param serverDate the issuer's time when it responded ({@code Date} header, whole seconds), or
 *     null if it is unknown
 * @param roundTrip the time from sending the request to the response, not negative
 */
public record ExchangeResult(
    SessionCredentials credentials, @Nullable Instant serverDate, Duration roundTrip) {
  /** Checks that the round trip is not negative. */
  public ExchangeResult {
    if (roundTrip.isNegative()) {
      throw new IllegalArgumentException("roundTrip must not be negative");
    }
  }
}
