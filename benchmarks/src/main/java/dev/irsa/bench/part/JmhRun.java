package dev.irsa.bench.part;

import dev.irsa.bench.Bench;
import dev.irsa.bench.Jars;
import dev.irsa.bench.Jdk;
import dev.irsa.bench.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One fork of one JMH benchmark. The rounds of a part run one fork of each, so that they are
 * interleaved, which JMH's own forks are not.
 *
 * @param benchmark class and method, in dev.irsa.bench.jmh
 * @param jars the class path of the fork
 * @param label distinguishes the same benchmark on different class paths; may be empty
 * @param threads the number of threads
 * @param parameters the values of its parameters
 */
record JmhRun(
    String benchmark, Jars jars, String label, int threads, Map<String, String> parameters) {

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  /**
   * The figures measured by a fork.
   *
   * @param time per call, in the benchmark's unit
   * @param bytes allocated per call
   */
  record Figures(double time, double bytes) {}

  Figures once(Bench bench, Jdk jdk, int warmUps, int iterations, long iterationMillis)
      throws IOException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote("dev.irsa.bench.jmh." + benchmark) + "$")
            .forks(1)
            .threads(threads)
            .warmupIterations(warmUps)
            .warmupTime(TimeValue.milliseconds(iterationMillis))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.milliseconds(iterationMillis))
            .jvm(jdk.java())
            .jvmArgs(properties(bench).toArray(String[]::new))
            .addProfiler(GCProfiler.class)
            .timeout(TimeValue.seconds(60))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    parameters.forEach(options::param);
    String ownClassPath = System.getProperty("java.class.path");
    // JMH's forks use the class path in this property.
    System.setProperty("java.class.path", jars.classPath());
    try {
      Collection<RunResult> results = new Runner(options.build()).run();
      if (results.size() != 1) {
        throw new IOException(benchmark + ": " + results.size() + " results, expected one");
      }
      return figures(results.iterator().next());
    } catch (RunnerException failed) {
      throw new IOException(benchmark + " failed", failed);
    } finally {
      System.setProperty("java.class.path", ownClassPath);
    }
  }

  private static Figures figures(RunResult result) {
    Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
    return new Figures(
        result.getPrimaryResult().getScore(),
        allocation == null ? Double.NaN : allocation.getScore());
  }

  private static List<String> properties(Bench bench) {
    List<String> properties = new ArrayList<>();
    properties.add("-Daws.roleArn=" + Names.ROLE);
    properties.add("-Daws.webIdentityTokenFile=" + bench.tokenFile());
    properties.add("-Daws.roleSessionName=bench");
    properties.add("-Daws.region=us-east-1");
    properties.add("-Daws.endpointUrlSts=" + bench.sts().http());
    properties.add("-Daws.java.v1.disableDeprecationAnnouncement=true");
    // Two HTTP clients are on the class path, for the refresh path.
    properties.add(
        "-Dsoftware.amazon.awssdk.http.service.impl="
            + "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService");
    properties.add("-Djavax.net.ssl.trustStore=" + bench.sts().trustStore());
    properties.add("-D" + Names.HTTP + "=" + bench.sts().http());
    properties.add("-D" + Names.HTTPS + "=" + bench.sts().https());
    properties.add("-D" + Names.AGENT + "=" + bench.sts().agent());
    properties.add("-D" + Names.TOKEN_FILE + "=" + bench.tokenFile());
    return properties;
  }
}
