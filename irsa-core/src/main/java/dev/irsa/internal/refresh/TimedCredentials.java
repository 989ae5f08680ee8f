package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Credentials with their times, all counted from the moment of receipt, so that no later step of a
 * clock can prolong them.
 *
 * @param credentials what was issued
 * @param receivedAt when they came
 * @param lifetime nanoseconds from receipt to expiration by the issuer's clock, positive
 * @param refreshAfter nanoseconds from receipt to the first refresh
 * @param timings the pauses that hold for them
 */
public record TimedCredentials(
    SessionCredentials credentials,
    TimePoint receivedAt,
    long lifetime,
    long refreshAfter,
    Timings timings) {

  public TimedCredentials {
    if (lifetime <= 0 || refreshAfter < 0 || refreshAfter > lifetime) {
      throw new IllegalArgumentException(
          "lifetime must be positive and contain refreshAfter, found "
              + lifetime
              + " and "
              + refreshAfter);
    }
  }

  /**
   * Dates what has just come.
   *
   * @param life from now to expiration by the issuer's clock, positive
   * @param first whether there was none before it
   */
  public static TimedCredentials of(
      SessionCredentials credentials,
      Duration life,
      boolean first,
      RefreshPolicy policy,
      RandomGenerator random,
      TimePoint now) {
    long lifetime = life.toNanos();
    return new TimedCredentials(
        credentials,
        now,
        lifetime,
        RefreshWindow.refreshAfter(lifetime, policy, first, random),
        Timings.of(lifetime));
  }

  public Freshness freshness(TimePoint now) {
    long age = now.since(receivedAt);
    if (age >= lifetime) {
      return Freshness.EXPIRED;
    }
    return age >= refreshAfter ? Freshness.AHEAD : Freshness.FRESH;
  }

  public boolean isValidAt(TimePoint now) {
    return now.since(receivedAt) < lifetime;
  }

  /** Returns the nanoseconds that are left, 0 when it has expired. */
  public long remainingAt(TimePoint now) {
    return Math.max(0, lifetime - now.since(receivedAt));
  }

  /** Returns the same session with its refresh not later than that. */
  public TimedCredentials refreshedBy(DueTime due) {
    long age = Math.max(0, due.at() - receivedAt.elapsed());
    return new TimedCredentials(
        credentials, receivedAt, lifetime, Math.min(age, refreshAfter), timings);
  }

  public DueTime refreshDue() {
    return DueTime.in(receivedAt, refreshAfter);
  }

  public DueTime expiry() {
    return DueTime.in(receivedAt, lifetime);
  }

  public DueTime lastChance() {
    return DueTime.in(receivedAt, Math.max(0, lifetime - timings.lastChance));
  }
}
