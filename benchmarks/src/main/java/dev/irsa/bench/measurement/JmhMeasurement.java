package dev.irsa.bench.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.Measurement;
import dev.irsa.bench.sts.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The benchmarks of a class in dev.irsa.bench.jmh, warmed up, on one thread. Each round is a run of
 * JMH with one fork of each, so that they are interleaved, which JMH's own forks are not. JMH's
 * results stay beside the report as they are; the results have what the page needs of them.
 *
 * @param type the name of the class, or the end of the names of several
 */
public record JmhMeasurement(String type) implements Measurement {

  private static final int ROUNDS = 3;
  private static final int ITERATIONS = 3;
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String STEPS = "steps";

  @Override
  public void measure(Bench bench, ObjectNode results) throws IOException {
    // JMH's lock file prevents a second run on the same machine, which is not our concern.
    System.setProperty("jmh.ignoreLock", "true");
    bench.sts().treat(Bench.ROLE, Behaviour.HEALTHY);
    String ownClassPath = System.getProperty("java.class.path");
    // JMH's forks use the class path in this property.
    System.setProperty("java.class.path", bench.classPaths().everything().classPath());
    try {
      for (int round = 1; round <= bench.rounds(ROUNDS); round++) {
        bench.say(type + ": round " + round);
        Path file = Files.createDirectories(bench.raw()).resolve(type + "-" + round + ".json");
        run(bench, file);
        for (JsonNode each : new ObjectMapper().readTree(file.toFile())) {
          results.withArray("jmh").add(needed(each));
        }
      }
    } catch (RunnerException failed) {
      throw new IOException(type + " failed", failed);
    } finally {
      System.setProperty("java.class.path", ownClassPath);
    }
  }

  private void run(Bench bench, Path file) throws RunnerException {
    TimeValue time = TimeValue.milliseconds(500);
    new Runner(
            new OptionsBuilder()
                .include("^dev\\.irsa\\.bench\\.jmh\\.\\w*" + type + "\\.")
                .forks(1)
                .warmupIterations(ITERATIONS)
                .warmupTime(time)
                .measurementIterations(ITERATIONS)
                .measurementTime(time)
                .jvm(bench.jdks().get(0).java())
                .jvmArgs(properties(bench))
                .addProfiler(GCProfiler.class)
                .resultFormat(ResultFormatType.JSON)
                .result(file.toString())
                .timeout(TimeValue.seconds(60))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build())
        .run();
  }

  /** Leaves out the paths of this machine, and figures that the page does not have. */
  private static ObjectNode needed(JsonNode jmh) {
    ObjectNode node = Bench.object();
    String name = jmh.path("benchmark").asText();
    node.put("benchmark", name.substring(name.indexOf(".jmh.") + 5));
    for (String figure : List.of("score", "scoreUnit", "rawData")) {
      node.withObject("/primaryMetric").set(figure, jmh.path("primaryMetric").path(figure));
    }
    for (String figure : List.of(ALLOCATED, STEPS)) {
      JsonNode score = jmh.path("secondaryMetrics").path(figure).path("score");
      if (score.isNumber()) {
        node.withObject("/secondaryMetrics").withObject("/" + figure).set("score", score);
      }
    }
    return node;
  }

  private static String[] properties(Bench bench) {
    return new String[] {
      "-Daws.roleArn=" + Bench.ROLE,
      "-Daws.webIdentityTokenFile=" + bench.tokenFile(),
      "-Daws.roleSessionName=bench",
      "-Daws.region=us-east-1",
      "-Daws.endpointUrlSts=" + bench.sts().http(),
      "-Daws.java.v1.disableDeprecationAnnouncement=true",
      // Two HTTP clients are on the class path, for the refresh path.
      "-Dsoftware.amazon.awssdk.http.service.impl="
          + "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService",
    };
  }
}
