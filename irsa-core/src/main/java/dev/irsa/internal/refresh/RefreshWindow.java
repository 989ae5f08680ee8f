package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Nanos;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Calculates when credentials with a given lifetime are refreshed. Pure functions. */
final class RefreshWindow {

  private static final long LONGEST = 60 * Nanos.MINUTE;

  private RefreshWindow() {}

  /** Returns the nanoseconds from receipt to the first refresh, 0 to the lifetime. */
  static long refreshAfter(
      long lifetime, RefreshPolicy policy, boolean first, RandomGenerator random) {
    double jitter = first ? policy.firstJitter() : policy.jitter();
    long spread = (long) (jitter * random.nextDouble() * lifetime);
    return Math.max(0, lifetime - window(lifetime, policy) - spread);
  }

  /** Returns the advisory refresh window in nanoseconds. */
  static long window(long lifetime, RefreshPolicy policy) {
    Duration configured = policy.advisoryWindow();
    return configured != null
        ? Math.min(configured.toNanos(), lifetime / 2)
        : Math.min(LONGEST, lifetime / 3);
  }

  /**
   * Returns the nanoseconds until the next refresh after one that brought the same credentials:
   * half of what is left. An agent that caches credentials until shortly before they expire has new
   * ones only then, so the refresh is not planned between the reserve of such an agent and half of
   * it.
   *
   * @param remaining the nanoseconds until the credentials expire
   */
  static long afterUnchanged(long remaining, Timings timings, RandomGenerator random) {
    long half = remaining / 2;
    long reserve = timings.agentReserve;
    long left =
        remaining > reserve && half < reserve
            ? (long) (reserve * (1 - 0.2 * random.nextDouble()))
            : half;
    return Math.min(remaining, Math.max(timings.leastUnchangedPause, remaining - left));
  }
}
