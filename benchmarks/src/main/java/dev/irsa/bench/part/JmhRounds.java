package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Jdk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rounds of JMH forks in random order, and their figures in the results.
 *
 * @param rounds how many forks of each benchmark
 * @param iterations of each fork, as many to warm up as to measure
 * @param millis of each iteration
 */
record JmhRounds(int rounds, int iterations, long millis) {

  void run(Bench bench, Jdk jdk, List<JmhRun> runs, ObjectNode results) {
    // A lock file keeps JMH from running twice on a machine; what else runs here is our business.
    System.setProperty("jmh.ignoreLock", "true");
    Map<JmhRun, List<JmhRun.Figures>> taken = new LinkedHashMap<>();
    runs.forEach(run -> taken.put(run, new ArrayList<>()));
    for (int round = 1; round <= rounds; round++) {
      bench.say(
          "JDK "
              + jdk.feature()
              + ": round "
              + round
              + " of "
              + rounds
              + ", "
              + taken.size()
              + " forks");
      List<JmhRun> order = new ArrayList<>(taken.keySet());
      Collections.shuffle(order, bench.random());
      for (JmhRun run : order) {
        try {
          taken
              .computeIfAbsent(run, unused -> new ArrayList<>())
              .add(run.once(bench, jdk, iterations, iterations, millis));
        } catch (IOException | RuntimeException broken) {
          // Ratios pair rounds, so what lacks one is left out.
          taken.remove(run);
          Bench.fail(results, run.benchmark() + " " + run.label(), broken);
        }
      }
    }
    taken.forEach(
        (run, figures) -> {
          ObjectNode cell = results.withArray("cells").addObject();
          cell.put("jdk", jdk.feature());
          cell.put("benchmark", run.benchmark());
          cell.put("label", run.label());
          cell.put("threads", run.threads());
          run.parameters().forEach(cell::put);
          cell.set("time", Bench.array(figures.stream().map(JmhRun.Figures::time).toList()));
          cell.set("bytes", Bench.array(figures.stream().map(JmhRun.Figures::bytes).toList()));
        });
  }
}
