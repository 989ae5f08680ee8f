package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Jars;
import dev.irsa.bench.Jdk;
import dev.irsa.bench.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The call that every request to AWS makes, warmed, on 1 and 8 threads. */
public final class HotPath implements Part {

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException {
    List<JmhRun> runs = new ArrayList<>();
    for (int threads : new int[] {1, 8}) {
      Jars newest = bench.classPaths().everythingNewest();
      Jars older = bench.classPaths().everything();
      for (String name :
          List.of(
              "FloorHotPath.volatileRead",
              "FloorHotPath.volatileReadAndClock",
              "IrsaCoreHotPath.credentials",
              "IrsaV2HotPath.resolveCredentials",
              "IrsaV2HotPath.resolveIdentity",
              "IrsaV1HotPath.getCredentials",
              "SdkV1HotPath.getCredentials")) {
        runs.add(run(name, newest, "", threads));
      }
      for (String name :
          List.of(
              "webIdentityTokenFile",
              "webIdentityTokenFileAsync",
              "stsWebIdentityTokenFile",
              "defaultProvider",
              "resolveIdentity")) {
        boolean wanted =
            !bench.quick() || name.equals("defaultProvider") || name.equals("resolveIdentity");
        if (wanted) {
          runs.add(run("SdkV2HotPath." + name, newest, bench.classPaths().newest(), threads));
        }
        if (!bench.quick()) {
          runs.add(run("SdkV2HotPath." + name, older, bench.classPaths().older(), threads));
        }
      }
    }
    Jdk seventeen = bench.jdks().get(0);
    JmhRounds.run(bench, seventeen, runs, bench.quick() ? 1 : 5, 2, results);
  }

  private static JmhRun run(String name, Jars jars, String label, int threads) {
    return new JmhRun(name, jars, label, threads, Map.of());
  }
}
