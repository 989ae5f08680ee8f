package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Credentials with their times. All times are counted from receipt, so that no later step of a
 * clock can prolong the credentials.
 *
 * @param credentials the credentials
 * @param receivedAt when they were received
 * @param lifetime the nanoseconds from receipt to expiration by the issuer's clock, positive
 * @param refreshAfter the nanoseconds from receipt to the first refresh
 * @param timings the pauses and windows that apply to them
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
   * Creates an instance for credentials that were just received.
   *
   * @param life the time from now to expiration by the issuer's clock, positive
   * @param first whether they are the first credentials of the session
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
        RefreshSchedule.refreshAfter(lifetime, policy, first, random),
        Timings.of(lifetime));
  }

  /** Returns whether the credentials are fresh, due for a refresh, or expired. */
  public Freshness freshness(TimePoint now) {
    long age = now.since(receivedAt);
    if (age >= lifetime) {
      return Freshness.EXPIRED;
    }
    return age >= refreshAfter ? Freshness.REFRESH_DUE : Freshness.FRESH;
  }

  /** Returns whether the credentials have not expired. */
  public boolean isValidAt(TimePoint now) {
    return now.since(receivedAt) < lifetime;
  }

  /** Returns the nanoseconds until expiration, 0 after it. */
  public long remainingAt(TimePoint now) {
    return Math.max(0, lifetime - now.since(receivedAt));
  }

  /** Returns a copy whose refresh is due at the given time at the latest. */
  public TimedCredentials refreshedBy(DueTime due) {
    long age = Math.max(0, due.at() - receivedAt.elapsed());
    return new TimedCredentials(
        credentials, receivedAt, lifetime, Math.min(age, refreshAfter), timings);
  }

  /** Returns a copy that is older if the given time until expiration is less than known. */
  TimedCredentials expiringIn(Duration remaining, TimePoint now) {
    Duration missed = Duration.ofNanos(lifetime - now.since(receivedAt)).minus(remaining);
    return missed.isNegative()
        ? this
        : new TimedCredentials(
            credentials, receivedAt.before(missed.toNanos()), lifetime, refreshAfter, timings);
  }

  /** Returns whether other credentials are the same, with the same expiration. */
  boolean isSameAs(SessionCredentials other) {
    return credentials.accessKeyId().equals(other.accessKeyId())
        && credentials.expiration().equals(other.expiration());
  }

  /** Returns when the refresh is due. */
  public DueTime refreshDue() {
    return DueTime.in(receivedAt, refreshAfter);
  }

  /** Returns when the credentials expire. */
  public DueTime expiry() {
    return DueTime.in(receivedAt, lifetime);
  }

  /** Returns when a last attempt before expiration is due. */
  public DueTime lastChance() {
    return DueTime.in(receivedAt, Math.max(0, lifetime - timings.lastChance));
  }
}
