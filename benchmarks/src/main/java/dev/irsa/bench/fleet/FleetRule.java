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
    return 60 * Nanos.MINUTE / meanPeriod();
  }

  /**
   * Returns the share of pods whose credentials are expected to expire in an outage, if the pods
   * started at random times. No rule for retries changes it: while STS is down, retries are in
   * vain, so a pod escapes only if its refresh was due before the outage, or its credentials
   * outlast it.
   *
   * <p>Between the time of refresh and the expiration lies a time that is distributed uniformly
   * from the window to the window plus jitter. If it is t, the pods whose refresh becomes due in
   * the first (outage - t) of the outage expire.
   *
   * @param outage the duration of the outage in nanoseconds, less than the lifetime
   */
  public double expectedExpired(long outage) {
    double spread = jitter * lifetime;
    double over = Math.max(0, outage - window);
    double meanOver = over >= spread ? over - spread / 2 : over * over / 2 / spread;
    return meanOver / meanPeriod();
  }

  private double meanPeriod() {
    return lifetime - window - jitter * lifetime / 2;
  }
}
