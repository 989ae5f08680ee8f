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
 * @param rounds the number of forks of each benchmark
 * @param iterations the number of warm-up iterations, and of measured ones, in each fork
 * @param millis the duration of each iteration
 */
record JmhRounds(int rounds, int iterations, long millis) {

  void run(Bench bench, Jdk jdk, List<JmhRun> runs, ObjectNode results) {
    // JMH's lock file prevents a second run on the same machine; the harness takes care of that
    // itself.
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
          // Ratios are computed by round, so a round without one of the figures is omitted.
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
