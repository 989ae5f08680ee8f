package dev.irsa.bench.fleet;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Nanos;
import java.util.SplittableRandom;

/**
 * The plan of a simulation. Times are in nanoseconds from the start.
 *
 * @param pods the number of pods
 * @param startSpread the period within which all pods start
 * @param lifetime the lifetime of sessions issued by STS
 * @param policy the policy of each pod
 * @param outageFrom when STS begins to respond with 503; {@link Long#MAX_VALUE} for never
 * @param outageFor the duration of the outage
 * @param end when the simulation ends
 * @param seed the seed of all random numbers
 */
public record FleetPlan(
    int pods,
    long startSpread,
    long lifetime,
    RefreshPolicy policy,
    long outageFrom,
    long outageFor,
    long end,
    long seed) {

  /** A pod of a fleet. */
  interface Pod {
    /** Counts the calls in each second of a pod's life, and returns whether credentials expired. */
    boolean live(FleetPlan plan, SplittableRandom random, int[] calls);
  }

  /** Simulates a fleet of such pods. */
  FleetLoad simulate(Pod pod) {
    SplittableRandom all = new SplittableRandom(seed);
    int[] calls = new int[(int) (end / Nanos.SECOND) + 1];
    int expired = 0;
    for (int number = 0; number < pods; number++) {
      expired += pod.live(this, all.split(), calls) ? 1 : 0;
    }
    return new FleetLoad(calls, expired);
  }

  boolean isDownAt(long nanos) {
    return nanos >= outageFrom && nanos - outageFrom < outageFor;
  }
}
