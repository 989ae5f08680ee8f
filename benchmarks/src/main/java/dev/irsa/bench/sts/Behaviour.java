package dev.irsa.bench.sts;

import org.jspecify.annotations.Nullable;

/**
 * How the STS treats one role.
 *
 * @param delayMillis how long each answer takes
 * @param lifetimeMillis how long the sessions live that it issues
 * @param outage what the next outage looks like, or null for none
 * @param outageLeadMillis how long before the expiration of the next session issued the outage
 *     begins
 * @param outageForMillis how long it lasts
 */
public record Behaviour(
    long delayMillis,
    long lifetimeMillis,
    @Nullable Outage outage,
    long outageLeadMillis,
    long outageForMillis) {

  /** What a client meets while the STS is not itself. */
  public enum Outage {
    /** 503 with STS's error document. */
    DOWN,
    /** 400 Throttling. */
    THROTTLED,
    /** The request is read and never answered, not even after the outage. */
    HANGS
  }

  /** Answers at once, sessions of an hour. */
  public static final Behaviour HEALTHY = new Behaviour(0, 3_600_000, null, 0, 0);

  /** Returns a copy with another delay. */
  public Behaviour withDelay(long millis) {
    return new Behaviour(millis, lifetimeMillis, outage, outageLeadMillis, outageForMillis);
  }

  /** Returns a copy that issues sessions of another lifetime. */
  public Behaviour withLifetime(long millis) {
    return new Behaviour(delayMillis, millis, outage, outageLeadMillis, outageForMillis);
  }

  /** Returns a copy with an outage that begins so long before the next session issued expires. */
  public Behaviour withOutage(Outage kind, long leadMillis, long forMillis) {
    return new Behaviour(delayMillis, lifetimeMillis, kind, leadMillis, forMillis);
  }
}
