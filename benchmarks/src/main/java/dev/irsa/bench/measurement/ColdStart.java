package dev.irsa.bench.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.ClassPaths;
import dev.irsa.bench.run.Jdk;
import dev.irsa.bench.run.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures fresh JVMs from start to first credentials over HTTPS, and what an agent adds to a
 * client of S3, and to a program outside of a pod.
 */
public final class ColdStart implements Measurement {

  private static final int ROUNDS = 15;

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException, InterruptedException {
    ClassPaths paths = bench.classPaths();
    Variant s3 = Variant.application(bench, "S3Pod", "sdk-v2-s3").get(4);
    List<Variant> inPod = new ArrayList<>(Variant.credentials(paths));
    inPod.addAll(s3.withAgents("s3", paths));
    Variant empty = Variant.of("empty", paths.bench());
    for (Jdk jdk : bench.jdks()) {
      ObjectNode cell = results.withArray("cells").addObject().put("jdk", jdk.feature());
      FreshProcesses processes = new FreshProcesses(bench, jdk, Archive.NONE);
      processes.measure(inPod, bench.pod(Bench.ROLE, bench.sts().https()), ROUNDS, cell);
      processes.measure(empty.withAgents("empty", paths), Map.of(), ROUNDS, cell);
    }
  }
}
