package dev.irsa.bench.measurement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.BenchmarkProcess;
import dev.irsa.bench.run.ClassPaths;
import dev.irsa.bench.run.Jars;
import dev.irsa.bench.run.Measurement;
import dev.irsa.bench.sts.Behaviour;
import dev.irsa.bench.sts.Behaviour.Outage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Callers while STS is slow, down, throttling or hanging. All providers run through a scenario at
 * the same time, each with its own role, together with a control that has static credentials, so
 * that other load on the machine affects all alike.
 */
public final class Outages implements Measurement {

  // An outage meets each session at a different moment.
  private static final int ROUNDS = 2;
  private static final int LONGEST_SECONDS = 300;
  private static final List<String> PROVIDERS =
      List.of("static", "irsa-v2", "irsa-v1", "sdk-v2", "sdk-v1");

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException {
    for (Scenario scenario : Scenario.values()) {
      for (int round = 1; round <= bench.rounds(ROUNDS); round++) {
        bench.say(scenario + ": round " + round);
        round(bench, scenario, results);
      }
    }
  }

  private static void round(Bench bench, Scenario scenario, ObjectNode results) throws IOException {
    Map<String, BenchmarkProcess> pods = new LinkedHashMap<>();
    try {
      for (String provider : PROVIDERS) {
        Behaviour first = new Behaviour(0, Scenario.FIRST_LIFETIME_MILLIS, null, 0, 0);
        bench.sts().treat(role(provider), first);
        BenchmarkProcess pod = start(bench, provider, scenario);
        pods.put(provider, pod);
        // One after the other, since the start of a JVM uses the most CPU.
        var unused = pod.await("warm");
      }
      for (Map.Entry<String, BenchmarkProcess> each : pods.entrySet()) {
        bench.sts().treat(role(each.getKey()), scenario.behaviour());
        each.getValue().say("go");
      }
      for (Map.Entry<String, BenchmarkProcess> each : pods.entrySet()) {
        String[] figures = each.getValue().await("result");
        results
            .withArray("cells")
            .addObject()
            .put("scenario", scenario.name())
            .put("provider", each.getKey())
            .put("worstMs", Long.parseLong(figures[1]) / 1000.0)
            .put("failures", Long.parseLong(figures[2]))
            .put("failuresWhileValid", Long.parseLong(figures[3]))
            .put("stuck", Long.parseLong(figures[4]));
      }
    } finally {
      pods.values().forEach(BenchmarkProcess::close);
    }
  }

  private static BenchmarkProcess start(Bench bench, String provider, Scenario scenario)
      throws IOException {
    ClassPaths paths = bench.classPaths();
    Jars jars =
        paths
            .bench()
            .and(paths.adapterV2())
            .and(paths.adapterV1())
            .and(paths.peer("sdk-v2"))
            .and(paths.peer("sdk-v1"));
    List<String> command =
        List.of(
            bench.jdks().get(0).java(),
            "-Xms128m",
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            jars.classPath(),
            "dev.irsa.bench.pod.OutagePod",
            provider,
            Long.toString(scenario.idleMillis),
            Long.toString(scenario.callMillis),
            Long.toString(Scenario.LIFETIME_MILLIS));
    Map<String, String> environment = bench.pod(role(provider), bench.sts().http());
    return BenchmarkProcess.start(command, environment, bench.scratch().resolve(provider + ".err"))
        .atMost(LONGEST_SECONDS);
  }

  private static String role(String provider) {
    return "arn:aws:iam::123456789012:role/stall-" + provider;
  }

  /**
   * The scenarios. Sessions live 30 s, a thirtieth of AWS's minimum, and the SDKs' windows are
   * scaled accordingly: 10 s and 2 s before the end. STS takes 200 ms.
   *
   * <p>An outage begins 18 s before a session expires, before any provider refreshes, and ends 1.5
   * s before expiration, inside the SDKs' last window. The scenario in which STS hangs ends 9 s
   * before: timeouts of whole seconds do not scale, and a request sent in those 9 s would hang
   * beyond the session's end anyway.
   */
  private enum Scenario {
    /** Only refreshes, which take their time. */
    AHEAD(null, 0, 0, 34_000),
    /** Idle until the first session has long expired, then full load. */
    LATE(null, 0, 20_000, 10_000),
    /** 503. */
    DOWN(Outage.DOWN, 16_500, 0, 46_000),
    /** Throttling. */
    THROTTLED(Outage.THROTTLED, 16_500, 0, 46_000),
    /** Requests during the 9 s never get a response. */
    HANGS(Outage.HANGS, 9_000, 0, 56_000);

    private static final long LIFETIME_MILLIS = 30_000;

    /** The lifetime of the first session, short so that the next one comes soon. */
    private static final long FIRST_LIFETIME_MILLIS = LIFETIME_MILLIS / 2;

    private static final long DELAY_MILLIS = 200;
    private static final long OUTAGE_LEAD_MILLIS = 18_000;

    private final @Nullable Outage outage;
    private final long outageMillis;
    private final long idleMillis;
    private final long callMillis;

    Scenario(@Nullable Outage outage, long outageMillis, long idleMillis, long callMillis) {
      this.outage = outage;
      this.outageMillis = outageMillis;
      this.idleMillis = idleMillis;
      this.callMillis = callMillis;
    }

    /** Returns what STS does after the first session. */
    Behaviour behaviour() {
      return new Behaviour(DELAY_MILLIS, LIFETIME_MILLIS, outage, OUTAGE_LEAD_MILLIS, outageMillis);
    }
  }
}
