package dev.irsa.bench.fleet;

import dev.irsa.internal.time.Nanos;
import java.util.SplittableRandom;

/**
 * A fleet of pods that refresh in a window before expiration, as the SDKs do, under steady traffic:
 * when they call STS, and who is past expiry after an outage. What they send during an outage
 * depends on their traffic and is left out.
 */
public final class WindowModel {

  private WindowModel() {}

  /**
   * Lives through the plan; its policy is not used.
   *
   * @param earliest how long before expiration the window opens, in nanoseconds
   * @param latest how long before expiration a refresh happens at the latest; drawn evenly between
   *     the two for each session
   */
  public static FleetLoad simulate(FleetPlan plan, long earliest, long latest) {
    SplittableRandom random = new SplittableRandom(plan.seed());
    int[] calls = new int[(int) (plan.end() / Nanos.SECOND) + 1];
    int expired = 0;
    for (int pod = 0; pod < plan.pods(); pod++) {
      expired += live(plan, earliest, latest, random, calls) ? 1 : 0;
    }
    return new FleetLoad(calls, expired, 0);
  }

  private static boolean live(
      FleetPlan plan, long earliest, long latest, SplittableRandom random, int[] calls) {
    long at = (long) (random.nextDouble() * plan.startSpread());
    boolean expired = false;
    while (at <= plan.end()) {
      calls[(int) (at / Nanos.SECOND)]++;
      long expiry = at + plan.lifetime();
      long refresh = expiry - latest - (long) (random.nextDouble() * (earliest - latest));
      if (plan.isDownAt(refresh)) {
        // Back with the first call after the outage, on the pod's own beat.
        refresh =
            plan.outageFrom() + plan.outageFor() + (long) (random.nextDouble() * Nanos.SECOND);
        expired |= refresh > expiry;
      }
      at = refresh;
    }
    return expired;
  }
}
