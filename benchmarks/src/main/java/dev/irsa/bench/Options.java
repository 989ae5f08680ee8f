package dev.irsa.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options on the command line.
 *
 * @param quick whether to run in under four minutes, with few repetitions
 * @param mostRounds the maximum number of rounds of each figure
 * @param parts names of the parts to run, in their order
 * @param output the directory of results.json and index.html
 * @param documents whether to rewrite the generated parts of docs/
 * @param measure whether to measure; if false, only rewrites the pages from existing results
 */
record Options(
    boolean quick,
    int mostRounds,
    List<String> parts,
    Path output,
    boolean documents,
    boolean measure) {

  static final List<String> PARTS =
      List.of(
          "footprint",
          "hotpath",
          "calls",
          "refresh",
          "coldstart",
          "firstcall",
          "stall",
          "scale",
          "fleet");

  static final String USAGE =
      """
      benchmarks/run [--quick] [--parts PART,PART…] [--rounds N] [--output DIRECTORY] [--report-only]

        --quick        few repetitions, under 4 minutes; the report goes to benchmarks/target/report-quick
        --parts        any of hotpath, calls, refresh, coldstart, firstcall, stall, scale, fleet, footprint;
                       the other parts keep their results in the output directory
        --rounds       at most N rounds of each figure, to try out a run; the report goes to the directory of --quick
        --output       directory of results.json and index.html; the default is benchmarks/report, whose
                       figures are also written into docs/performance.md and docs/startup.md
        --report-only  do not measure, only rewrite the pages from results.json

      Runs on JDK 17. JDK 25 is measured as well if it is found in JDK25_HOME or /usr/lib/jvm.
      Exit code: 0 success, 1 failure, 2 invalid arguments.
      """;

  static Options parse(String[] arguments, Path root) {
    boolean quick = false;
    boolean measure = true;
    int mostRounds = Integer.MAX_VALUE;
    List<String> parts = PARTS;
    @Nullable Path output = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--quick" -> quick = true;
        case "--rounds" -> mostRounds = rounds(value(arguments, ++i));
        case "--report-only" -> measure = false;
        case "--parts" -> parts = parts(value(arguments, ++i));
        case "--output" -> output = Path.of(value(arguments, ++i)).toAbsolutePath();
        default -> {
          if (!arguments[i].startsWith("--parts=")) {
            throw new IllegalArgumentException("unknown argument: " + arguments[i]);
          }
          parts = parts(arguments[i].substring("--parts=".length()));
        }
      }
    }
    Path repository = root.resolve("benchmarks/report");
    Path chosen =
        output != null
            ? output
            : quick || mostRounds < Integer.MAX_VALUE
                ? root.resolve("benchmarks/target/report-quick")
                : repository;
    return new Options(quick, mostRounds, parts, chosen, chosen.equals(repository), measure);
  }

  private static String value(String[] arguments, int index) {
    if (index >= arguments.length) {
      throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
    }
    return arguments[index];
  }

  private static int rounds(String text) {
    if (!text.matches("[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("--rounds needs 1 to 999, found " + text);
    }
    return Integer.parseInt(text);
  }

  private static List<String> parts(String names) {
    List<String> asked = List.of(names.split(",", -1));
    for (String name : asked) {
      if (!PARTS.contains(name)) {
        throw new IllegalArgumentException("unknown part: " + name + "; known parts are " + PARTS);
      }
    }
    List<String> ordered = new ArrayList<>(PARTS);
    ordered.retainAll(asked);
    return ordered;
  }
}
