package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Cgroup;
import dev.irsa.bench.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures whole processes. In each round every variant runs once, in random order, so that other
 * load on the machine affects all alike.
 */
final class FreshProcesses {

  private static final String READY = " dev.irsa.bench.pod.Ready ";

  private FreshProcesses() {}

  /**
   * Measures the variants in a combination, and adds the figures to the results.
   *
   * @param quarter for the combinations with a quarter of a core, or null
   * @param node receives the figures, and already says what else they belong to
   */
  static void measure(
      Bench bench, Cell cell, List<Variant> variants, @Nullable Cgroup quarter, ObjectNode node)
      throws IOException, InterruptedException {
    node.put("jdk", cell.jdk().feature());
    node.put("processor", cell.processor().name());
    node.put("archive", cell.archive().name());
    Path cgroup =
        cell.processor() == Processor.QUARTER && quarter != null ? quarter.processes() : null;
    Map<String, List<String>> commands = commands(bench, cell, variants, node);
    Map<String, List<Child.Cost>> costs = new LinkedHashMap<>();
    commands.keySet().forEach(name -> costs.put(name, new ArrayList<>()));
    for (int round = 1; round <= cell.rounds(); round++) {
      bench.say(
          cell.title()
              + ": round "
              + round
              + " of "
              + cell.rounds()
              + ", "
              + commands.size()
              + " variants");
      List<Map.Entry<String, List<String>>> order = new ArrayList<>(commands.entrySet());
      Collections.shuffle(order, bench.random());
      for (Map.Entry<String, List<String>> each : order) {
        try {
          costs
              .computeIfAbsent(each.getKey(), unused -> new ArrayList<>())
              .add(run(bench, cell, cgroup, each.getValue()));
        } catch (IOException broken) {
          // Ratios are computed by round, so a round without one of the figures is omitted.
          commands.remove(each.getKey());
          costs.remove(each.getKey());
          Bench.fail(node, each.getKey() + ", " + cell.title(), broken);
        }
      }
    }
    costs.forEach((name, taken) -> write(node.withObject("/variants/" + name), taken));
    if (cell.processor() == Processor.TWO && cell.archive() == Archive.NONE) {
      for (Map.Entry<String, List<String>> each : commands.entrySet()) {
        node.withObject("/variants/" + each.getKey())
            .put("classes", loadedClasses(bench, cell, each.getValue()));
      }
    }
  }

  private static void write(ObjectNode node, List<Child.Cost> costs) {
    node.set("cpuMs", Bench.array(costs.stream().map(Child.Cost::cpuMillis).toList()));
    node.set("wallMs", Bench.array(costs.stream().map(Child.Cost::readyMillis).toList()));
    node.set("processMs", Bench.array(costs.stream().map(Child.Cost::processMillis).toList()));
    node.set("rssMb", Bench.array(costs.stream().map(Child.Cost::peakMegabytes).toList()));
  }

  private static Map<String, List<String>> commands(
      Bench bench, Cell cell, List<Variant> variants, ObjectNode node)
      throws IOException, InterruptedException {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    for (Variant variant : variants) {
      List<String> plain = command(bench, cell, variant, List.of());
      Path archive =
          bench
              .scratch()
              .resolve(variant.name() + "-" + cell.jdk().feature() + "-" + cell.archive());
      if (cell.archive() == Archive.NONE) {
        commands.put(variant.name(), plain);
        continue;
      }
      try {
        var unused =
            run(bench, cell, null, command(bench, cell, variant, cell.archive().creating(archive)));
      } catch (IOException broken) {
        Bench.fail(node, variant.name() + ", " + cell.title(), broken);
        continue;
      }
      if (Files.exists(archive)) {
        node.withObject("/archiveMb").put(variant.name(), Files.size(archive) / 1024.0 / 1024.0);
        commands.put(variant.name(), command(bench, cell, variant, cell.archive().using(archive)));
      } else {
        Bench.omit(node, variant.name(), "the JVM did not write an archive");
      }
    }
    return commands;
  }

  private static List<String> command(
      Bench bench, Cell cell, Variant variant, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(cell.jdk().java());
    command.addAll(options);
    command.add("-Djavax.net.ssl.trustStore=" + bench.sts().trustStore());
    command.add("-cp");
    command.add(variant.jars().classPath());
    command.add(variant.mainClass());
    command.addAll(variant.arguments());
    return command;
  }

  private static Child.Cost run(Bench bench, Cell cell, @Nullable Path cgroup, List<String> command)
      throws IOException, InterruptedException {
    int cpus = Runtime.getRuntime().availableProcessors();
    return Child.run(
        bench, cell.processor().prefix(cpus), cgroup, cell.source().environment(bench), command);
  }

  /**
   * Counts the classes loaded until the credentials are available, marked by the class that a pod
   * loads to report it. What is loaded later, such as for the log, depends on a race with the end
   * of the process.
   */
  private static long loadedClasses(Bench bench, Cell cell, List<String> command)
      throws IOException, InterruptedException {
    Path log = bench.scratch().resolve("classes.log");
    List<String> logging = new ArrayList<>(command);
    logging.add(1, "-Xlog:class+load:file=" + log + "::filecount=0");
    var unused = run(bench, cell, null, logging);
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(" source: "))
          .takeWhile(line -> !line.contains(READY))
          .count();
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
