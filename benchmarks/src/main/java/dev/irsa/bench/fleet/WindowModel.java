package dev.irsa.bench.fleet;

import dev.irsa.internal.time.Nanos;
import java.util.SplittableRandom;

/**
 * A fleet of pods that refresh in a window before expiration, as others do, under steady traffic:
 * when they call STS, and who is past expiry after an outage.
 *
 * @param earliest how long before expiration the window opens, in nanoseconds
 * @param latest how long before expiration a refresh happens at the latest; drawn evenly between
 *     the two for each session
 * @param shortestPause after a failed refresh, in nanoseconds; drawn evenly up to twice as long. 0
 *     when the next caller tries again: what is sent during an outage then depends on the traffic
 *     and is left out
 */
public record WindowModel(long earliest, long latest, long shortestPause) {

  /** Returns that of SDK v2's STS providers. */
  public static WindowModel sdkV2() {
    return new WindowModel(5 * Nanos.MINUTE, 2 * Nanos.MINUTE, 0);
  }

  /** Returns that of SDK v1's STS providers. */
  public static WindowModel sdkV1() {
    return new WindowModel(5 * Nanos.MINUTE, 5 * Nanos.MINUTE, 0);
  }

  /** Returns that of AWS's cross-SDK specification of 2026, for sessions of an hour. */
  public static WindowModel awsSpecification() {
    return new WindowModel(15 * Nanos.MINUTE, 15 * Nanos.MINUTE, 5 * Nanos.MINUTE);
  }

  /** Lives through the plan; its policy is not used. */
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

  /** Returns when a pod is back whose refresh failed then. */
  private long backAfter(long failed, FleetPlan plan, SplittableRandom random, int[] calls) {
    if (shortestPause == 0) {
      // With the first call after the outage, on the pod's own beat.
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
