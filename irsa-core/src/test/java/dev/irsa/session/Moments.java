package dev.irsa.session;

import dev.irsa.identity.RefreshPolicy;
import dev.irsa.identity.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Moments and sessions for tables: both clocks agree, time counts from zero. */
final class Moments {

  static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private Moments() {}

  static Moment at(Duration since) {
    return new Moment(START.plus(since).toEpochMilli(), since.toNanos(), since.toNanos());
  }

  static Moment atSeconds(long seconds) {
    return at(Duration.ofSeconds(seconds));
  }

  static Moment atMillis(long millis) {
    return at(Duration.ofMillis(millis));
  }

  static RandomGenerator drawing(double share) {
    return VirtualSession.always(() -> share);
  }

  static SessionCredentials credentials(String key, Instant expiration) {
    return new SessionCredentials(key, "secret", "token", expiration, "123456789012", null);
  }

  /** Received at zero, refreshed ahead without jitter. */
  static Session session(Duration lifetime) {
    return Session.of(
        credentials("ASIA1", START.plus(lifetime)),
        lifetime,
        false,
        RefreshPolicy.standard(),
        drawing(0),
        atSeconds(0));
  }
}
