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
 * One refresh, with IRSA and from an EKS Pod Identity agent: token file, exchange, parsing, new
 * session. Time and bytes, compared with the SDKs.
 */
public final class RefreshPath implements Part {

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException {
    Jars newest = bench.classPaths().everythingNewest();
    List<JmhRun> runs = new ArrayList<>();
    runs.add(new JmhRun("IrsaSteps.tokenRead", newest, "", 1, Map.of()));
    runs.add(new JmhRun("IrsaSteps.claimsRead", newest, "", 1, Map.of()));
    if (bench.quick()) {
      Bench.omit(results, "plain http", "measured in the full run only");
    }
    for (String scheme : bench.quick() ? List.of("https") : List.of("http", "https")) {
      Map<String, String> plain = Map.of("scheme", scheme);
      runs.add(new JmhRun("RawRefresh.keptAlive", newest, "", 1, plain));
      runs.add(new JmhRun("RawRefresh.newConnection", newest, "", 1, plain));
      runs.add(new JmhRun("IrsaRefresh.refresh", newest, "", 1, plain));
      runs.add(new JmhRun("SdkV1Refresh.refresh", newest, "", 1, plain));
      for (String client : List.of("url-connection", "apache")) {
        runs.add(
            new JmhRun(
                "SdkV2Refresh.refresh",
                newest,
                bench.classPaths().newest(),
                1,
                Map.of("scheme", scheme, "client", client)));
      }
    }
    for (String name :
        List.of(
            "RawContainerRefresh.newConnection",
            "IrsaContainerRefresh.refresh",
            "SdkV1ContainerRefresh.refresh")) {
      runs.add(new JmhRun(name, newest, "", 1, Map.of()));
    }
    runs.add(
        new JmhRun(
            "SdkV2ContainerRefresh.refresh", newest, bench.classPaths().newest(), 1, Map.of()));
    bench.sts().treat(Names.ROLE, Behaviour.HEALTHY);
    JmhRounds rounds =
        bench.quick() ? new JmhRounds(1, 2, 300) : new JmhRounds(bench.rounds(3), 3, 500);
    rounds.run(bench, bench.jdks().get(0), runs, results);
  }
}
