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

/** Rounds of JMH forks in random order, and their figures in the results. */
final class JmhRounds {

  private JmhRounds() {}

  static void run(
      Bench bench, Jdk jdk, List<JmhRun> runs, int rounds, int iterations, ObjectNode results)
      throws IOException {
    // A lock file keeps JMH from running twice on a machine; what else runs here is our business.
    System.setProperty("jmh.ignoreLock", "true");
    Map<JmhRun, List<JmhRun.Figures>> taken = new LinkedHashMap<>();
    runs.forEach(run -> taken.put(run, new ArrayList<>()));
    for (int round = 1; round <= rounds; round++) {
      bench.say("JDK " + jdk.feature() + ": round " + round + " of " + rounds);
      List<JmhRun> order = new ArrayList<>(runs);
      Collections.shuffle(order, bench.random());
      for (JmhRun run : order) {
        taken
            .computeIfAbsent(run, unused -> new ArrayList<>())
            .add(run.once(bench, jdk, iterations, iterations, 500));
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
