package dev.irsa.bench;

import dev.irsa.bench.report.Results;
import java.util.List;

/**
 * The options on the command line.
 *
 * @param mostRounds the maximum number of rounds of each figure
 * @param parts names of the parts to run
 * @param measure whether to measure; if false, only rewrites the pages from existing results
 */
record Options(int mostRounds, List<String> parts, boolean measure) {

  static final String USAGE =
      """
      benchmarks/run [--parts PART,PART…] [--rounds N] [--page-only]

        --parts      any of size, calls, refresh, tenants, coldstart, firstcall, outages, fleet;
                     the other parts keep their results
        --rounds     at most N rounds of each figure, to try out a run: its results go to
                     benchmarks/target/results.json, and the pages are not written
        --page-only  do not measure, only write the pages from
                     benchmarks/results.json

      Runs on JDK 17. JDK 25 is measured as well if it is found in JDK25_HOME or /usr/lib/jvm.
      JMH's own results go to benchmarks/target/jmh.
      Exit code: 0 success, 1 failure, 2 invalid arguments.
      """;

  static Options parse(String... arguments) {
    int mostRounds = Integer.MAX_VALUE;
    List<String> parts = Results.PARTS;
    boolean measure = true;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--rounds" -> mostRounds = rounds(value(arguments, ++i));
        case "--parts" -> parts = parts(value(arguments, ++i));
        case "--page-only" -> measure = false;
        default -> throw new IllegalArgumentException("unknown argument: " + arguments[i]);
      }
    }
    return new Options(mostRounds, parts, measure);
  }

  /** Returns whether this is a trial, which does not change the published pages. */
  boolean isTrial() {
    return mostRounds < Integer.MAX_VALUE;
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
      if (!Results.PARTS.contains(name)) {
        throw new IllegalArgumentException(
            "unknown part: " + name + "; known parts are " + Results.PARTS);
      }
    }
    return Results.PARTS.stream().filter(asked::contains).toList();
  }
}
