package dev.irsa.bench.sts;

import org.jspecify.annotations.Nullable;

/**
 * The behaviour of STS for one role.
 *
 * @param delayMillis the duration of each response
 * @param lifetimeMillis the lifetime of issued sessions
 * @param outage the kind of the next outage; null for none
 * @param outageLeadMillis how long before the expiration of the next issued session the outage
 *     begins
 * @param outageForMillis the duration of the outage
 */
public record Behaviour(
    long delayMillis,
    long lifetimeMillis,
    @Nullable Outage outage,
    long outageLeadMillis,
    long outageForMillis) {

  /** The kinds of outages. */
  public enum Outage {
    /** Responds with 503 and STS's error document. */
    DOWN,
    /** Responds with 400 Throttling. */
    THROTTLED,
    /** Reads the request and never responds, not even after the outage. */
    HANGS
  }

  /** Responds at once, with sessions of an hour. */
  public static final Behaviour HEALTHY = new Behaviour(0, 3_600_000, null, 0, 0);

  /** Returns the line that {@link #of} reads. */
  public String line() {
    return "%s %s %s %s %s"
        .formatted(delayMillis, lifetimeMillis, outage, outageLeadMillis, outageForMillis);
  }

  /** Reads what follows a role on its line. */
  static Behaviour of(String[] words) {
    return new Behaviour(
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        words[3].equals("null") ? null : Outage.valueOf(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]));
  }
}
