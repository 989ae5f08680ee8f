package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.BenchmarkProcess;
import dev.irsa.bench.ClassPaths;
import dev.irsa.bench.Jars;
import dev.irsa.bench.Part;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Counts the jars and bytes that irsa-sdk-v2, and the SDK's sts, add to an application, and the
 * heap that the session of a role takes.
 */
public final class Footprint implements Part {

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException {
    ClassPaths paths = bench.classPaths();
    Jars application = paths.peer("sdk-v2-auth");
    write(results, "irsa", paths.adapterV2(), application);
    write(results, "sdk", paths.peer("sdk-v2"), application);
    results.put("heapPerRole", heapPerRole(bench));
  }

  private static long heapPerRole(Bench bench) throws IOException {
    List<String> command =
        List.of(
            bench.jdks().get(0).java(),
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-cp",
            bench.classPaths().everything().classPath(),
            "dev.irsa.bench.pod.HeapPod");
    try (BenchmarkProcess process =
        BenchmarkProcess.start(command, Map.of(), bench.scratch().resolve("heap.err"))) {
      return Long.parseLong(process.await("ready")[2]);
    }
  }

  /** Writes the size of what is added, minus the application's versions of the same jars. */
  private static void write(ObjectNode results, String name, Jars added, Jars application) {
    results
        .withObject("/" + name)
        .put("jars", added.files().size() - added.alsoIn(application).files().size())
        .put("bytes", added.bytes() - application.alsoIn(added).bytes());
  }
}
