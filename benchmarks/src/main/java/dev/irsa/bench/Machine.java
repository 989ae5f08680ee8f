package dev.irsa.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Describes the machine on which figures were measured. */
final class Machine {

  private Machine() {}

  static ObjectNode describe(Bench bench) throws IOException {
    ObjectNode machine = Bench.object();
    machine.put("cpu", cpu());
    machine.put("cpus", Runtime.getRuntime().availableProcessors());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    for (Jdk jdk : bench.jdks()) {
      machine.put("jdk" + jdk.feature(), jdk.version());
    }
    machine.put("sdkV2", bench.classPaths().sdkV2());
    machine.put("sdkV1", System.getProperty("bench.sdk.v1", "unknown"));
    return machine;
  }

  private static String cpu() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceFirst(".*: ", ""))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }
}
