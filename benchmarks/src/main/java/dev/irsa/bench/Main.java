package dev.irsa.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.measurement.ColdStart;
import dev.irsa.bench.measurement.FirstCall;
import dev.irsa.bench.measurement.FleetOutages;
import dev.irsa.bench.measurement.JmhMeasurement;
import dev.irsa.bench.measurement.Outages;
import dev.irsa.bench.measurement.Size;
import dev.irsa.bench.report.Page;
import dev.irsa.bench.report.Results;
import dev.irsa.bench.run.Bench;
import dev.irsa.bench.run.ClassPaths;
import dev.irsa.bench.run.Jdk;
import dev.irsa.bench.run.Measurement;
import dev.irsa.bench.run.StsProcess;
import dev.irsa.testkit.internal.kubernetes.PodReference;
import dev.irsa.testkit.internal.kubernetes.ServiceAccountTokens;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Runs the requested parts and writes the results. See {@code benchmarks/run}. */
public final class Main {

  private final Path root = Path.of(System.getProperty("bench.root"));
  private final Options options;
  private final Results results;
  private boolean failed;

  private Main(Options options) throws IOException {
    this.options = options;
    this.results =
        Results.in(root.resolve("benchmarks").resolve(options.isTrial() ? "target" : ""));
  }

  /** Runs the benchmarks. System properties have the root, the SDKs' versions and the commit. */
  public static void main(String[] arguments) throws Exception {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    try {
      System.exit(new Main(Options.parse(arguments)).run());
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + "\n\n" + Options.USAGE);
      System.exit(2);
    }
  }

  private int run() throws IOException, InterruptedException {
    if (options.measure()) {
      measure();
    }
    Page page = new Page(results);
    if (!options.isTrial()) {
      page.write(root.resolve("docs"));
    }
    System.out.println(page.summary());
    return failed ? 1 : 0;
  }

  private void measure() throws IOException, InterruptedException {
    Jdk older = Jdk.find(17);
    Jdk newer = Jdk.find(25);
    if (older == null) {
      throw new IOException("No JDK 17 found: set JDK17_HOME");
    }
    List<Jdk> jdks = newer == null ? List.of(older) : List.of(older, newer);
    ClassPaths classPaths = new ClassPaths(root, System.getProperty("bench.sdk.v2"));
    Path scratch = Files.createTempDirectory("irsa-benchmarks");
    Path tokenFile = Files.writeString(scratch.resolve("token"), token());
    try (StsProcess sts = StsProcess.start(older, classPaths.everything().classPath(), scratch)) {
      Path raw = root.resolve("benchmarks/target/jmh");
      Bench bench =
          new Bench(
              options.mostRounds(), jdks, classPaths, sts, tokenFile, scratch, raw, new Random());
      results.root().set("machine", Machine.describe(bench));
      for (String name : options.parts()) {
        measure(name, bench);
      }
    } finally {
      delete(scratch);
    }
  }

  /** Measures a part. If that fails, its former results stay. */
  private void measure(String name, Bench bench) throws IOException, InterruptedException {
    System.out.println(name);
    ObjectNode measured = Bench.object();
    measured.put("takenAt", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    measured.put("commit", System.getProperty("bench.commit", "unknown"));
    measured.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    try {
      measurement(name).measure(bench, measured);
      results.root().set(name, measured);
      results.write();
    } catch (IOException | RuntimeException broken) {
      System.err.println(name + " failed: " + broken);
      failed = true;
    }
  }

  private static Measurement measurement(String name) {
    return switch (name) {
      case "size" -> new Size();
      case "calls" -> new JmhMeasurement("Calls");
      case "refresh" -> new JmhMeasurement("Refresh");
      case "tenants" -> new JmhMeasurement("Tenants");
      case "coldstart" -> new ColdStart();
      case "firstcall" -> new FirstCall();
      case "outages" -> new Outages();
      case "fleet" -> new FleetOutages();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> walked = Files.walk(directory)) {
      for (Path entry : walked.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }

  /** Returns a token as long as a token of EKS, signed by a key of its own. */
  static String token() {
    URI issuer =
        URI.create("https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF");
    return new ServiceAccountTokens(issuer, OidcIssuer.at(issuer)::mint)
        .issue(
            ServiceAccount.of("default", "bench"),
            PodReference.named("bench-6c9f7d9b5-x2x4z"),
            List.of("sts.amazonaws.com"),
            Duration.ofDays(1),
            Instant.now())
        .value();
  }
}
