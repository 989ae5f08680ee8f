package dev.irsa.internal.refresh;

import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's clock, as last measured.
 *
 * @param serverAt the issuer's time, or null if it was never measured
 * @param at the local time of the measurement
 */
record ServerClock(@Nullable Instant serverAt, TimePoint at) {

  private static final Duration SLOWEST_ROUND_TRIP = Duration.ofSeconds(5);
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_OF_AWS = Duration.ofMinutes(15);

  /** A date has whole seconds. */
  private static final Duration PRECISION = Duration.ofSeconds(1);

  /**
   * Returns the issuer's current time: the measured time plus the time elapsed by either clock, or
   * the local wall clock if it was never measured.
   */
  Instant at(TimePoint now) {
    return serverAt == null ? now.wall() : serverAt.plusNanos(now.since(at));
  }

  /** Returns the offset to add to the local wall clock, or null if it was never measured. */
  @Nullable Duration offset() {
    return serverAt == null ? null : Duration.between(at.wall(), serverAt);
  }

  /**
   * Returns the issuer's clock after a response. A date is ignored if the round trip was slow, or
   * if it contradicts the lifetime of the credentials.
   *
   * <p>Lifetimes that AWS does not grant tell nothing. There a date that lags would prolong the
   * credentials beyond their end, while one that is missing at worst causes an early refresh.
   */
  ServerClock measuredBy(ExchangeResult issued, TimePoint now, Duration longestLifetime) {
    Instant date = issued.serverDate();
    if (date == null || issued.roundTrip().compareTo(SLOWEST_ROUND_TRIP) > 0) {
      return this;
    }
    Instant server = date.plusNanos(issued.roundTrip().toNanos() / 2);
    Duration lifetime = Duration.between(server, issued.credentials().expiration());
    boolean isPlausible =
        !lifetime.isNegative()
            && !lifetime.isZero()
            && lifetime.compareTo(longestLifetime.plus(TOLERANCE)) <= 0;
    return isPlausible && !prolongs(lifetime, issued, now) ? new ServerClock(server, now) : this;
  }

  /**
   * Returns whether a short lifetime is longer than by the local clock, unless the clock is wrong.
   */
  private static boolean prolongs(Duration lifetime, ExchangeResult issued, TimePoint now) {
    Duration local = Duration.between(now.wall(), issued.credentials().expiration());
    Duration slack = PRECISION.plusMillis(local.toMillis() / 12);
    return lifetime.compareTo(SHORTEST_OF_AWS) < 0
        && !local.isNegative()
        && !local.isZero()
        && lifetime.compareTo(local.plus(slack)) > 0;
  }
}
