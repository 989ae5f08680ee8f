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
 */
public record WindowModel(long earliest, long latest) {

  /** Returns the model of SDK v2's STS providers. */
  public static WindowModel sdkV2() {
    return new WindowModel(5 * Nanos.MINUTE, 2 * Nanos.MINUTE);
  }

  /** Simulates the plan, whose policy is ignored. */
  public FleetLoad simulate(FleetPlan plan) {
    return plan.simulate(this::live);
  }

  private boolean live(FleetPlan plan, SplittableRandom random, int[] calls) {
    long at = (long) (random.nextDouble() * plan.startSpread());
    boolean expired = false;
    while (at <= plan.end()) {
      calls[(int) (at / Nanos.SECOND)]++;
      long expiry = at + plan.lifetime();
      long refresh = expiry - latest - (long) (random.nextDouble() * (earliest - latest));
      if (plan.isDownAt(refresh)) {
        refresh = backAfter(plan, random);
        expired |= refresh > expiry;
      }
      at = refresh;
    }
    return expired;
  }

  /** Returns when a pod asks first after the outage, on its own period. */
  private static long backAfter(FleetPlan plan, SplittableRandom random) {
    return plan.outageFrom() + plan.outageFor() + (long) (random.nextDouble() * Nanos.SECOND);
  }
}
