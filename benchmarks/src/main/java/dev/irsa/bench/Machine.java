package dev.irsa.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Describes the machine on which figures were measured. */
final class Machine {

  private Machine() {}

  static ObjectNode describe(Bench bench) {
    ObjectNode machine = Bench.object();
    machine.put("cpu", first("/proc/cpuinfo", "model name", System.getProperty("os.arch")));
    machine.put("cpus", Runtime.getRuntime().availableProcessors());
    machine.put("memory", first("/proc/meminfo", "MemTotal", "unknown"));
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    for (Jdk jdk : bench.jdks()) {
      machine.put("jdk" + jdk.feature(), jdk.version());
    }
    machine.put("sdkV2", bench.classPaths().older());
    machine.put("sdkV2Newest", bench.classPaths().newest());
    machine.put("sdkV1", sdkV1(bench));
    return machine;
  }

  /** Returns the load average over a minute, to show the influence of other processes. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String sdkV1(Bench bench) {
    return bench.classPaths().everything().files().stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> name.startsWith("aws-java-sdk-core-"))
        .map(name -> name.replace("aws-java-sdk-core-", "").replace(".jar", ""))
        .findFirst()
        .orElse("unknown");
  }

  private static String first(String file, String key, String otherwise) {
    try {
      List<String> lines = Files.readAllLines(Path.of(file));
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException notLinux) {
      return otherwise;
    }
  }
}
