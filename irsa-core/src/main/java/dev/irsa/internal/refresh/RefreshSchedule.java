package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Nanos;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Draws when the next refresh is due: after a share of the lifetime, with jitter, so that a fleet
 * does not refresh at the same time. Pure functions, in nanoseconds.
 */
final class RefreshSchedule {

  /** The maximum of the window, which is a third of the lifetime. */
  private static final long LONGEST_WINDOW = 60 * Nanos.MINUTE;

  /**
   * How long before expiration an agent no longer returns credentials from its cache: a little less
   * than the agent of EKS Pod Identity (15 s; aws/eks-pod-identity-agent, minCredentialTtl).
   */
  static final long AGENT_RESERVE = 14 * Nanos.SECOND;

  /** The minimum pause after a refresh that brought the same credentials. */
  static final long LEAST_UNCHANGED_PAUSE = Nanos.SECOND;

  private RefreshSchedule() {}

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
        : Math.min(LONGEST_WINDOW, lifetime / 3);
  }

  /**
   * Returns the nanoseconds until the next refresh after one that brought the same credentials:
   * half of the remaining lifetime. An agent that caches credentials until shortly before they
   * expire has new ones only then, so the refresh is not planned between the reserve of such an
   * agent and half of it.
   *
   * @param remaining the nanoseconds until the credentials expire
   */
  static long afterUnchanged(long remaining, LifetimeScale scale, RandomGenerator random) {
    long half = remaining / 2;
    long reserve = scale.of(AGENT_RESERVE);
    long left =
        remaining > reserve && half < reserve
            ? (long) (reserve * (1 - 0.2 * random.nextDouble()))
            : half;
    return Math.min(remaining, Math.max(scale.of(LEAST_UNCHANGED_PAUSE), remaining - left));
  }
}
