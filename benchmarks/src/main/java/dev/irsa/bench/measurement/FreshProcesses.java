package dev.irsa.bench.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.BenchmarkProcess;
import dev.irsa.bench.run.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures whole processes, timed by the shell that starts them. In each round every variant runs
 * once, in random order, so that other load on the machine affects all alike.
 *
 * @param bench the run
 * @param jdk the JDK
 * @param archive the archive
 */
record FreshProcesses(Bench bench, Jdk jdk, Archive archive) {

  private static final int LONGEST_SECONDS = 180;

  /** Uses Bash's own times of its children: the kernel's count, in milliseconds. */
  private static final String TIMED =
      "TIMEFORMAT='%R %U %S'; { time \"$@\" 2>\"$BENCH_ERRORS\"; } 2>\"$BENCH_TIMES\"";

  /**
   * Measures the variants, and adds the figures of each round to the results: CPU, which is user
   * and system time of the whole process, and wall time from its start to the line {@code ready}.
   */
  void measure(
      List<Variant> variants, Map<String, String> environment, int rounds, ObjectNode results)
      throws IOException, InterruptedException {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    for (Variant variant : variants) {
      commands.put(variant.name(), command(variant, environment));
    }
    for (int round = 1; round <= bench.rounds(rounds); round++) {
      bench.say("JDK " + jdk.feature() + ", " + archive + ": round " + round);
      List<String> order = new ArrayList<>(commands.keySet());
      Collections.shuffle(order, bench.random());
      for (String name : order) {
        ObjectNode node = results.withObject("/variants/" + name);
        Cost cost = run(environment, commands.getOrDefault(name, List.of()));
        node.withArray("cpuMs").add(cost.cpuMs);
        node.withArray("wallMs").add(cost.wallMs);
      }
    }
  }

  /** Returns the command of a variant, whose archive a first run writes. */
  private List<String> command(Variant variant, Map<String, String> environment)
      throws IOException, InterruptedException {
    if (archive == Archive.NONE) {
      return command(variant, List.of());
    }
    Path file = bench.scratch().resolve(variant.name() + variant.main() + jdk.feature() + archive);
    var unused = run(environment, command(variant, archive.creating(file)));
    if (!Files.exists(file)) {
      throw new IOException("the JVM did not write an archive for " + variant.name());
    }
    return command(variant, archive.using(file));
  }

  private List<String> command(Variant variant, List<String> archiving) {
    List<String> command = new ArrayList<>();
    if (Runtime.getRuntime().availableProcessors() > 2) {
      command.addAll(List.of("taskset", "-c", "0,1"));
    }
    command.add(jdk.java());
    command.addAll(archiving);
    if (variant.agent() != null) {
      command.add("-javaagent:" + variant.agent());
    }
    command.add("-Djavax.net.ssl.trustStore=" + bench.sts().trustStore());
    command.addAll(List.of("-cp", variant.jars().classPath()));
    command.add("dev.irsa.bench.pod." + variant.main());
    command.addAll(variant.arguments());
    return command;
  }

  /** What a process took until it had credentials. */
  private record Cost(double cpuMs, double wallMs) {}

  private Cost run(Map<String, String> environment, List<String> java)
      throws IOException, InterruptedException {
    Path output = bench.scratch().resolve("output");
    Path times = bench.scratch().resolve("times");
    Path errors = bench.scratch().resolve("errors");
    List<String> command = new ArrayList<>(List.of("bash", "-c", TIMED, "bench"));
    command.addAll(java);
    ProcessBuilder builder =
        BenchmarkProcess.builder(command, environment).redirectOutput(output.toFile());
    builder.environment().put("BENCH_TIMES", times.toString());
    builder.environment().put("BENCH_ERRORS", errors.toString());
    long start = System.nanoTime();
    await(builder.start());
    for (String line : Files.readAllLines(output)) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("ready")) {
        String[] taken = Files.readString(times).trim().split(" ", -1);
        double cpu = Double.parseDouble(taken[1]) + Double.parseDouble(taken[2]);
        return new Cost(cpu * 1000, (Long.parseLong(words[1]) - start) / 1e6);
      }
    }
    throw new IOException(
        "A measured JVM failed: "
            + java
            + ": "
            + Files.readString(errors)
            + Files.readString(output));
  }

  private static void await(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IOException("A measured JVM did not end within " + LONGEST_SECONDS + " s");
    }
  }
}
