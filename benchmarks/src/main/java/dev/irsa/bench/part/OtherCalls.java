package dev.irsa.bench.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.Bench;
import dev.irsa.bench.Jars;
import dev.irsa.bench.Names;
import dev.irsa.bench.Part;
import dev.irsa.bench.sts.Behaviour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls for credentials besides the hot path, warmed up, on one thread: those that last, those of
 * one of many roles, and with a handle for each request.
 */
public final class OtherCalls implements Part {

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException {
    JmhRounds rounds =
        bench.quick() ? new JmhRounds(1, 2, 200) : new JmhRounds(bench.rounds(3), 3, 500);
    Jars newest = bench.classPaths().everythingNewest();
    List<JmhRun> ours = ours(newest);
    bench.sts().treat(Names.ROLE, Behaviour.HEALTHY);
    rounds.run(bench, bench.jdks().get(0), ours, results);
    long forks = (long) rounds.rounds() * (ours.size() - 1);
    // Each fork of ours needs credentials once; the minimum does not call STS.
    results.put("repeatedStsCalls", bench.sts().counts(Names.ROLE).calls() - forks);
    rounds.run(bench, bench.jdks().get(0), withPeers(bench, newest), results);
  }

  private static List<JmhRun> ours(Jars jars) {
    List<JmhRun> runs = new ArrayList<>();
    for (String name :
        List.of(
            "FloorHotPath.volatileReadAndClock",
            "IrsaCoreHotPath.credentials",
            "IrsaLasting.credentialsLasting",
            "IrsaLasting.resolveCredentials")) {
      runs.add(new JmhRun(name, jars, "", 1, Map.of()));
    }
    for (String beside : List.of("true", "false")) {
      for (String name : List.of("IrsaReopened.handle", "IrsaReopened.provider")) {
        runs.add(new JmhRun(name, jars, "", 1, Map.of("beside", beside)));
      }
    }
    return runs;
  }

  private static List<JmhRun> withPeers(Bench bench, Jars jars) {
    String sdk = bench.classPaths().newest();
    Map<String, String> roles = Map.of("roles", bench.quick() ? "100" : "10000");
    return List.of(
        new JmhRun("SdkV2Reopened.provider", jars, sdk, 1, Map.of()),
        new JmhRun("FloorRoles.mapAndClock", jars, "", 1, roles),
        new JmhRun("IrsaRoles.byRequest", jars, "", 1, roles),
        new JmhRun("IrsaRoles.byView", jars, "", 1, roles),
        new JmhRun("SdkV2Roles.resolveCredentials", jars, sdk, 1, roles));
  }
}
