package dev.irsa.session;

import dev.irsa.identity.RefreshPolicy;
import dev.irsa.identity.SessionCredentials;
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
 * @param scale what pauses are multiplied with: 1, or less for short lifetimes
 */
record Session(
    SessionCredentials credentials,
    Moment receivedAt,
    long lifetime,
    long refreshAfter,
    double scale) {

  /** How long before expiration one attempt is due whatever the spacing says. */
  private static final long LAST_CHANCE = 10 * Spacing.SECOND;

  Session {
    if (lifetime <= 0 || refreshAfter < 0 || refreshAfter > lifetime) {
      throw new IllegalArgumentException(
          "lifetime must be positive and contain refreshAfter, found "
              + lifetime
              + " and "
              + refreshAfter);
    }
    if (!(scale > 0 && scale <= 1)) {
      throw new IllegalArgumentException("scale must lie in (0, 1], found " + scale);
    }
  }

  /**
   * Dates what has just come.
   *
   * @param life from now to expiration by the issuer's clock, positive
   * @param first whether there was none before it
   */
  static Session of(
      SessionCredentials credentials,
      Duration life,
      boolean first,
      RefreshPolicy policy,
      RandomGenerator random,
      Moment now) {
    long lifetime = life.toNanos();
    return new Session(
        credentials,
        now,
        lifetime,
        RefreshTimes.refreshAfter(lifetime, policy, first, random),
        RefreshTimes.scale(lifetime, policy));
  }

  Freshness freshness(Moment now) {
    long age = now.since(receivedAt);
    if (age >= lifetime) {
      return Freshness.EXPIRED;
    }
    return age >= refreshAfter ? Freshness.AHEAD : Freshness.FRESH;
  }

  boolean isValidAt(Moment now) {
    return now.since(receivedAt) < lifetime;
  }

  /** Returns the nanoseconds that are left, 0 when it has expired. */
  long remainingAt(Moment now) {
    return Math.max(0, lifetime - now.since(receivedAt));
  }

  /** Returns the same session with its refresh not later than that. */
  Session refreshedBy(Due due) {
    long age = Math.max(0, due.at() - receivedAt.elapsed());
    return new Session(credentials, receivedAt, lifetime, Math.min(age, refreshAfter), scale);
  }

  Due refreshDue() {
    return Due.in(receivedAt, refreshAfter);
  }

  Due expiry() {
    return Due.in(receivedAt, lifetime);
  }

  Due lastChance() {
    return Due.in(receivedAt, Math.max(0, lifetime - Spacing.scaled(LAST_CHANCE, scale)));
  }
}
