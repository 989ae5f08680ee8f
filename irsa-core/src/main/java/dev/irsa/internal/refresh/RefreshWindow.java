package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to refresh a session of a given lifetime: pure functions of the policy. */
final class RefreshWindow {

  /** Below this lifetime, which AWS never gives, pauses shrink in proportion. */
  private static final long SHORT = Duration.ofMinutes(15).toNanos();

  /** Below this one pauses shrink no further, lest no time at all lies between two calls. */
  private static final long SHORTEST = Duration.ofSeconds(9).toNanos();

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private RefreshWindow() {}

  /** Returns what pauses are multiplied with, from a hundredth to 1. */
  static double scale(long lifetime, RefreshPolicy policy) {
    return policy.scalesShortLifetimes()
        ? Math.min(1, (double) Math.max(lifetime, SHORTEST) / SHORT)
        : 1;
  }

  /** Returns the nanoseconds from receipt to the first refresh, between 0 and the lifetime. */
  static long refreshAfter(
      long lifetime, RefreshPolicy policy, boolean first, RandomGenerator random) {
    double jitter = first ? policy.firstJitter() : policy.jitter();
    long spread = (long) (jitter * random.nextDouble() * lifetime);
    return Math.max(0, lifetime - window(lifetime, policy) - spread);
  }

  /** Returns the advisory window in nanoseconds. */
  static long window(long lifetime, RefreshPolicy policy) {
    Duration configured = policy.advisoryWindow();
    if (configured != null) {
      return Math.min(configured.toNanos(), lifetime / 2);
    }
    long window = (long) (windowByTable(lifetime) * scale(lifetime, policy));
    return Math.min(window, (long) (lifetime * policy.largestWindowShare()));
  }

  private static long windowByTable(long lifetime) {
    if (lifetime <= 20 * MINUTE) {
      return 5 * MINUTE;
    }
    return lifetime < 90 * MINUTE ? 15 * MINUTE : 60 * MINUTE;
  }
}
