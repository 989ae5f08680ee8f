package dev.irsa.internal.refresh;

import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's clock as last measured.
 *
 * @param serverAt its reading, or null when it was never measured
 * @param at the local moment of that reading
 */
record ServerClock(@Nullable Instant serverAt, TimePoint at) {

  private static final Duration SLOWEST_ROUND_TRIP = Duration.ofSeconds(5);
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /**
   * Returns the issuer's time now: the measured one plus what has passed by either clock, or the
   * local clock.
   */
  Instant at(TimePoint now) {
    return serverAt == null ? now.wall() : serverAt.plusNanos(now.since(at));
  }

  /** Returns what must be added to the local clock, or null when it was never measured. */
  @Nullable Duration offset() {
    return serverAt == null ? null : Duration.between(at.wall(), serverAt);
  }

  /**
   * Returns the issuer's clock after an answer: measured anew when its date can be trusted, else as
   * it was. A date is not trusted when the round trip was slow or when it makes the lifetime of the
   * answer impossible.
   */
  ServerClock measuredBy(ExchangeResult issued, TimePoint now, Duration longestLifetime) {
    Instant date = issued.serverDate();
    if (date == null || issued.roundTrip().compareTo(SLOWEST_ROUND_TRIP) > 0) {
      return this;
    }
    Instant server = date.plus(issued.roundTrip().dividedBy(2));
    Duration lifetime = Duration.between(server, issued.credentials().expiration());
    boolean plausible =
        !lifetime.isNegative()
            && !lifetime.isZero()
            && lifetime.compareTo(longestLifetime.plus(TOLERANCE)) <= 0;
    return plausible ? new ServerClock(server, now) : this;
  }
}
