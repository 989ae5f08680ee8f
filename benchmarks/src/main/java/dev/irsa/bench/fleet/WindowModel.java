package dev.irsa.bench.fleet;

import dev.irsa.internal.time.Nanos;
import java.util.SplittableRandom;

/**
 * A fleet of pods that refresh in a window before expiration, as other libraries do, under steady
 * traffic. Computes when they call STS, and how many credentials expire in an outage.
 *
 * @param earliest the start of the window, before expiration, in nanoseconds
 * @param latest the end of the window, before expiration; the time of refresh is drawn uniformly
 *     from the window for each session
 * @param shortestPause the shortest pause after a failed refresh, in nanoseconds; the pause is
 *     drawn uniformly between this and twice as long. 0 if the next caller tries again: the load
 *     during an outage then depends on the traffic and is not computed
 */
public record WindowModel(long earliest, long latest, long shortestPause) {

  /** Returns the model of SDK v2's STS providers. */
  public static WindowModel sdkV2() {
    return new WindowModel(5 * Nanos.MINUTE, 2 * Nanos.MINUTE, 0);
  }

  /** Returns the model of SDK v1's STS providers. */
  public static WindowModel sdkV1() {
    return new WindowModel(5 * Nanos.MINUTE, 5 * Nanos.MINUTE, 0);
  }

  /** Returns the model of AWS's cross-SDK specification of 2026, for sessions of an hour. */
  public static WindowModel awsSpecification() {
    return new WindowModel(15 * Nanos.MINUTE, 15 * Nanos.MINUTE, 5 * Nanos.MINUTE);
  }

  /** Simulates the plan, whose policy is ignored. */
  public FleetLoad simulate(FleetPlan plan) {
    SplittableRandom random = new SplittableRandom(plan.seed());
    int[] calls = new int[(int) (plan.end() / Nanos.SECOND) + 1];
    int expired = 0;
    for (int pod = 0; pod < plan.pods(); pod++) {
      expired += live(plan, random, calls) ? 1 : 0;
    }
    return new FleetLoad(calls, expired, 0);
  }

  private boolean live(FleetPlan plan, SplittableRandom random, int[] calls) {
    long at = (long) (random.nextDouble() * plan.startSpread());
    boolean expired = false;
    while (at <= plan.end()) {
      calls[(int) (at / Nanos.SECOND)]++;
      long expiry = at + plan.lifetime();
      long refresh = expiry - latest - (long) (random.nextDouble() * (earliest - latest));
      if (plan.isDownAt(refresh)) {
        refresh = backAfter(refresh, plan, random, calls);
        expired |= refresh > expiry;
      }
      at = refresh;
    }
    return expired;
  }

  /** Returns when a pod whose refresh failed at the given time has credentials again. */
  private long backAfter(long failed, FleetPlan plan, SplittableRandom random, int[] calls) {
    if (shortestPause == 0) {
      // At the first call after the outage, on the pod's own period.
      return plan.outageFrom() + plan.outageFor() + (long) (random.nextDouble() * Nanos.SECOND);
    }
    long at = failed;
    while (plan.isDownAt(at)) {
      if (at <= plan.end()) {
        calls[(int) (at / Nanos.SECOND)]++;
      }
      at += shortestPause + (long) (random.nextDouble() * shortestPause);
    }
    return at;
  }
}
