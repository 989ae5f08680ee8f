package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Part;
import dev.irsa.bench.fleet.Fleet;
import dev.irsa.bench.fleet.FleetLoad;
import dev.irsa.bench.fleet.FleetPlan;
import dev.irsa.bench.fleet.WindowModel;
import dev.irsa.credentials.RefreshPolicy;
import java.util.Arrays;
import java.util.List;

/**
 * Simulates ten thousand pods that start within 30 s, in virtual time. Our policy and AWS's
 * specification use the real engine; the SDKs are modelled by their windows.
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

  /**
   * The effects of one outage.
   *
   * @param expired the number of pods whose credentials expired
   * @param peak calls in the busiest second of the outage
   * @param mean calls per second during the outage
   * @param recovery calls in the busiest second after the outage
   */
  private record Outage(int expired, int peak, double mean, int recovery) {

    static Outage at(int offset, int minutes, long askEvery, Simulation simulation) {
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
    int[] offsets = bench.quick() ? QUICK_OFFSETS_MINUTES : OFFSETS_MINUTES;
    // In virtual time, other load on the machine has no effect.
    List<Outage> outages =
        Arrays.stream(offsets)
            .parallel()
            .mapToObj(offset -> Outage.at(offset, minutes, askEvery, simulation))
            .toList();
    ObjectNode outage = cell.withArray("outages").addObject();
    outage.put("minutes", minutes);
    outage.put("offsets", offsets.length);
    outage.put("podsPastExpiry", outages.stream().mapToInt(Outage::expired).max().orElse(0));
    outage.put(
        "podsPastExpiryMean", outages.stream().mapToInt(Outage::expired).average().orElse(0));
    outage.put("recoveryPeak", outages.stream().mapToInt(Outage::recovery).max().orElse(0));
    if (engine) {
      outage.put("peakDuring", outages.stream().mapToInt(Outage::peak).max().orElse(0));
      outage.put("meanDuring", outages.stream().mapToDouble(Outage::mean).max().orElse(0));
    }
  }

  private static FleetPlan plan(long askEvery, long outageFrom, long outageFor, int endSeconds) {
    return new FleetPlan(
        PODS,
        30 * SECOND,
        60 * MINUTE,
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
