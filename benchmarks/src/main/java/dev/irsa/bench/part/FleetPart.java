package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Part;
import dev.irsa.bench.fleet.Fleet;
import dev.irsa.bench.fleet.FleetLoad;
import dev.irsa.bench.fleet.FleetPlan;
import dev.irsa.bench.fleet.FleetRule;
import dev.irsa.bench.fleet.WindowModel;
import dev.irsa.credentials.RefreshPolicy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Simulates ten thousand pods that start within 30 s, in virtual time. Our policy uses the real
 * engine; AWS's specification and the SDKs are modelled by their windows. Then compares other
 * windows and jitters of our policy with it.
 */
public final class FleetPart implements Part {

  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final int PODS = 10_000;
  private static final int START_SECONDS = 60;
  private static final int END_SECONDS = 5 * 3600;
  private static final int OUTAGE_END_SECONDS = 4 * 3600;
  private static final long SEED = 20_261_124;

  /** The starts of the outage within the third hour; the worst result is reported. */
  private static final int[] OFFSETS_MINUTES = {0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55};

  private static final int[] QUICK_OFFSETS_MINUTES = {30};

  private static final long LIFETIME = 60 * MINUTE;

  /** The windows and jitters that are compared with the standard policy. */
  private static final int[] WINDOWS_MINUTES = {13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24};

  /** Often enough that expired credentials are still replaced without a call. */
  private static final long RARELY = 10 * MINUTE;

  private static final double[] JITTERS = {0.10, 0.15, 0.20};

  /**
   * The effects of one outage.
   *
   * @param expired the number of pods whose credentials expired
   * @param peak calls in the busiest second of the outage
   * @param mean calls per second during the outage
   * @param recovery calls in the busiest second after the outage
   */
  private record Outage(int expired, int peak, double mean, int recovery) {

    static List<Outage> each(Bench bench, int minutes, long askEvery, Simulation simulation) {
      int[] offsets = bench.quick() ? QUICK_OFFSETS_MINUTES : OFFSETS_MINUTES;
      // In virtual time, other load on the machine has no effect.
      return Arrays.stream(offsets)
          .parallel()
          .mapToObj(offset -> at(offset, minutes, askEvery, simulation))
          .toList();
    }

    private static Outage at(int offset, int minutes, long askEvery, Simulation simulation) {
      int from = 2 * 3600 + offset * 60;
      int to = from + minutes * 60;
      FleetLoad load =
          simulation.run(plan(askEvery, from * SECOND, minutes * MINUTE, OUTAGE_END_SECONDS));
      return new Outage(
          load.podsPastExpiry(),
          load.peak(from, to),
          load.mean(from, to),
          load.peak(to, OUTAGE_END_SECONDS));
    }

    static int mostExpired(Collection<Outage> outages) {
      return outages.stream().mapToInt(Outage::expired).max().orElse(0);
    }

    static int highestRecovery(Collection<Outage> outages) {
      return outages.stream().mapToInt(Outage::recovery).max().orElse(0);
    }
  }

  /** Simulates one fleet with a plan. */
  private interface Simulation {
    FleetLoad run(FleetPlan plan);
  }

  @Override
  public void measure(Bench bench, ObjectNode results) {
    results.put("pods", PODS);
    fleet(bench, results, "irsa", MINUTE, Fleet::simulate);
    fleet(bench, results, "aws-specification", SECOND, WindowModel.awsSpecification()::simulate);
    fleet(bench, results, "sdk-v2", SECOND, WindowModel.sdkV2()::simulate);
    fleet(bench, results, "sdk-v1", SECOND, WindowModel.sdkV1()::simulate);
    compareRules(bench, results);
  }

  private static void compareRules(Bench bench, ObjectNode results) {
    bench.say("other windows and jitters");
    ArrayNode rules = results.putArray("rules");
    rule(bench, rules, FleetRule.standard(LIFETIME)).put("standard", true);
    if (bench.quick()) {
      Bench.omit(results, "other windows and jitters", "measured in the full run only");
      return;
    }
    for (double jitter : JITTERS) {
      for (int window : WINDOWS_MINUTES) {
        rule(bench, rules, new FleetRule(LIFETIME, window * MINUTE, jitter));
      }
    }
  }

  private static ObjectNode rule(Bench bench, ArrayNode rules, FleetRule rule) {
    Simulation simulation = plan -> Fleet.simulate(plan.with(rule.policy()));
    List<Outage> shorter = Outage.each(bench, 15, RARELY, simulation);
    List<Outage> longer = Outage.each(bench, 20, RARELY, simulation);
    return rules
        .addObject()
        .put("windowMinutes", (double) rule.window() / MINUTE)
        .put("jitter", rule.jitter())
        .put("callsPerHour", rule.callsPerHour())
        .put("podsPastExpiry15", Outage.mostExpired(shorter))
        .put("podsPastExpiry20", Outage.mostExpired(longer))
        .put("expectedPastExpiry20", rule.expectedExpired(20 * MINUTE))
        .put("recoveryPeak15", Outage.highestRecovery(shorter))
        .put("recoveryPeak20", Outage.highestRecovery(longer));
  }

  private static void fleet(
      Bench bench, ObjectNode results, String name, long askEvery, Simulation simulation) {
    bench.say(name);
    ObjectNode cell = results.withArray("cells").addObject();
    cell.put("policy", name);
    boolean engine = name.equals("irsa");
    cell.put("realEngine", engine);
    FleetLoad calm = simulation.run(plan(askEvery, Long.MAX_VALUE, 0, END_SECONDS));
    cell.put("peakAtStart", calm.peak(0, START_SECONDS));
    for (int hour = 0; hour < 5; hour++) {
      int from = Math.max(START_SECONDS, hour * 3600);
      cell.withArray("peakByHour").add(calm.peak(from, (hour + 1) * 3600));
    }
    cell.put("peakSteady", calm.peak(START_SECONDS, END_SECONDS));
    cell.put("meanSteady", calm.mean(3600, END_SECONDS));
    series(cell, calm);
    for (int minutes : new int[] {10, 15, 20}) {
      outage(bench, cell, engine, minutes, askEvery, simulation);
    }
  }

  private static void outage(
      Bench bench,
      ObjectNode cell,
      boolean engine,
      int minutes,
      long askEvery,
      Simulation simulation) {
    List<Outage> outages = Outage.each(bench, minutes, askEvery, simulation);
    ObjectNode outage = cell.withArray("outages").addObject();
    outage.put("minutes", minutes);
    outage.put("offsets", outages.size());
    outage.put("podsPastExpiry", Outage.mostExpired(outages));
    outage.put(
        "podsPastExpiryMean", outages.stream().mapToInt(Outage::expired).average().orElse(0));
    outage.put("recoveryPeak", Outage.highestRecovery(outages));
    if (engine) {
      outage.put("peakDuring", outages.stream().mapToInt(Outage::peak).max().orElse(0));
      outage.put("meanDuring", outages.stream().mapToDouble(Outage::mean).max().orElse(0));
    }
  }

  private static FleetPlan plan(long askEvery, long outageFrom, long outageFor, int endSeconds) {
    return new FleetPlan(
        PODS,
        30 * SECOND,
        LIFETIME,
        RefreshPolicy.standard(),
        askEvery,
        outageFrom,
        outageFor,
        endSeconds * SECOND,
        SEED);
  }

  /** Writes the busiest second of each minute, for the chart. */
  private static void series(ObjectNode cell, FleetLoad load) {
    for (int minute = 0; minute < END_SECONDS / 60; minute++) {
      cell.withArray("peakByMinute").add(load.peak(minute * 60, (minute + 1) * 60));
    }
  }
}
