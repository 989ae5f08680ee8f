package dev.irsa.bench.fleet;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.VirtualSession;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Simulates a fleet of pods in virtual time. Each pod has its own session; all share one STS. It
 * responds to any number of calls, so pods do not affect each other, and one lives after the other.
 */
public final class Fleet {

  private static final Duration ROUND_TRIP = Duration.ofMillis(50);

  /** How often pods ask: enough that expired credentials are still replaced without a call. */
  private static final long ASK_EVERY = 10 * Nanos.MINUTE;

  private Fleet() {}

  /** Simulates the plan. */
  public static FleetLoad simulate(FleetPlan plan) {
    return plan.simulate(Fleet::live);
  }

  /** Simulates one pod, and returns whether its credentials expired. */
  private static boolean live(FleetPlan plan, SplittableRandom random, int[] calls) {
    long start = (long) (random.nextDouble() * plan.startSpread());
    VirtualSession pod =
        new VirtualSession(plan.policy(), random.split())
            .lifetime(Duration.ofNanos(plan.lifetime()));
    pod.sts.behave(
        () -> {
          long now = start + pod.sts.elapsed();
          calls[(int) (now / Nanos.SECOND)]++;
          return (plan.isDownAt(now) ? VirtualSession.err() : pod.sts.ok()).after(ROUND_TRIP);
        });
    for (long now = start; now < plan.end(); now += ASK_EVERY) {
      var unused = pod.ask();
      pod.advance(Duration.ofNanos(Math.min(ASK_EVERY, plan.end() - now)));
    }
    return !pod.events(IrsaEvent.Expired.class).isEmpty();
  }
}
