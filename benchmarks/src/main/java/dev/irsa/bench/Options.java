package dev.irsa.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asked for.
 *
 * @param quick under four minutes, few repetitions
 * @param mostRounds the most rounds that any figure is taken in
 * @param parts names of the parts to run, in their order
 * @param output where results.json and index.html go
 * @param documents whether the generated parts of docs/ are rewritten
 * @param measure false: only rewrite the pages from the results that are there
 */
record Options(
    boolean quick,
    int mostRounds,
    List<String> parts,
    Path output,
    boolean documents,
    boolean measure) {

  static final List<String> PARTS =
      List.of("footprint", "hotpath", "refresh", "coldstart", "stall", "scale", "fleet");

  static final String USAGE =
      """
      benchmarks/run [--quick] [--parts PART,PART…] [--rounds N] [--output DIRECTORY] [--report-only]

        --quick        few repetitions, under 4 minutes; the report goes to benchmarks/target/report-quick
        --parts        any of hotpath, refresh, coldstart, stall, scale, fleet, footprint; the other
                       parts keep the results that the output directory has
        --rounds       at most N rounds of each, to try everything out; goes where --quick goes
        --output       where results.json and index.html go; default benchmarks/report, whose figures
                       also go into docs/performance.md and docs/startup.md
        --report-only  measure nothing, write the pages anew from results.json

      JDK 17 runs it; JDK 25 is measured too where JDK25_HOME names one or /usr/lib/jvm holds one.
      Exit code: 0 measured and written, 1 something failed, 2 wrong arguments.
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
        throw new IllegalArgumentException("unknown part: " + name + "; there are " + PARTS);
      }
    }
    List<String> ordered = new ArrayList<>(PARTS);
    ordered.retainAll(asked);
    return ordered;
  }
}
