package dev.irsa.bench.fleet;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Nanos;
import java.time.Duration;

/**
 * A rule for the time of a refresh: the window and the jitter, which spreads refreshes before the
 * window. All other rules are those of the engine.
 *
 * @param lifetime the lifetime of sessions, in nanoseconds
 * @param window how long before expiration a refresh is due at the latest, in nanoseconds
 * @param jitter the greatest share of the lifetime by which it is due earlier
 */
public record FleetRule(long lifetime, long window, double jitter) {

  /** Returns the rule of the standard policy. */
  public static FleetRule standard(long lifetime) {
    return new FleetRule(
        lifetime, Math.min(60 * Nanos.MINUTE, lifetime / 3), RefreshPolicy.standard().jitter());
  }

  /** Returns the policy with this rule. */
  public RefreshPolicy policy() {
    RefreshPolicy standard = RefreshPolicy.standard();
    return standard
        .withAdvisoryWindow(Duration.ofNanos(window))
        .withJitter(jitter, standard.firstJitter());
  }

  /** Returns the mean number of calls of STS per pod and hour while STS responds. */
  public double callsPerHour() {
    return 60 * Nanos.MINUTE / (lifetime - window - jitter * lifetime / 2);
  }
}
