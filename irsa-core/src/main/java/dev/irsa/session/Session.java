package dev.irsa.session;

import dev.irsa.identity.SessionCredentials;

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

  Session {
    if (lifetime <= 0 || refreshAfter < 0 || refreshAfter > lifetime) {
      throw new IllegalArgumentException("lifetime must be positive and contain refreshAfter");
    }
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

  /** Returns the same session with its refresh at another age. */
  Session refreshedAfter(long age) {
    return new Session(credentials, receivedAt, lifetime, Math.min(age, lifetime), scale);
  }

  Due refreshDue() {
    return new Due(receivedAt, refreshAfter);
  }

  Due expiry() {
    return new Due(receivedAt, lifetime);
  }

  /** Returns when one attempt is due whatever the spacing says. */
  Due lastChance() {
    return new Due(receivedAt, Math.max(0, lifetime - Spacing.scaled(10 * Spacing.SECOND, scale)));
  }
}
