package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Jars;
import dev.irsa.bench.Jdk;
import dev.irsa.bench.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The call for every request to AWS, warmed up, on 1 and 8 threads. */
public final class HotPath implements Part {

  @Override
  public void measure(Bench bench, ObjectNode results) {
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
              "stsAssumeRoleWithWebIdentity",
              "defaultProvider",
              "resolveIdentity")) {
        boolean wanted =
            !bench.quick() || name.equals("defaultProvider") || name.equals("resolveIdentity");
        if (wanted) {
          runs.add(run("SdkV2HotPath." + name, newest, bench.classPaths().newest(), threads));
        }
        boolean alsoOlder = name.equals("defaultProvider") || name.equals("webIdentityTokenFile");
        if (!bench.quick() && alsoOlder) {
          runs.add(run("SdkV2HotPath." + name, older, bench.classPaths().older(), threads));
        }
      }
    }
    Jdk seventeen = bench.jdks().get(0);
    JmhRounds rounds =
        bench.quick() ? new JmhRounds(1, 2, 200) : new JmhRounds(bench.rounds(3), 2, 500);
    rounds.run(bench, seventeen, runs, results);
  }

  private static JmhRun run(String name, Jars jars, String label, int threads) {
    return new JmhRun(name, jars, label, threads, Map.of());
  }
}
