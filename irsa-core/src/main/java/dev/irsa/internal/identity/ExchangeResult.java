package dev.irsa.internal.identity;

import dev.irsa.credentials.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credentials as they came. Immutable.
 *
 * @param credentials what was issued
 * @param serverDate the issuer's clock when it answered (the {@code Date} header, whole seconds),
 *     or null when it did not say
 * @param roundTrip from sending the request to the answer, never negative
 */
public record ExchangeResult(
    SessionCredentials credentials, @Nullable Instant serverDate, Duration roundTrip) {
  /** Rejects a negative round trip. */
  public ExchangeResult {
    if (roundTrip.isNegative()) {
      throw new IllegalArgumentException("roundTrip must not be negative");
    }
  }
}
