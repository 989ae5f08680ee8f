package dev.irsa.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.irsa.bench.part.ColdStart;
import dev.irsa.bench.part.FirstCall;
import dev.irsa.bench.part.FleetPart;
import dev.irsa.bench.part.Footprint;
import dev.irsa.bench.part.HotPath;
import dev.irsa.bench.part.OtherCalls;
import dev.irsa.bench.part.RefreshPath;
import dev.irsa.bench.part.Scale;
import dev.irsa.bench.part.Stall;
import dev.irsa.bench.report.Pages;
import dev.irsa.bench.report.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs the requested parts and writes the results. See {@code benchmarks/run}. */
public final class Main {

  private static final Map<String, Part> PARTS =
      Map.of(
          "footprint", new Footprint(),
          "hotpath", new HotPath(),
          "calls", new OtherCalls(),
          "refresh", new RefreshPath(),
          "coldstart", new ColdStart(),
          "firstcall", new FirstCall(),
          "stall", new Stall(),
          "scale", new Scale(),
          "fleet", new FleetPart());

  private Main() {}

  /** Runs the benchmarks. System properties have the root, the SDK versions and the commit. */
  public static void main(String[] arguments) {
    Path root = Path.of(System.getProperty("bench.root"));
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    Options options;
    try {
      options = Options.parse(arguments, root);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + "\n\n" + Options.USAGE);
      System.exit(2);
      return;
    }
    int exitCode = 1;
    try {
      exitCode = run(root, options);
    } catch (IOException failed) {
      System.err.println("benchmarks: " + failed);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    System.exit(exitCode);
  }

  private static int run(Path root, Options options) throws IOException, InterruptedException {
    ResultsFile file = new ResultsFile(options.output().resolve("results.json"));
    ObjectNode results = file.read();
    List<String> failed = new ArrayList<>();
    if (options.measure()) {
      measure(root, options, file, results, failed);
    }
    Pages pages = new Pages(results);
    pages.writeReport(options.output().resolve("index.html"));
    if (options.documents()) {
      pages.writeDocuments(root.resolve("docs"));
    }
    pages.summary().forEach(System.out::println);
    System.out.println("report: " + options.output().resolve("index.html"));
    failed.forEach(System.err::println);
    return failed.isEmpty() ? 0 : 1;
  }

  private static void measure(
      Path root, Options options, ResultsFile file, ObjectNode results, List<String> failed)
      throws IOException, InterruptedException {
    List<Jdk> jdks = new ArrayList<>();
    Jdk seventeen = Jdk.find(17);
    if (seventeen == null) {
      throw new IOException("No JDK 17 found: set JDK17_HOME");
    }
    jdks.add(seventeen);
    @Nullable Jdk newest = Jdk.find(25);
    if (newest != null) {
      jdks.add(newest);
    }
    ClassPaths classPaths =
        new ClassPaths(
            root, System.getProperty("bench.sdk.v2"), System.getProperty("bench.sdk.v2.newest"));
    Path scratch = Files.createTempDirectory("irsa-benchmarks");
    Path tokenFile = scratch.resolve("token");
    Files.writeString(tokenFile, TokenText.at(Instant.now()));
    try (StsProcess sts =
        StsProcess.start(seventeen, classPaths.everything().classPath(), scratch)) {
      Bench bench =
          new Bench(
              options.quick(),
              options.mostRounds(),
              jdks,
              classPaths,
              sts,
              tokenFile,
              scratch,
              new Random(),
              System.out);
      results.set("machine", Machine.describe(bench));
      for (String name : options.parts()) {
        results.set(name, part(name, bench, failed));
        file.write(results);
      }
    } finally {
      Scratch.delete(scratch);
    }
  }

  private static ObjectNode part(String name, Bench bench, List<String> failed)
      throws InterruptedException {
    System.out.println(name);
    ObjectNode results = Bench.object();
    results.put("takenAt", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    results.put("commit", System.getProperty("bench.commit", "unknown"));
    results.put("quick", bench.quick());
    results.put("loadBefore", Machine.load());
    long start = System.nanoTime();
    try {
      Part part = PARTS.get(name);
      if (part == null) {
        throw new IllegalStateException("unknown part");
      }
      part.measure(bench, results);
    } catch (IOException | RuntimeException broken) {
      Bench.fail(results, name, broken);
    }
    for (JsonNode omission : results.findValues("omitted")) {
      for (JsonNode each : omission) {
        if (each.has("failed")) {
          failed.add(
              name + ": " + each.path("what").asText() + ": " + each.path("reason").asText());
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    results.put("seconds", seconds);
    System.out.println(String.format(Locale.ROOT, "  %s took %.0f s", name, seconds));
    return results;
  }
}
