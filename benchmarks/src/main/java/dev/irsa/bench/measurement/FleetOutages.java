package dev.irsa.bench.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Measurement;
import dev.irsa.bench.fleet.Fleet;
import dev.irsa.bench.fleet.FleetLoad;
import dev.irsa.bench.fleet.FleetPlan;
import dev.irsa.bench.fleet.FleetRule;
import dev.irsa.bench.fleet.WindowModel;
import dev.irsa.credentials.RefreshPolicy;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Simulates ten thousand pods that start within 30 s, in virtual time, through outages. Our policy
 * uses the real engine; SDK v2 is modelled by its window. Other windows are compared with ours.
 */
public final class FleetOutages implements Measurement {

  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final int PODS = 10_000;
  private static final int END_SECONDS = 4 * 3600;
  private static final long SEED = 20_261_124;
  private static final long LIFETIME = 60 * MINUTE;

  /** Outages begin this often in the third hour; the worst result is reported. */
  private static final int STARTS_MINUTES = 5;

  /** The windows that are compared with the standard policy. */
  private static final int[] WINDOWS_MINUTES = {13, 15, 17, 18, 20, 24};

  /**
   * The effects of one outage.
   *
   * @param expired the number of pods whose credentials expired
   * @param recovery calls in the busiest second after the outage
   */
  private record Outage(int expired, int recovery) {
    static int worst(List<Outage> outages, ToIntFunction<Outage> effect) {
      return outages.stream().mapToInt(effect).max().orElse(0);
    }
  }

  @Override
  public void measure(Bench bench, ObjectNode results) {
    results.put("pods", PODS);
    bench.say("SDK v2");
    write(results.putObject("sdk"), WindowModel.sdkV2()::simulate);
    FleetRule standard = FleetRule.standard(LIFETIME);
    rule(bench, results.putObject("irsa"), standard);
    for (int window : WINDOWS_MINUTES) {
      FleetRule other = new FleetRule(LIFETIME, window * MINUTE, standard.jitter());
      rule(bench, results.withArray("windows").addObject(), other);
    }
  }

  private static void rule(Bench bench, ObjectNode node, FleetRule rule) {
    bench.say("window of " + rule.window() / MINUTE + " min");
    node.put("windowMinutes", (double) rule.window() / MINUTE);
    node.put("callsPerHour", rule.callsPerHour());
    write(node, plan -> Fleet.simulate(plan.with(rule.policy())));
  }

  private static void write(ObjectNode node, Function<FleetPlan, FleetLoad> simulation) {
    for (int minutes : new int[] {15, 20}) {
      // In virtual time, other load on the machine has no effect.
      List<Outage> outages =
          IntStream.range(0, 60 / STARTS_MINUTES)
              .parallel()
              .mapToObj(start -> outage(start * STARTS_MINUTES, minutes, simulation))
              .toList();
      node.put("podsPastExpiry" + minutes, Outage.worst(outages, Outage::expired));
      node.put("recoveryPeak" + minutes, Outage.worst(outages, Outage::recovery));
    }
  }

  private static Outage outage(int start, int minutes, Function<FleetPlan, FleetLoad> simulation) {
    int from = 2 * 3600 + start * 60;
    FleetPlan plan =
        new FleetPlan(
            PODS,
            30 * SECOND,
            LIFETIME,
            RefreshPolicy.standard(),
            from * SECOND,
            minutes * MINUTE,
            END_SECONDS * SECOND,
            SEED);
    FleetLoad load = simulation.apply(plan);
    return new Outage(load.podsPastExpiry(), load.peak(from + minutes * 60, END_SECONDS));
  }
}
