package dev.irsa.simulation;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Creates times, credentials and configurations for tables. Both clocks agree, and time starts at
 * zero.
 */
public final class Moments {

  public static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private Moments() {}

  public static TimePoint at(Duration since) {
    return new TimePoint(START.plus(since).toEpochMilli(), since.toNanos(), since.toNanos());
  }

  public static TimePoint atSeconds(long seconds) {
    return at(Duration.ofSeconds(seconds));
  }

  public static TimePoint atMillis(long millis) {
    return at(Duration.ofMillis(millis));
  }

  public static RandomGenerator drawing(double share) {
    return VirtualSession.always(() -> share);
  }

  public static SessionCredentials credentials(String key, Instant expiration) {
    return SessionCredentials.of(key, "secret", "token", expiration).withAccountId("123456789012");
  }

  /** Returns sessions on virtual time, with random numbers that are all in the middle. */
  public static Sessions sessions(ManualTime time, Executor workers) {
    return new Sessions(
        new Clocks(time.clock(), time.nanoTime()),
        drawing(0.5),
        time.newScheduler(),
        Workers.of(workers));
  }

  /** Returns the configuration of a session that is refreshed without any caller. */
  public static SessionConfig config(RefreshPolicy policy, Duration longestLifetime) {
    return new SessionConfig(
        SimulatedFailures.SUBJECT, policy, longestLifetime, Duration.ofDays(365));
  }
}
