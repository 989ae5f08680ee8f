package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.ClassPaths;
import dev.irsa.bench.Jars;
import dev.irsa.bench.Part;
import dev.irsa.bench.sts.Behaviour;
import dev.irsa.bench.sts.StsCounts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Callers while STS is slow, down, throttling or hanging. All providers run through a scenario at
 * the same time, each with its own role, together with a control that has static credentials, so
 * that other load on the machine affects all alike.
 */
public final class Stall implements Part {

  private static final List<String> PROVIDERS =
      List.of("static", "irsa-v2", "irsa-v1", "sdk-v2", "sdk-v2-async", "sdk-v1");

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException, InterruptedException {
    List<Scenario> scenarios = bench.quick() ? List.of(Scenario.DOWN) : List.of(Scenario.values());
    if (bench.quick()) {
      Bench.omit(results, "the other four scenarios", "measured in the full run only");
    }
    for (Scenario scenario : scenarios) {
      // An outage hits each session at a different moment; a healthy STS behaves the same each
      // time.
      int rounds = bench.rounds(scenario.isOutage() && !bench.quick() ? 2 : 1);
      for (int round = 1; round <= rounds; round++) {
        bench.say(scenario.title() + ": round " + round + " of " + rounds);
        Bench.attempt(results, scenario.title(), () -> round(bench, scenario, results));
      }
    }
  }

  private static void round(Bench bench, Scenario scenario, ObjectNode results) throws IOException {
    Map<String, BenchmarkProcess> pods = new LinkedHashMap<>();
    try {
      for (String provider : PROVIDERS) {
        Behaviour quick = Behaviour.HEALTHY.withLifetime(Scenario.FIRST_LIFETIME_MILLIS);
        bench.sts().treat(role(provider), quick);
        BenchmarkProcess pod = start(bench, provider, scenario);
        pods.put(provider, pod);
        // One after the other, since the start of a JVM uses the most CPU.
        var unused = pod.await("warm");
      }
      for (Map.Entry<String, BenchmarkProcess> each : pods.entrySet()) {
        bench.sts().treat(role(each.getKey()), scenario.behaviour());
        each.getValue().go();
      }
      for (Map.Entry<String, BenchmarkProcess> each : pods.entrySet()) {
        String[] figures = each.getValue().await("result");
        StsCounts counts = bench.sts().counts(role(each.getKey()));
        write(results.withArray("cells").addObject(), scenario, each.getKey(), figures, counts);
      }
    } finally {
      pods.values().forEach(BenchmarkProcess::close);
    }
  }

  private static BenchmarkProcess start(Bench bench, String provider, Scenario scenario)
      throws IOException {
    ClassPaths paths = bench.classPaths();
    Jars jars =
        paths
            .bench()
            .and(paths.adapterV2())
            .and(paths.adapterV1())
            .and(paths.peer(paths.newest(), "sdk-v2"))
            .and(paths.peer(paths.newest(), "sdk-v1"));
    return BenchmarkProcess.start(
        bench,
        provider,
        jars,
        List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC"),
        bench.pod(role(provider), bench.sts().http()),
        List.of(
            "dev.irsa.bench.pod.StallPod",
            provider,
            Long.toString(scenario.idleMillis()),
            Long.toString(scenario.callMillis()),
            Long.toString(Scenario.LIFETIME_MILLIS)));
  }

  private static String role(String provider) {
    return "arn:aws:iam::123456789012:role/stall-" + provider;
  }

  private static void write(
      ObjectNode cell, Scenario scenario, String provider, String[] figures, StsCounts counts) {
    cell.put("scenario", scenario.name());
    cell.put("title", scenario.title());
    cell.put("provider", provider);
    cell.put("calls", Long.parseLong(figures[1]));
    cell.put("worstMs", Long.parseLong(figures[2]) / 1000.0);
    cell.put("p999Ms", Long.parseLong(figures[3]) / 1000.0);
    cell.put("medianMs", Long.parseLong(figures[4]) / 1000.0);
    cell.put("above20ms", Long.parseLong(figures[5]));
    cell.put("failures", Long.parseLong(figures[6]));
    cell.put("failuresWhileValid", Long.parseLong(figures[7]));
    cell.put("stuck", Long.parseLong(figures[8]));
    cell.put("firstError", String.join(" ", List.of(figures).subList(9, figures.length)));
    cell.put("stsCalls", counts.calls());
    cell.put("stsIssued", counts.issued());
  }
}
