package dev.irsa.bench.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.fleet.Fleet;
import dev.irsa.bench.fleet.FleetLoad;
import dev.irsa.bench.fleet.FleetPlan;
import dev.irsa.bench.fleet.WindowModel;
import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.Measurement;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Nanos;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Simulates ten thousand pods that start within 30 s, in virtual time, through outages. Our policy
 * uses the real engine; SDK v2 is modelled by its window.
 */
public final class FleetOutages implements Measurement {

  private static final int PODS = 10_000;
  private static final long SEED = 20_261_124;
  private static final long LIFETIME = 60 * Nanos.MINUTE;

  /** Outages begin this often in the third hour; the worst result is reported. */
  private static final int STARTS_MINUTES = 5;

  @Override
  public void measure(Bench bench, ObjectNode results) {
    bench.say("SDK v2");
    write(results.putObject("sdk"), WindowModel.sdkV2()::simulate);
    bench.say("irsa");
    write(results.putObject("irsa"), Fleet::simulate);
  }

  private static void write(ObjectNode node, Function<FleetPlan, FleetLoad> simulation) {
    for (int minutes : new int[] {15, 20}) {
      // In virtual time, other load on the machine has no effect.
      int expired =
          IntStream.range(0, 60 / STARTS_MINUTES)
              .parallel()
              .map(
                  start -> simulation.apply(plan(start * STARTS_MINUTES, minutes)).podsPastExpiry())
              .max()
              .orElse(0);
      node.put("podsPastExpiry" + minutes, expired);
    }
  }

  /** Returns a plan with an outage that begins so many minutes into the third hour. */
  private static FleetPlan plan(int start, int minutes) {
    return new FleetPlan(
        PODS,
        30 * Nanos.SECOND,
        LIFETIME,
        RefreshPolicy.standard(),
        2 * LIFETIME + start * Nanos.MINUTE,
        minutes * Nanos.MINUTE,
        4 * LIFETIME,
        SEED);
  }
}
