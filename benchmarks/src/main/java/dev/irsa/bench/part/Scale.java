package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.ClassPaths;
import dev.irsa.bench.Jars;
import dev.irsa.bench.Names;
import dev.irsa.bench.Part;
import dev.irsa.bench.sts.Behaviour;
import java.io.IOException;
import java.util.List;

/** Many roles in one process: heap, threads, refreshes, and the greatest lateness. */
public final class Scale implements Part {

  private record Size(int roles, int endpoints, long watchMillis, long lifetimeMillis) {}

  @Override
  public void measure(Bench bench, ObjectNode results) throws InterruptedException {
    List<Size> sizes =
        bench.quick()
            ? List.of(new Size(1, 1, 8_000, 12_000), new Size(100, 1, 8_000, 15_000))
            : List.of(
                new Size(1, 1, 30_000, 15_000),
                new Size(100, 1, 40_000, 30_000),
                new Size(10_000, 10, 150_000, 240_000));
    if (bench.quick()) {
      Bench.omit(results, "10,000 roles", "measured in the full run only");
    }
    for (Size size : sizes) {
      bench.say(size.roles() + " roles");
      Bench.attempt(
          results,
          size.roles() + " roles",
          () -> {
            String[] figures = run(bench, size);
            write(results.withArray("cells").addObject(), size, figures);
          });
    }
  }

  private static String[] run(Bench bench, Size size) throws IOException {
    Behaviour behaviour = Behaviour.HEALTHY.withLifetime(size.lifetimeMillis());
    for (int i = 0; i < size.roles(); i++) {
      bench.sts().treat("arn:aws:iam::123456789012:role/role-" + i, behaviour);
    }
    ClassPaths paths = bench.classPaths();
    Jars jars = paths.bench().and(paths.core());
    try (BenchmarkProcess pod =
        BenchmarkProcess.start(
            bench,
            "scale",
            jars,
            List.of("-Xmx512m", "-XX:+UseSerialGC"),
            bench.pod(Names.ROLE, bench.sts().http()),
            List.of(
                "dev.irsa.bench.pod.ScalePod",
                Integer.toString(size.roles()),
                Integer.toString(size.endpoints()),
                Long.toString(size.watchMillis())))) {
      return pod.await("result");
    }
  }

  private static void write(ObjectNode cell, Size size, String[] figures) {
    cell.put("roles", size.roles());
    cell.put("endpoints", size.endpoints());
    cell.put("sessionSeconds", size.lifetimeMillis() / 1000);
    if (size.roles() >= 100) {
      // For a single role, the figure would be noise of the whole heap.
      cell.put("heapBytesPerRole", Long.parseLong(figures[1]));
    }
    int atRest = Integer.parseInt(figures[9]);
    if (atRest >= 0) {
      cell.put("threadsAtRest", atRest);
    }
    cell.put("mostThreads", Long.parseLong(figures[2]));
    cell.put("refreshes", Long.parseLong(figures[3]));
    cell.put("seconds", Double.parseDouble(figures[4]));
    cell.put("worstLatenessMs", Long.parseLong(figures[5]));
    cell.put("p99LatenessMs", Long.parseLong(figures[6]));
    cell.put("failures", Long.parseLong(figures[7]));
    cell.put("loadMs", Long.parseLong(figures[8]));
  }
}
